/** @file Angles that are rational multiples of pi, and the sines and tangents among them that are rational. */
import {
  addRational,
  floorRational,
  multiplyRational,
  negateRational,
  one,
  rational,
  subtractRational,
  zero,
} from "../number/rational.ts";
import type { Rational, Tree } from "../tree.ts";
import { evaluateExact, type ExactContext } from "./exact.ts";

/** c where the tree is c * pi with a rational c; undefined otherwise. Degrees count: 180° is pi. */
export function piMultiple(tree: Tree, context: ExactContext): Rational | undefined {
  const form = linearInPi(tree, context);
  return form !== undefined && form.rest.n === 0n ? form.pi : undefined;
}

interface PiForm {
  readonly rest: Rational;
  readonly pi: Rational;
}

function linearInPi(tree: Tree, context: ExactContext): PiForm | undefined {
  if (tree.kind === "number") return { rest: tree.value, pi: zero };
  if (tree.kind === "symbol") {
    if (tree.name === "pi") return { rest: zero, pi: one };
    const value = context.values.get(tree.name);
    return value && { rest: value, pi: zero };
  }
  if (tree.kind !== "call") return undefined;
  context.budget.spend(1);
  const parts = tree.args;
  switch (tree.head) {
    case "add": {
      let sum: PiForm = { rest: zero, pi: zero };
      for (const part of parts) {
        const form = linearInPi(part, context);
        if (form === undefined) return undefined;
        sum = { rest: addRational(sum.rest, form.rest), pi: addRational(sum.pi, form.pi) };
      }
      return sum;
    }
    case "negate": {
      const form = parts[0] && linearInPi(parts[0], context);
      return form && scale(form, { n: -1n, d: 1n });
    }
    case "multiply": {
      let product: PiForm = { rest: one, pi: zero };
      for (const part of parts) {
        const form = linearInPi(part, context);
        if (form === undefined) return undefined;
        if (form.pi.n === 0n) product = scale(product, form.rest);
        else if (product.pi.n === 0n) product = scale(form, product.rest);
        else return undefined;
      }
      return product;
    }
    case "divide": {
      const over = parts[0] && linearInPi(parts[0], context);
      const under = over && parts[1] && linearInPi(parts[1], context);
      if (under === undefined || over === undefined) return undefined;
      const [top, bottom] =
        under.pi.n === 0n
          ? [over, under.rest]
          : over.rest.n === 0n && under.rest.n === 0n
            ? [{ rest: over.pi, pi: zero }, under.pi]
            : [over, zero];
      return bottom.n === 0n
        ? undefined
        : scale(top, rational(bottom.n < 0n ? -bottom.d : bottom.d, bottom.n < 0n ? -bottom.n : bottom.n));
    }
    case "degree": {
      const value = parts[0] && evaluateExact(parts[0], context);
      return value && { rest: zero, pi: rational(value.n, value.d * 180n) };
    }
    default: {
      const value = evaluateExact(tree, context);
      return value && { rest: value, pi: zero };
    }
  }
}

function scale(form: PiForm, by: Rational): PiForm {
  return { rest: multiplyRational(form.rest, by), pi: multiplyRational(form.pi, by) };
}

/** c reduced to [0, 2): one full turn. */
export function turnRemainder(c: Rational): Rational {
  const turns = floorRational(rational(c.n, c.d * 2n));
  return subtractRational(c, { n: 2n * turns, d: 1n });
}

type Circular = "sin" | "cos" | "tan" | "cot" | "sec" | "csc";

/** sin(c pi) and the like where the value is rational (by Niven's theorem: multiples of 1/6 and 1/4 only). */
export function exactTrigonometry(head: Circular, c: Rational, context: ExactContext): Rational | undefined {
  if (c.d > 6n) return undefined;
  switch (head) {
    case "sin":
      return sine(turnRemainder(c));
    case "cos":
      return sine(turnRemainder(addRational(c, { n: 1n, d: 2n })));
    case "tan":
    case "cot": {
      const angle = turnRemainder(head === "tan" ? c : subtractRational({ n: 1n, d: 2n }, c));
      const quarter = Number((angle.n * 4n) / angle.d);
      if (angle.d > 4n || (angle.n * 4n) % angle.d !== 0n) return undefined;
      if (quarter % 4 === 2) context.singular = true;
      return quarter % 4 === 0 ? zero : quarter % 4 === 1 ? one : quarter % 4 === 3 ? negateRational(one) : undefined;
    }
    default: {
      const under = exactTrigonometry(head === "sec" ? "cos" : "sin", c, context);
      if (under?.n === 0n) context.singular = true;
      return under === undefined || under.n === 0n
        ? undefined
        : rational(under.n < 0n ? -under.d : under.d, under.n < 0n ? -under.n : under.n);
    }
  }
}

const half: Rational = { n: 1n, d: 2n };

/** sin(c pi) for c in [0, 2). */
function sine(c: Rational): Rational | undefined {
  const twelfths = c.n * 12n;
  if (twelfths % c.d !== 0n) return undefined;
  switch (Number(twelfths / c.d)) {
    case 0:
    case 12:
      return zero;
    case 2:
    case 10:
      return half;
    case 6:
      return one;
    case 14:
    case 22:
      return negateRational(half);
    case 18:
      return negateRational(one);
    default:
      return undefined;
  }
}

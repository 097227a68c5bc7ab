/** @file Certified balls of the elementary functions: logarithms, circular and hyperbolic functions and their inverses. */
import { ballFromInteger, scaleBall, signOf, subtractBall, multiplyBall, zeroBall } from "../number/ball.ts";
import {
  addComplex,
  complex,
  divideComplex,
  imaginaryUnit,
  isExactZeroComplex,
  multiplyComplex,
  negateComplex,
  oneComplex,
  real,
  rootComplex,
  sinCosComplex,
  subtractComplex,
  type Complex,
} from "../number/complex.ts";
import { arctanBall, piBall } from "../number/elementary.ts";
import { number, type CallTree } from "../tree.ts";
import { exactTrigonometry, piMultiple, turnRemainder } from "./angle.ts";
import { elementaryCost, encloseTree, exponential, fail, logarithm, quotient, type EncloseContext } from "./enclose.ts";
import { exactContext } from "./exact.ts";

/** The ball of a call whose first argument lies in `a`; fails with "no-rule" for heads that are no functions of numbers. */
export function encloseFunction(tree: CallTree, a: Complex, context: EncloseContext): Complex | undefined {
  switch (tree.head) {
    case "log":
      return encloseLog(tree, a, context);
    case "sin":
    case "cos":
    case "tan":
    case "cot":
    case "sec":
    case "csc":
      return encloseCircular(tree.head, tree, a, context);
    case "arcsin":
    case "arccos":
    case "arctan":
    case "arccot":
    case "arcsec":
    case "arccsc":
      return encloseArc(tree.head, a, context);
    case "sinh":
    case "cosh":
    case "tanh":
    case "coth":
    case "sech":
    case "csch":
      return encloseHyperbolic(tree.head, a, context);
    case "arcsinh":
    case "arccosh":
    case "arctanh":
    case "arccoth":
    case "arcsech":
    case "arccsch":
      return encloseArea(tree.head, a, context);
    default:
      return fail(context, "no-rule");
  }
}

function encloseLog(tree: CallTree, a: Complex, context: EncloseContext): Complex | undefined {
  const base = tree.args[1];
  const top = logarithm(a, context);
  if (top === undefined || base === undefined) return top;
  if (base.kind === "symbol" && base.name === "e" && !context.values.has("e")) return top;
  const value = encloseTree(base, context);
  const bottom = value && logarithm(value, context);
  return bottom && quotient(top, bottom, context);
}

type Circular = "sin" | "cos" | "tan" | "cot" | "sec" | "csc";

function encloseCircular(head: Circular, tree: CallTree, a: Complex, context: EncloseContext): Complex | undefined {
  const { p, budget } = context;
  let angle = a;
  const argument = tree.args[0];
  if (argument !== undefined && argument.kind !== "number" && a.im === undefined) {
    const exact = exactContext(budget, context.values);
    const turn = piMultiple(argument, exact);
    if (turn !== undefined) {
      const value = exactTrigonometry(head, turn, exact);
      if (exact.singular) return fail(context, "singular");
      if (value !== undefined) return encloseTree(number(value), context);
      const reduced = turnRemainder(turn);
      const scaled = multiplyBall(piBall(p), ballFromInteger(reduced.n, p), p);
      angle = divideComplex(real(scaled), real(ballFromInteger(reduced.d, p)), p) ?? a;
    }
  }
  budget.spend(elementaryCost(p));
  const both = sinCosComplex(angle, p);
  if (both === undefined) return undefined;
  switch (head) {
    case "sin":
      return both.sin;
    case "cos":
      return both.cos;
    case "tan":
      return quotient(both.sin, both.cos, context);
    case "cot":
      return quotient(both.cos, both.sin, context);
    case "sec":
      return quotient(oneComplex, both.cos, context);
    case "csc":
      return quotient(oneComplex, both.sin, context);
  }
}

type Arc = "arcsin" | "arccos" | "arctan" | "arccot" | "arcsec" | "arccsc";

/** arccot takes values in (0, pi), so that it is pi/2 - arctan; arcsec and arccsc are arccos and arcsin of the reciprocal. */
function encloseArc(head: Arc, a: Complex, context: EncloseContext): Complex | undefined {
  const { p } = context;
  switch (head) {
    case "arctan":
      return arctangent(a, context);
    case "arccot":
      return fromQuarterTurn(arctangent(a, context), p);
    case "arcsin":
      return arcsine(a, context);
    case "arccos":
      return fromQuarterTurn(arcsine(a, context), p);
    default: {
      const inverse = quotient(oneComplex, a, context);
      const angle = inverse && arcsine(inverse, context);
      return head === "arccsc" ? angle : fromQuarterTurn(angle, p);
    }
  }
}

function fromQuarterTurn(a: Complex | undefined, p: number): Complex | undefined {
  return a && subtractComplex(real(scaleBall(piBall(p), -1)), a, p);
}

function arctangent(a: Complex, context: EncloseContext): Complex | undefined {
  const { p } = context;
  context.budget.spend(2 * elementaryCost(p));
  if (a.im === undefined) {
    const value = arctanBall(a.re, p);
    return value && real(value);
  }
  // arctan z = (log(1 + iz) - log(1 - iz)) / 2i
  const turned = multiplyComplex(imaginaryUnit, a, p);
  const left = logarithm(addComplex(oneComplex, turned, p), context);
  const right = left && logarithm(subtractComplex(oneComplex, turned, p), context);
  const over = left && right && subtractComplex(left, right, p);
  return over && divideComplex(over, { re: zeroBall, im: ballFromInteger(2n, p) }, p);
}

function arcsine(a: Complex, context: EncloseContext): Complex | undefined {
  const { p } = context;
  context.budget.spend(2 * elementaryCost(p));
  const rest = subtractComplex(oneComplex, multiplyComplex(a, a, p), p);
  if (rest.im === undefined && signOf(rest.re) === 0) {
    const quarter = scaleBall(piBall(p), -1);
    return real(signOf(a.re) === 1 ? quarter : subtractBall(zeroBall, quarter, p));
  }
  const root = rootComplex(rest, 2, p);
  if (root === undefined) return undefined;
  if (a.im === undefined && root.im === undefined) {
    const ratio = divideComplex(a, root, p);
    const value = ratio && arctanBall(ratio.re, p);
    return value && real(value);
  }
  context.complex ||= a.im === undefined;
  // arcsin z = -i log(iz + sqrt(1 - z^2))
  const log = logarithm(addComplex(multiplyComplex(imaginaryUnit, a, p), root, p), context);
  return log && complex(log.im ?? zeroBall, subtractBall(zeroBall, log.re, p));
}

type Hyperbolic = "sinh" | "cosh" | "tanh" | "coth" | "sech" | "csch";

function encloseHyperbolic(head: Hyperbolic, a: Complex, context: EncloseContext): Complex | undefined {
  const { p } = context;
  const forward = exponential(a, context);
  const back = forward && quotient(oneComplex, forward, context);
  if (forward === undefined || back === undefined) return undefined;
  const halved = (value: Complex): Complex => ({
    re: scaleBall(value.re, -1),
    im: value.im && scaleBall(value.im, -1),
  });
  const sine = isExactZeroComplex(a) ? a : halved(subtractComplex(forward, back, p));
  const cosine = halved(addComplex(forward, back, p));
  switch (head) {
    case "sinh":
      return sine;
    case "cosh":
      return cosine;
    case "tanh":
      return quotient(sine, cosine, context);
    case "coth":
      return quotient(cosine, sine, context);
    case "sech":
      return quotient(oneComplex, cosine, context);
    case "csch":
      return quotient(oneComplex, sine, context);
  }
}

type Area = "arcsinh" | "arccosh" | "arctanh" | "arccoth" | "arcsech" | "arccsch";

function encloseArea(head: Area, a: Complex, context: EncloseContext): Complex | undefined {
  const { p } = context;
  switch (head) {
    case "arcsinh": {
      const root = rootComplex(addComplex(multiplyComplex(a, a, p), oneComplex, p), 2, p);
      // For a negative real, arcsinh a = -arcsinh(-a) avoids the cancellation in a + sqrt(a^2 + 1).
      const negative = a.im === undefined && signOf(a.re) === -1;
      const value = root && logarithm(addComplex(negative ? negateComplex(a) : a, root, p), context);
      return negative ? value && negateComplex(value) : value;
    }
    case "arccosh": {
      const left = rootComplex(addComplex(a, oneComplex, p), 2, p);
      const right = rootComplex(subtractComplex(a, oneComplex, p), 2, p);
      const root = left && right && multiplyComplex(left, right, p);
      context.complex ||= right?.im !== undefined && a.im === undefined;
      return root && logarithm(addComplex(a, root, p), context);
    }
    case "arctanh": {
      const ratio = quotient(addComplex(oneComplex, a, p), subtractComplex(oneComplex, a, p), context);
      const log = ratio && logarithm(ratio, context);
      return log && { re: scaleBall(log.re, -1), im: log.im && scaleBall(log.im, -1) };
    }
    default: {
      const inverse = quotient(oneComplex, a, context);
      return (
        inverse &&
        encloseArea(head === "arccoth" ? "arctanh" : head === "arcsech" ? "arccosh" : "arcsinh", inverse, context)
      );
    }
  }
}

/**
 * @file Antiderivatives by table: sums of terms c x^r, and of x^n times one of e^(ax+b), sin, cos, ln x, a power of ax + b,
 * of a quadratic, or of sqrt(c - x^2).
 */
import type { Budget } from "../../../core/index.ts";
import { compareRational, isInteger } from "../../number/rational.ts";
import { call, isCall, number, type Rational, type Tree } from "../../tree.ts";
import { compareValues } from "../compare.ts";
import { evaluateExact, exactContext } from "../exact.ts";
import { treeKey } from "../order.ts";
import { exp, fraction, isNumber, ln, minus, power, product, quotient, squareRoot, sum } from "./build.ts";
import { dependsOn } from "./substitute.ts";
import {
  discriminant,
  factorsOf,
  linearIn,
  quadraticIn,
  splitTerms,
  type Factor,
  type Linear,
  type Quadratic,
} from "./terms.ts";

/** An antiderivative, and what must keep its sign between two bounds for it to be one all the way. */
export interface Antiderivative {
  readonly tree: Tree;
  readonly nonzero: readonly Tree[];
  /** These must be positive: they fence in a pole of a tangent. */
  readonly positive: readonly Tree[];
}

/** Undefined where no entry of the table fits. */
export function antiderivative(body: Tree, name: string, budget: Budget): Antiderivative | undefined {
  const terms = splitTerms(body, name, budget);
  if (terms === undefined) return undefined;
  const parts: Tree[] = [];
  const nonzero: Tree[] = [];
  const positive: Tree[] = [];
  for (const { coefficient, factors } of terms) {
    const part = integrateTerm(factorsOf(factors), name, budget);
    if (part === undefined) return undefined;
    parts.push(product(coefficient, part.tree));
    nonzero.push(...part.nonzero);
    positive.push(...part.positive);
  }
  return { tree: sum(...parts), nonzero, positive };
}

const one: Rational = { n: 1n, d: 1n };

function plain(tree: Tree): Antiderivative {
  return { tree, nonzero: [], positive: [] };
}

/** x^power times the other factors, of which the table knows none or one (or sin times cos). */
function integrateTerm(all: readonly Factor[], name: string, budget: Budget): Antiderivative | undefined {
  budget.spend(20);
  const x: Tree = { kind: "symbol", name };
  const own = all.find(({ base }) => base.kind === "symbol" && base.name === name);
  const r = own === undefined ? { n: 0n, d: 1n } : evaluateExact(own.exponent, exactContext(budget));
  const others = all.filter((factor) => factor !== own);
  const [factor, second, third] = others;
  if (own !== undefined && r === undefined && factor === undefined) return ofSymbolicPower(x, own.exponent, name);
  if (r === undefined || third !== undefined) return undefined;
  if (factor === undefined) return powerOf({ inner: x, slope: number(1) }, r);
  if (second !== undefined) return r.n === 0n ? sineTimesCosine(factor, second, name, budget) : undefined;
  if (factor.base.kind === "symbol" && factor.base.name === "e")
    return timesExponential(factor.exponent, r, name, budget);
  const constantBase = evaluateExact(factor.base, exactContext(budget));
  if (constantBase !== undefined && constantBase.n > 0n)
    return timesExponential(product(factor.exponent, ln(factor.base)), r, name, budget);
  const exponent = evaluateExact(factor.exponent, exactContext(budget));
  if (exponent === undefined) return undefined;
  if (factor.base.kind === "call" && isFunction(factor.base.head))
    return ofFunction(factor.base, exponent, { r, name, budget });
  const linear = linearIn(factor.base, name, budget);
  if (linear !== undefined) return timesLinearPower(linear, exponent, r);
  const quadratic = quadraticIn(factor.base, name, budget);
  return quadratic && timesQuadraticPower(quadratic, exponent, { r, name, budget });
}

/** x^n for an n that is not -1. */
function ofSymbolicPower(x: Tree, exponent: Tree, name: string): Antiderivative | undefined {
  if (dependsOn(exponent, name)) return undefined;
  const up = sum(exponent, number(1));
  return { tree: quotient(power(x, up), up), nonzero: [x], positive: [] };
}

function isFunction(head: string): boolean {
  return ["sin", "cos", "tan", "sec", "csc", "sinh", "cosh", "log"].includes(head);
}

/** (ax + b)^r: the power rule, or a logarithm. */
function powerOf({ inner, slope }: Linear, r: Rational): Antiderivative {
  if (r.d === 1n && r.n === -1n)
    return { tree: quotient(ln(call("abs", inner)), slope), nonzero: [inner], positive: [] };
  const up = number({ n: r.n + r.d, d: r.d });
  const tree = quotient(power(inner, up), product(up, slope));
  return r.n < 0n || !isInteger(r) ? { tree, nonzero: [inner], positive: [] } : plain(tree);
}

/** x^n (ax + b)^r with x = ((ax + b) - b) / a multiplied out. */
function timesLinearPower(
  { inner, slope, offset }: Linear & { offset: Tree },
  r: Rational,
  n: Rational,
): Antiderivative | undefined {
  if (!isInteger(n) || n.n < 0n || n.n > 12n) return undefined;
  const times = Number(n.n);
  const parts: Tree[] = [];
  let binomial = 1n;
  for (let k = 0; k <= times; k++) {
    const part = powerOf({ inner, slope }, { n: r.n + BigInt(times - k) * r.d, d: r.d });
    const shift = power(minus(offset), number(k));
    parts.push(product(number(binomial), shift, power(slope, number(-times)), part.tree));
    binomial = (binomial * BigInt(times - k)) / BigInt(k + 1);
  }
  const whole = isInteger(r) && r.n >= 0n;
  return { tree: sum(...parts), nonzero: whole ? [] : [inner], positive: [] };
}

/** x^n e^(ax+b) by parts; x e^(ax^2+c) by substitution. */
function timesExponential(exponent: Tree, r: Rational, name: string, budget: Budget): Antiderivative | undefined {
  const linear = linearIn(exponent, name, budget);
  if (linear === undefined) {
    const quadratic = quadraticIn(exponent, name, budget);
    if (quadratic === undefined || !isNumber(quadratic.b, 0) || compareRational(r, one) !== 0) return undefined;
    return plain(quotient(exp(exponent), product(number(2), quadratic.a)));
  }
  return byParts(r, linear.slope, name, () => exp(linear.inner));
}

/** sum of (-1)^k (x^n)^(k) / a^(k+1) times the k-fold antiderivatives that `outer` names. */
function byParts(r: Rational, slope: Tree, name: string, outer: (k: number) => Tree): Antiderivative | undefined {
  if (!isInteger(r) || r.n < 0n || r.n > 12n) return undefined;
  const n = Number(r.n);
  const parts: Tree[] = [];
  let falling = 1n;
  for (let k = 0; k <= n; k++) {
    const lowered = power({ kind: "symbol", name }, number(n - k));
    const sign = k % 2 === 0 ? falling : -falling;
    parts.push(quotient(product(number(sign), lowered, outer(k)), power(slope, number(k + 1))));
    falling *= BigInt(n - k);
  }
  return plain(sum(...parts));
}

interface Place {
  /** The power of x beside the factor. */
  readonly r: Rational;
  readonly name: string;
  readonly budget: Budget;
}

function ofFunction(base: Tree, exponent: Rational, { r, name, budget }: Place): Antiderivative | undefined {
  if (base.kind !== "call" || base.args[0] === undefined || !isInteger(exponent)) return undefined;
  const [argument, second] = base.args;
  const linear = linearIn(argument, name, budget);
  if (linear === undefined) return undefined;
  const { inner, slope } = linear;
  const k = Number(exponent.n);
  const bare = r.n === 0n;
  switch (base.head) {
    case "sin":
    case "cos": {
      const sine = base.head === "sin";
      if (k === 1) {
        const cycle = sine
          ? [minus(call("cos", inner)), minus(call("sin", inner)), call("cos", inner), call("sin", inner)]
          : [call("sin", inner), minus(call("cos", inner)), minus(call("sin", inner)), call("cos", inner)];
        return byParts(r, slope, name, (step) => cycle[step % 4] ?? inner);
      }
      if (!bare) return undefined;
      if (k === 2) {
        // sin^2 u = (1 - cos 2u) / 2 and cos^2 u = (1 + cos 2u) / 2
        const wave = quotient(call("sin", product(number(2), inner)), product(number(sine ? -4 : 4), slope));
        return plain(sum(product(fraction(1, 2), { kind: "symbol", name }), wave));
      }
      if (k === 3) {
        const other = call(sine ? "cos" : "sin", inner);
        const value = sum(other, minus(quotient(power(other, number(3)), number(3))));
        return plain(quotient(sine ? minus(value) : value, slope));
      }
      return k === -2 && !sine ? overCosine(call("tan", inner), linear) : undefined;
    }
    case "tan":
      return bare && k === 1 ? overCosine(minus(ln(call("abs", call("cos", inner)))), linear) : undefined;
    case "sec":
      return bare && k === 2 ? overCosine(call("tan", inner), linear) : undefined;
    case "sinh":
    case "cosh":
      return k === 1
        ? byParts(r, slope, name, (step) => call((base.head === "sinh") === (step % 2 === 0) ? "cosh" : "sinh", inner))
        : undefined;
    case "log": {
      const x: Tree = { kind: "symbol", name };
      if (k !== 1 || second === undefined || second.kind !== "symbol" || second.name !== "e") return undefined;
      if (bare && !isCall(inner, "abs")) {
        const tree = quotient(product(inner, sum(ln(inner), number(-1))), slope);
        return { tree, nonzero: [inner], positive: [] };
      }
      if (!isNumber(linear.offset, 0)) return undefined;
      const up: Rational = { n: r.n + r.d, d: r.d };
      const log = ln(inner);
      if (up.n === 0n) return { tree: quotient(power(log, number(2)), number(2)), nonzero: [x], positive: [] };
      const lifted = quotient(power(x, number(up)), number(up));
      return { tree: product(lifted, sum(log, minus(quotient(number(1), number(up))))), nonzero: [x], positive: [] };
    }
    default:
      return undefined;
  }
}

/** Antiderivatives with poles where cos u = 0 serve only for u between -pi/2 and pi/2. */
function overCosine(tree: Tree, { inner, slope }: Linear): Antiderivative {
  const quarter = quotient({ kind: "symbol", name: "pi" }, number(2));
  return { tree: quotient(tree, slope), nonzero: [], positive: [sum(inner, quarter), sum(quarter, minus(inner))] };
}

function sineTimesCosine(first: Factor, second: Factor, name: string, budget: Budget): Antiderivative | undefined {
  const [a, b] = [first.base, second.base];
  if (!isNumber(first.exponent, 1) || a.kind !== "call" || b.kind !== "call" || a.args[0] === undefined)
    return undefined;
  const [sine, cosine] = a.head === "sin" ? [first, second] : [second, first];
  const linear = linearIn(a.args[0], name, budget);
  const k = evaluateExact(sine.exponent, exactContext(budget));
  if (linear === undefined || k === undefined || !isInteger(k) || k.n < 1n || !isNumber(cosine.exponent, 1))
    return undefined;
  if (!isCall(sine.base, "sin") || !isCall(cosine.base, "cos")) return undefined;
  if (treeKey(call("tuple", ...sine.base.args)) !== treeKey(call("tuple", ...cosine.base.args))) return undefined;
  const up = number(k.n + 1n);
  return plain(quotient(power(sine.base, up), product(up, linear.slope)));
}

/** Powers -1 of a x^2 + b x + c, and powers ±1/2 of c - x^2. */
function timesQuadraticPower(q: Quadratic, exponent: Rational, { r, name, budget }: Place): Antiderivative | undefined {
  const x: Tree = { kind: "symbol", name };
  const { a, b, c, tree } = q;
  const linearAbove = compareRational(r, one) === 0;
  if (linearAbove && isNumber(b, 0) && exponent.n !== -exponent.d) {
    const up = number({ n: exponent.n + exponent.d, d: exponent.d });
    const value = quotient(power(tree, up), product(number(2), up, a));
    return isInteger(exponent) && exponent.n > 0n ? plain(value) : undefined;
  }
  if (exponent.d === 1n && exponent.n === -1n && (linearAbove || r.n === 0n)) {
    const inverse = overQuadratic(q, name, budget);
    if (inverse === undefined || !linearAbove) return inverse;
    const log = quotient(ln(call("abs", tree)), product(number(2), a));
    return { ...inverse, tree: sum(log, minus(product(quotient(b, product(number(2), a)), inverse.tree))) };
  }
  if (exponent.d !== 2n || r.n !== 0n || !isNumber(a, -1) || !isNumber(b, 0)) return undefined;
  if (compareValues(c, number(0), budget) !== 1) return undefined;
  const arc = call("arcsin", quotient(x, squareRoot(c)));
  if (exponent.n === -1n) return plain(arc);
  return exponent.n === 1n ? plain(quotient(sum(product(x, squareRoot(tree)), product(c, arc)), number(2))) : undefined;
}

/** The integral of 1 / (a x^2 + b x + c), by the sign of the discriminant. */
function overQuadratic(q: Quadratic, name: string, budget: Budget): Antiderivative | undefined {
  const spread = discriminant(q);
  const sign = compareValues(spread, number(0), budget);
  const slope = sum(product(number(2), q.a, { kind: "symbol", name }), q.b);
  if (sign === undefined) return undefined;
  if (sign === 0) return { tree: minus(quotient(number(2), slope)), nonzero: [slope], positive: [] };
  const root = squareRoot(sign === -1 ? minus(spread) : spread);
  if (sign === -1) return plain(product(quotient(number(2), root), call("arctan", quotient(slope, root))));
  const [below, above] = [sum(slope, minus(root)), sum(slope, root)];
  const tree = quotient(ln(call("abs", quotient(below, above))), root);
  return { tree, nonzero: [below, above], positive: [] };
}

/** @file A certified complex ball around the value of an expression, at given values of its variables. */
import type { Budget } from "../../core/index.ts";
import {
  ballFromInteger,
  ballFromRational,
  containsZero,
  oneBall,
  signOf,
  topExponent,
  zeroBall,
} from "../number/ball.ts";
import {
  addComplex,
  argComplex,
  absComplex,
  conjugate,
  divideComplex,
  expComplex,
  imaginaryUnit,
  isExactZeroComplex,
  logComplex,
  multiplyComplex,
  negateComplex,
  oneComplex,
  powerComplex,
  real,
  rootComplex,
  zeroComplex,
  type Complex,
} from "../number/complex.ts";
import { expBall, piBall } from "../number/elementary.ts";
import { isInteger } from "../number/rational.ts";
import type { CallTree, Rational, Tree } from "../tree.ts";
import { evaluateExact, exactContext } from "./exact.ts";
import { encloseFunction } from "./functions.ts";
import { encloseStep } from "./steps.ts";

/**
 * Why there is no ball: "imprecise" (more bits may help), "singular" (no value: division by exact zero ...),
 * "no-rule" (a head that has no numeric value here), "symbol" (a variable without a value), "huge" (beyond every exponent).
 */
export type Failure = "imprecise" | "singular" | "no-rule" | "symbol" | "huge";

export interface EncloseContext {
  readonly budget: Budget;
  readonly values: ReadonlyMap<string, Rational>;
  /** Mantissa bits. */
  readonly p: number;
  failure: Failure | undefined;
  /** log2 of the largest and of the smallest nonzero magnitude met inside: the scale that "many digits" is measured against. */
  top: number;
  bottom: number;
  /** Set where a real function was left for complex values: the square root of a negative number, the logarithm of one. */
  complex: boolean;
  /** Decides whether a constant is zero, for steps such as floor at an irrational that looks whole. */
  readonly isZero?: (tree: Tree) => boolean | undefined;
}

const noValues: ReadonlyMap<string, Rational> = new Map();

export function encloseContext(
  budget: Budget,
  p: number,
  {
    values = noValues,
    isZero,
  }: { values?: ReadonlyMap<string, Rational>; isZero?: (tree: Tree) => boolean | undefined } = {},
): EncloseContext {
  const context = { budget, values, p, failure: undefined, top: 0, bottom: 0, complex: false };
  return isZero === undefined ? context : { ...context, isZero };
}

/** Degrees up to which roots are taken on whole numbers. */
const largestDirectRoot = 16;

/** The ball, or undefined with `context.failure` set. */
export function encloseTree(tree: Tree, context: EncloseContext): Complex | undefined {
  const value = encloseNode(tree, context);
  if (value === undefined) {
    context.failure ??= "imprecise";
    return undefined;
  }
  const size = topExponent(value.re);
  if (size > context.top) context.top = size;
  if (size < context.bottom && size !== -Infinity && !containsZero(value.re)) context.bottom = size;
  return value;
}

function encloseNode(tree: Tree, context: EncloseContext): Complex | undefined {
  const { p, budget } = context;
  budget.spend(8 + (p >> 6));
  if (tree.kind === "number") return real(ballFromRational(tree.value, p));
  if (tree.kind === "symbol") return encloseSymbol(tree.name, context);
  if (tree.kind !== "call") return fail(context, "no-rule");
  const { head, args } = tree;
  switch (head) {
    case "add": {
      let sum = zeroComplex;
      for (const arg of args) {
        const value = encloseTree(arg, context);
        if (value === undefined) return undefined;
        sum = addComplex(sum, value, p);
      }
      return sum;
    }
    case "multiply": {
      let product = oneComplex;
      for (const arg of args) {
        const value = encloseTree(arg, context);
        if (value === undefined) return undefined;
        product = multiplyComplex(product, value, p);
      }
      return product;
    }
    case "power":
      return enclosePower(tree, context);
    case "sum":
    case "product":
      return encloseRange(tree, context);
    case "floor":
    case "ceil":
    case "round":
    case "sign":
    case "mod":
    case "max":
    case "min":
    case "factorial":
    case "doublefactorial":
    case "binomial":
    case "permutations":
    case "gcd":
    case "lcm":
      return encloseStep(tree, context);
    default:
      return encloseUnary(tree, context);
  }
}

export function fail(context: EncloseContext, failure: Failure): undefined {
  context.failure ??= failure;
  return undefined;
}

function encloseSymbol(name: string, context: EncloseContext): Complex | undefined {
  const given = context.values.get(name);
  if (given !== undefined) return real(ballFromRational(given, context.p));
  switch (name) {
    case "pi":
      return real(piBall(context.p));
    case "e": {
      const value = expBall(oneBall, context.p);
      return value && real(value);
    }
    case "i":
      return imaginaryUnit;
    default:
      return fail(context, name === "infinity" ? "no-rule" : "symbol");
  }
}

function encloseUnary(tree: CallTree, context: EncloseContext): Complex | undefined {
  const { p } = context;
  const [first, second] = tree.args;
  if (first === undefined) return fail(context, "no-rule");
  const a = encloseTree(first, context);
  if (a === undefined) return undefined;
  switch (tree.head) {
    case "negate":
      return negateComplex(a);
    case "divide": {
      const b = second && encloseTree(second, context);
      if (b === undefined) return undefined;
      return quotient(a, b, context);
    }
    case "percent":
      return quotient(a, real(ballFromInteger(100n, p)), context);
    case "degree":
      return quotient(multiplyComplex(a, real(piBall(p)), p), real(ballFromInteger(180n, p)), context);
    case "root": {
      const degree = second && evaluateExact(second, exactContext(context.budget, context.values));
      if (degree === undefined || !isInteger(degree) || degree.n < 1n || degree.n > 10_000n) {
        return second === undefined ? fail(context, "no-rule") : generalRoot(a, second, context);
      }
      return takeRoot(a, Number(degree.n), context);
    }
    case "abs":
      return real(absComplex(a, p));
    case "re":
      return real(a.re);
    case "im":
      return real(a.im ?? zeroBall);
    case "conjugate":
      return conjugate(a);
    case "arg": {
      if (isExactZeroComplex(a)) return fail(context, "singular");
      const angle = argComplex(a, p);
      return angle && real(angle);
    }
    default:
      return encloseFunction(tree, a, context);
  }
}

export function quotient(a: Complex, b: Complex, context: EncloseContext): Complex | undefined {
  if (isExactZeroComplex(b)) return fail(context, "singular");
  return divideComplex(a, b, context.p);
}

function generalRoot(a: Complex, degree: Tree, context: EncloseContext): Complex | undefined {
  const n = encloseTree(degree, context);
  const exponent = n && quotient(oneComplex, n, context);
  return exponent && generalPower(a, exponent, context);
}

function takeRoot(a: Complex, k: number, context: EncloseContext): Complex | undefined {
  if (k > largestDirectRoot) return rootByLogarithm(a, k, context);
  context.budget.spend(30 + Math.ceil((context.p * k) / 16));
  const value = rootComplex(a, k, context.p);
  if (a.im === undefined && value?.im !== undefined) context.complex = true;
  return value;
}

/** High roots: the whole-number root would need k times as many digits. Odd roots of negative reals stay real. */
function rootByLogarithm(a: Complex, k: number, context: EncloseContext): Complex | undefined {
  const exponent = real(ballFromRational({ n: 1n, d: BigInt(k) }, context.p));
  const negative = a.im === undefined && k % 2 === 1 && signOf(a.re) === -1;
  const value = generalPower(negative ? negateComplex(a) : a, exponent, context);
  return negative ? value && negateComplex(value) : value;
}

/** Whole exponents by multiplication, fractions with small denominators by roots, the rest by exp and log. */
function enclosePower(tree: CallTree, context: EncloseContext): Complex | undefined {
  const [baseTree, exponentTree] = tree.args;
  if (baseTree === undefined || exponentTree === undefined) return fail(context, "no-rule");
  if (baseTree.kind === "symbol" && baseTree.name === "e" && !context.values.has("e")) {
    const exponent = encloseTree(exponentTree, context);
    return exponent && exponential(exponent, context);
  }
  const exact =
    exponentTree.kind === "number"
      ? exponentTree.value
      : evaluateExact(exponentTree, exactContext(context.budget, context.values));
  const base = encloseTree(baseTree, context);
  if (base === undefined) return undefined;
  if (exact !== undefined) return rationalPower(base, exact, context);
  const exponent = encloseTree(exponentTree, context);
  return exponent && generalPower(base, exponent, context);
}

function rationalPower(base: Complex, exponent: Rational, context: EncloseContext): Complex | undefined {
  const { p, budget } = context;
  if (isExactZeroComplex(base)) return exponent.n > 0n ? zeroComplex : fail(context, "singular");
  const size = exponent.n < 0n ? -exponent.n : exponent.n;
  if (size > 1_000_000_000_000n || exponent.d > 1_000_000_000_000n) {
    return generalPower(base, real(ballFromRational(exponent, p)), context);
  }
  const rooted = exponent.d === 1n ? base : takeRoot(base, Number(exponent.d), context);
  if (rooted === undefined) return undefined;
  const times = Number(size);
  budget.spend(4 * Math.ceil(Math.log2(times + 1)));
  const raised = powerComplex(rooted, times, p);
  return exponent.n < 0n ? quotient(oneComplex, raised, context) : raised;
}

export function exponential(exponent: Complex, context: EncloseContext): Complex | undefined {
  const { p } = context;
  if (topExponent(exponent.re) > 30) return fail(context, "huge");
  context.budget.spend(elementaryCost(p));
  return expComplex(exponent, p);
}

export function logarithm(a: Complex, context: EncloseContext): Complex | undefined {
  if (isExactZeroComplex(a)) return fail(context, "singular");
  context.budget.spend(2 * elementaryCost(context.p));
  const value = logComplex(a, context.p);
  if (a.im === undefined && value?.im !== undefined) context.complex = true;
  return value;
}

/** Steps for one elementary function at p bits, about 25 ns each. */
export function elementaryCost(p: number): number {
  return 60 + Math.ceil(p ** 1.5 / 25);
}

function generalPower(base: Complex, exponent: Complex, context: EncloseContext): Complex | undefined {
  if (isExactZeroComplex(base)) {
    const sign = exponent.im === undefined ? signOf(exponent.re) : undefined;
    return sign === 1 ? zeroComplex : fail(context, sign === undefined ? "imprecise" : "singular");
  }
  const log = logarithm(base, context);
  return log && exponential(multiplyComplex(log, exponent, context.p), context);
}

function encloseRange(tree: CallTree, context: EncloseContext): Complex | undefined {
  const [body, variable, lowTree, highTree] = tree.args;
  if (body === undefined || variable?.kind !== "symbol" || lowTree === undefined || highTree === undefined)
    return fail(context, "no-rule");
  const exact = exactContext(context.budget, context.values);
  const low = evaluateExact(lowTree, exact);
  const high = evaluateExact(highTree, exact);
  if (low === undefined || high === undefined || low.d !== 1n || high.d !== 1n) return fail(context, "no-rule");
  const count = Number(high.n - low.n + 1n);
  if (count > 0) context.budget.spend(Math.min(40 * count, Number.MAX_SAFE_INTEGER));
  const values = new Map(context.values);
  const inner: EncloseContext = { ...context, values };
  let result = tree.head === "sum" ? zeroComplex : oneComplex;
  for (let index = low.n; index <= high.n; index++) {
    values.set(variable.name, { n: index, d: 1n });
    const term = encloseTree(body, inner);
    if (term === undefined) return fail(context, inner.failure ?? "imprecise");
    result = tree.head === "sum" ? addComplex(result, term, context.p) : multiplyComplex(result, term, context.p);
  }
  context.complex ||= inner.complex;
  return result;
}

/** @file The exact rational value of an expression, at given values of its variables, under a work budget. */
import type { Budget } from "../../core/index.ts";
import { bitSize, factorSmall, gcd } from "../number/integer.ts";
import {
  absRational,
  addRational,
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  negateRational,
  one,
  powerRational,
  rational,
  rationalSize,
  rootRational,
  roundRational,
  subtractRational,
  zero,
} from "../number/rational.ts";
import type { CallTree, Rational, Tree } from "../tree.ts";
import { sameTree } from "./order.ts";
import { piMultiple, exactTrigonometry } from "./angle.ts";

export interface ExactContext {
  readonly budget: Budget;
  readonly values: ReadonlyMap<string, Rational>;
  /** Set where something has no value at all: a division by zero, 0^0. */
  singular: boolean;
}

const noValues: ReadonlyMap<string, Rational> = new Map();

export function exactContext(budget: Budget, values: ReadonlyMap<string, Rational> = noValues): ExactContext {
  return { budget, values, singular: false };
}

/** The value of a constant that is rational and evaluates exactly; undefined for all else. Throws when the budget is passed. */
export function exactValue(tree: Tree, budget: Budget): Rational | undefined {
  return evaluateExact(tree, exactContext(budget));
}

/** As {@link exactValue}, with values for variables; `context.singular` tells "no value" from "not rational". */
export function evaluateExact(tree: Tree, context: ExactContext): Rational | undefined {
  context.budget.spend(1);
  if (tree.kind === "number") return tree.value;
  if (tree.kind === "symbol") return context.values.get(tree.name);
  return tree.kind === "call" ? evaluateCall(tree, context) : undefined;
}

function evaluateCall(tree: CallTree, context: ExactContext): Rational | undefined {
  const { head, args } = tree;
  switch (head) {
    case "add":
    case "multiply": {
      let result: Rational | undefined;
      let unknown = false;
      for (const arg of args) {
        const value = evaluateExact(arg, context);
        if (value === undefined) {
          if (head === "add" || context.singular) return undefined;
          unknown = true;
        } else if (result === undefined) result = value;
        else result = head === "add" ? add(result, value, context.budget) : multiply(result, value, context.budget);
      }
      return unknown ? undefined : result;
    }
    case "power":
      return power(tree, context);
    case "log":
      return logarithm(tree, context);
    case "sum":
    case "product":
      return finiteRange(tree, context);
    case "sin":
    case "cos":
    case "tan":
    case "cot":
    case "sec":
    case "csc": {
      const turn = args[0] && piMultiple(args[0], context);
      return turn && exactTrigonometry(head, turn, context);
    }
    default: {
      const values: Rational[] = [];
      for (const arg of args) {
        const value = evaluateExact(arg, context);
        if (value === undefined) return undefined;
        values.push(value);
      }
      return apply(head, values, context);
    }
  }
}

function apply(head: CallTree["head"], values: readonly Rational[], context: ExactContext): Rational | undefined {
  const [a, b] = values;
  if (a === undefined) return undefined;
  switch (head) {
    case "negate":
      return negateRational(a);
    case "percent":
      return rational(a.n, a.d * 100n);
    case "divide":
      if (b === undefined) return undefined;
      if (b.n === 0n) return singular(context);
      return multiply(a, b.n > 0n ? { n: b.d, d: b.n } : { n: -b.d, d: -b.n }, context.budget);
    case "root":
      return b && root(a, b, context);
    case "abs":
      return absRational(a);
    case "floor":
      return { n: floorRational(a), d: 1n };
    case "ceil":
      return { n: -floorRational(negateRational(a)), d: 1n };
    case "round":
      return { n: roundRational(a), d: 1n };
    case "sign":
      return { n: a.n > 0n ? 1n : a.n < 0n ? -1n : 0n, d: 1n };
    case "re":
    case "conjugate":
      return a;
    case "im":
      return zero;
    case "max":
    case "min":
      return values.reduce((x, y) => (compareRational(x, y) === (head === "max" ? -1 : 1) ? y : x));
    case "gcd":
    case "lcm":
      return commonDivisorOrMultiple(values, head, context.budget);
    case "mod":
      if (b === undefined) return undefined;
      if (b.n === 0n) return singular(context);
      return modulo(a, b);
    case "factorial":
      return a.d === 1n ? factorial(a.n, 1n, context) : undefined;
    case "doublefactorial":
      return a.d === 1n ? factorial(a.n, 2n, context) : undefined;
    case "binomial":
      return b && b.d === 1n ? falling(a, b.n, true, context) : undefined;
    case "permutations":
      return b && b.d === 1n ? falling(a, b.n, false, context) : undefined;
    case "arcsin":
    case "arctan":
    case "sinh":
    case "tanh":
    case "arcsinh":
    case "arctanh":
      return a.n === 0n ? zero : undefined;
    case "cosh":
      return a.n === 0n ? one : undefined;
    case "arccos":
      return a.n === 1n && a.d === 1n ? zero : undefined;
    default:
      return undefined;
  }
}

function singular(context: ExactContext): undefined {
  context.singular = true;
  return undefined;
}

const digitsPerBit = Math.LOG10E * Math.LN2;

/** Checks the size of a coming result and pays for the multiplications and the reduction it takes. */
function prepare(bits: number, reduced: number, budget: Budget): void {
  if (bits < 200) return;
  budget.digits(Math.floor(bits * digitsPerBit));
  // A product of k limbs costs about k^1.6; Euclid on k bits about 3 k steps and then quadratically.
  budget.spend(Math.ceil((bits / 64) ** 1.6 / 8 + (reduced > 64 ? 3 * reduced + reduced ** 2 / 4000 : 0)));
}

function add(a: Rational, b: Rational, budget: Budget): Rational {
  if (a.d === 1n && b.d === 1n) {
    prepare(Math.max(bitSize(a.n), bitSize(b.n)), 0, budget);
    return { n: a.n + b.n, d: 1n };
  }
  const bits = rationalSize(a) + rationalSize(b);
  prepare(bits, bits < 200 ? 0 : Math.min(bitSize(a.d) + bitSize(b.d), bits), budget);
  return addRational(a, b);
}

function multiply(a: Rational, b: Rational, budget: Budget): Rational {
  const bits = rationalSize(a) + rationalSize(b);
  const whole = a.d === 1n && b.d === 1n;
  prepare(bits, whole || bits < 200 ? 0 : Math.min(bitSize(a.n) + bitSize(b.n), bitSize(a.d) + bitSize(b.d)), budget);
  return multiplyRational(a, b);
}

function power(tree: CallTree, context: ExactContext): Rational | undefined {
  const [baseTree, exponentTree] = tree.args;
  if (baseTree === undefined || exponentTree === undefined) return undefined;
  const exponent = evaluateExact(exponentTree, context);
  if (exponent === undefined) return undefined;
  const base = evaluateExact(baseTree, context);
  if (base === undefined) return undefined;
  return rationalPower(base, exponent, context);
}

function rationalPower(base: Rational, exponent: Rational, context: ExactContext): Rational | undefined {
  if (base.n === 0n) return exponent.n > 0n ? zero : singular(context);
  if (base.d === 1n && base.n === 1n) return one;
  if (exponent.d !== 1n) {
    if (exponent.d > 1_000_000n) return undefined;
    const root = rootRational(base, Number(exponent.d));
    return root && rationalPower(root, { n: exponent.n, d: 1n }, context);
  }
  if (base.d === 1n && base.n === -1n) return (exponent.n & 1n) === 0n ? one : base;
  const times = Number(exponent.n);
  const bits = Math.abs(times) * (Math.max(bitSize(base.n), bitSize(base.d)) - 1);
  context.budget.digits(Math.floor(bits * digitsPerBit));
  prepare(bits, 0, context.budget);
  return powerRational(base, times);
}

function root(radicand: Rational, degree: Rational, context: ExactContext): Rational | undefined {
  if (degree.d !== 1n || degree.n <= 0n || degree.n > 1_000_000n) return undefined;
  prepare(rationalSize(radicand), 0, context.budget);
  return rootRational(radicand, Number(degree.n));
}

/** log_b a where it is rational: both are powers of one number, found from their prime factors. */
function logarithm(tree: CallTree, context: ExactContext): Rational | undefined {
  const [argument, baseTree] = tree.args;
  if (argument === undefined || baseTree === undefined) return undefined;
  if (sameTree(argument, baseTree)) return one;
  if (
    argument.kind === "call" &&
    argument.head === "power" &&
    argument.args[0] &&
    sameTree(argument.args[0], baseTree)
  ) {
    return argument.args[1] && evaluateExact(argument.args[1], context);
  }
  const value = evaluateExact(argument, context);
  if (value === undefined) return undefined;
  if (value.n <= 0n) return value.n === 0n ? singular(context) : undefined;
  if (value.n === value.d) return zero;
  const base = evaluateExact(baseTree, context);
  if (base === undefined || base.n <= 0n) return undefined;
  if (base.n === base.d) return singular(context);
  const top = primeExponents(value, context.budget);
  const bottom = primeExponents(base, context.budget);
  if (top === undefined || bottom === undefined || top.size !== bottom.size) return undefined;
  let ratio: Rational | undefined;
  for (const [prime, count] of bottom) {
    const own = top.get(prime);
    if (own === undefined) return undefined;
    const quotient = rational(BigInt(own), BigInt(count));
    if (ratio !== undefined && compareRational(ratio, quotient) !== 0) return undefined;
    ratio = quotient;
  }
  return ratio;
}

/** The exponents of the primes in a positive rational; undefined where it does not factor by small primes. */
export function primeExponents(value: Rational, budget: Budget): ReadonlyMap<bigint, number> | undefined {
  budget.spend(20);
  if (rationalSize(value) > 2000) return undefined;
  const top = factorSmall(value.n);
  const bottom = factorSmall(value.d);
  if (top === undefined || bottom === undefined) return undefined;
  const exponents = new Map(top);
  for (const [prime, count] of bottom) exponents.set(prime, (exponents.get(prime) ?? 0) - count);
  return exponents;
}

/** gcd and lcm, never negative; of fractions over their common denominator: gcd(1/2, 3) = 1/2. */
function commonDivisorOrMultiple(values: readonly Rational[], head: "gcd" | "lcm", budget: Budget): Rational {
  let result = absRational(values[0] ?? zero);
  for (const value of values.slice(1)) {
    prepare(rationalSize(result) + rationalSize(value), rationalSize(result) + rationalSize(value), budget);
    const divisor = rational(gcd(result.n * value.d, value.n * result.d), result.d * value.d);
    const multiple = divisor.n === 0n ? zero : divideRational(multiplyRational(result, value), divisor);
    result = head === "gcd" ? divisor : absRational(multiple ?? zero);
  }
  return result;
}

function modulo(a: Rational, b: Rational): Rational | undefined {
  const quotient = divideRational(a, b);
  return quotient && subtractRational(a, multiplyRational(b, { n: floorRational(quotient), d: 1n }));
}

/** n (n - step) (n - 2 step) ... down to 1 or 2. */
function factorial(n: bigint, step: bigint, context: ExactContext): Rational | undefined {
  if (n < 0n) return step === 2n && n === -1n ? one : singular(context);
  const size = Number(n);
  const bits = (size * Math.max(1, Math.log2(size / Math.E))) / Number(step);
  context.budget.digits(Math.floor(bits * digitsPerBit));
  prepare(bits, 0, context.budget);
  context.budget.spend(size);
  return { n: productDown(n, n > step ? (n % step) + (n % step === 0n ? step : 0n) : n > 0n ? n : 1n, step), d: 1n };
}

/** The product of low, low + step, ..., high, split in halves so that the factors stay of equal size. */
function productDown(high: bigint, low: bigint, step: bigint): bigint {
  if (high <= low) return high < low ? 1n : high;
  if (high - low <= 8n * step) {
    let result = low;
    for (let factor = low + step; factor <= high; factor += step) result *= factor;
    return result;
  }
  const middle = low + ((high - low) / (2n * step)) * step;
  return productDown(middle, low, step) * productDown(high, middle + step, step);
}

/** a (a - 1) ... (a - k + 1), divided by k! for a binomial coefficient. */
function falling(a: Rational, k: bigint, divided: boolean, context: ExactContext): Rational | undefined {
  if (k < 0n) return divided ? zero : undefined;
  if (a.d === 1n && a.n >= 0n && k > a.n) return zero;
  const short = divided && a.d === 1n && a.n >= 0n && 2n * k > a.n ? a.n - k : k;
  const size = Number(short);
  const bits = size * Math.max(1, bitSize(a.n) + 1 - (divided ? Math.log2(size + 1) - 2 : 0));
  context.budget.digits(Math.floor(bits * digitsPerBit));
  context.budget.spend(size * 4);
  let result = one;
  for (let step = 0n; step < short; step++) {
    result = multiply(result, subtractRational(a, { n: step, d: 1n }), context.budget);
    if (divided) result = multiply(result, { n: 1n, d: step + 1n }, context.budget);
  }
  return result;
}

function finiteRange(tree: CallTree, context: ExactContext): Rational | undefined {
  const [body, variable, lowTree, highTree] = tree.args;
  if (body === undefined || variable?.kind !== "symbol" || lowTree === undefined || highTree === undefined)
    return undefined;
  const low = evaluateExact(lowTree, context);
  const high = evaluateExact(highTree, context);
  if (low === undefined || high === undefined || low.d !== 1n || high.d !== 1n) return undefined;
  const count = high.n - low.n + 1n;
  // Every term costs at least its own node: a range that cannot be paid for is refused before it is begun.
  if (count > 0n) context.budget.spend(Math.min(Number(count), Number.MAX_SAFE_INTEGER));
  const values = new Map(context.values);
  const inner: ExactContext = { budget: context.budget, values, singular: false };
  let result = tree.head === "sum" ? zero : one;
  for (let index = low.n; index <= high.n; index++) {
    values.set(variable.name, { n: index, d: 1n });
    const term = evaluateExact(body, inner);
    if (term === undefined) {
      context.singular ||= inner.singular;
      return undefined;
    }
    result = tree.head === "sum" ? add(result, term, context.budget) : multiply(result, term, context.budget);
  }
  return result;
}

/**
 * @file Are two rational functions the same? Proved at one point beyond all roots where numbers stay small, else tested
 * modulo large primes (Schwartz 1980, Zippel 1979) with the error bound stated.
 */
import type { Budget } from "../../core/index.ts";
import { bitSize } from "../number/integer.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import type { Tree } from "../tree.ts";
import { evaluateExact, exactContext } from "./exact.ts";
import { testModulo } from "./modular.ts";
import { findWitness } from "./witness.ts";

/** A rational function as numerator over denominator, measured: log2 of the sums of absolute coefficients, and degrees by variable. */
interface Measure {
  readonly n: number;
  readonly d: number;
  readonly over: readonly number[];
  readonly under: readonly number[];
}

interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/** Bits of the evaluated numbers up to which the proof at one point is preferred. */
const largestPoint = 6000;

export function decideIdentity(a: Tree, b: Tree, variables: readonly string[], budget: Budget): Outcome {
  const left = measure(a, variables, budget);
  const right = left && measure(b, variables, budget);
  if (left === undefined || right === undefined) return undecided("no-rule");
  const norm = Math.max(logSum(left.n + right.d, right.n + left.d), left.d, right.d);
  const degrees = variables.map((_, index) =>
    Math.max(
      at(left.over, index) + at(right.under, index),
      at(right.over, index) + at(left.under, index),
      at(left.under, index),
      at(right.under, index),
    ),
  );
  const width = Math.ceil(norm * (1 + 1e-9)) + 2;
  const spread = degrees.reduce((product, degree) => product * (degree + 1), 1);
  if (width * spread > largestPoint) return testModulo(a, b, { variables, degrees, norm, budget });
  return provePoint(a, b, { variables, degrees, width, budget });
}

function at(list: readonly number[], index: number): number {
  return list[index] ?? 0;
}

interface PointPlan {
  readonly variables: readonly string[];
  readonly degrees: readonly number[];
  readonly width: number;
  readonly budget: Budget;
}

/**
 * Kronecker's substitution x_j = X^((d_1 + 1) ... (d_(j-1) + 1)) keeps different monomials apart, and X = 2^width lies
 * beyond every root of a polynomial whose coefficients sum to less than X - 1 (Cauchy): one nonzero test is a proof.
 */
function provePoint(a: Tree, b: Tree, { variables, degrees, width, budget }: PointPlan): Outcome {
  const point = new Map<string, bigint>();
  let exponent = width;
  variables.forEach((name, index) => {
    point.set(name, 1n << BigInt(exponent));
    exponent *= at(degrees, index) + 1;
  });
  budget.spend(Math.ceil(exponent / 100));
  const left = fractionAt(a, point, budget);
  const right = fractionAt(b, point, budget);
  if (left === undefined || right === undefined) return undecided("no-rule");
  if (left.d === 0n || right.d === 0n) return undecided("undefined");
  if (left.n * right.d === right.n * left.d) return equal("point-beyond-roots");
  return different("point-beyond-roots", findWitness(a, b, variables, budget));
}

function logSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high + Math.log2(1 + 2 ** (Math.min(a, b) - high));
}

function sizeOf(n: bigint): number {
  const size = Math.abs(Number(n));
  return size <= 1 ? 0 : size < 2 ** 53 ? Math.log2(size) : bitSize(n);
}

function measure(tree: Tree, variables: readonly string[], budget: Budget): Measure | undefined {
  budget.spend(2);
  const flat = variables.map(() => 0);
  if (tree.kind === "number") return { n: sizeOf(tree.value.n), d: sizeOf(tree.value.d), over: flat, under: flat };
  if (tree.kind === "symbol") {
    const index = variables.indexOf(tree.name);
    return index < 0 ? undefined : { n: 0, d: 0, over: flat.with(index, 1), under: flat };
  }
  if (tree.kind !== "call") return undefined;
  const [first, second] = tree.args;
  if (first === undefined) return undefined;
  switch (tree.head) {
    case "negate":
      return measure(first, variables, budget);
    case "percent": {
      const inner = measure(first, variables, budget);
      return inner && { ...inner, d: inner.d + sizeOf(100n) };
    }
    case "add":
    case "multiply": {
      let result: Measure | undefined;
      for (const arg of tree.args) {
        const own = measure(arg, variables, budget);
        if (own === undefined) return undefined;
        result = result === undefined ? own : tree.head === "add" ? sum(result, own) : product(result, own);
      }
      return result;
    }
    case "divide": {
      const a = measure(first, variables, budget);
      const b = a && second && measure(second, variables, budget);
      return b && product(a, invert(b));
    }
    case "power": {
      const exponent = second && evaluateExact(second, exactContext(budget));
      if (exponent === undefined || exponent.d !== 1n) return undefined;
      const inner = measure(first, variables, budget);
      const times = Math.abs(Number(exponent.n));
      const raised = inner && {
        n: inner.n * times,
        d: inner.d * times,
        over: inner.over.map((degree) => degree * times),
        under: inner.under.map((degree) => degree * times),
      };
      return raised && exponent.n < 0n ? invert(raised) : raised;
    }
    default: {
      const value = evaluateExact(tree, exactContext(budget));
      return value && { n: sizeOf(value.n), d: sizeOf(value.d), over: flat, under: flat };
    }
  }
}

function invert(a: Measure): Measure {
  return { n: a.d, d: a.n, over: a.under, under: a.over };
}

function product(a: Measure, b: Measure): Measure {
  return {
    n: a.n + b.n,
    d: a.d + b.d,
    over: a.over.map((degree, index) => degree + at(b.over, index)),
    under: a.under.map((degree, index) => degree + at(b.under, index)),
  };
}

function sum(a: Measure, b: Measure): Measure {
  return {
    n: logSum(a.n + b.d, b.n + a.d),
    d: a.d + b.d,
    over: a.over.map((degree, index) => Math.max(degree + at(b.under, index), at(b.over, index) + at(a.under, index))),
    under: a.under.map((degree, index) => degree + at(b.under, index)),
  };
}

/** Numerator and denominator at whole values, never reduced, so that they are the polynomials that `measure` bounds. */
function fractionAt(tree: Tree, point: ReadonlyMap<string, bigint>, budget: Budget): Fraction | undefined {
  budget.spend(4);
  if (tree.kind === "number") return tree.value;
  if (tree.kind === "symbol") {
    const value = point.get(tree.name);
    return value === undefined ? undefined : { n: value, d: 1n };
  }
  if (tree.kind !== "call") return undefined;
  const [first, second] = tree.args;
  if (first === undefined) return undefined;
  switch (tree.head) {
    case "negate": {
      const inner = fractionAt(first, point, budget);
      return inner && { n: -inner.n, d: inner.d };
    }
    case "percent": {
      const inner = fractionAt(first, point, budget);
      return inner && { n: inner.n, d: inner.d * 100n };
    }
    case "add":
    case "multiply": {
      let result: Fraction | undefined;
      for (const arg of tree.args) {
        const own = fractionAt(arg, point, budget);
        if (own === undefined) return undefined;
        result =
          result === undefined
            ? own
            : tree.head === "add"
              ? addFractions(result, own)
              : { n: result.n * own.n, d: result.d * own.d };
      }
      return result;
    }
    case "divide": {
      const a = fractionAt(first, point, budget);
      const b = a && second && fractionAt(second, point, budget);
      return b && { n: a.n * b.d, d: a.d * b.n };
    }
    case "power": {
      const exponent = second && evaluateExact(second, exactContext(budget));
      const inner = exponent && fractionAt(first, point, budget);
      if (inner === undefined || exponent === undefined) return undefined;
      const times = exponent.n < 0n ? -exponent.n : exponent.n;
      budget.digits(Math.floor(Number(times) * (Math.max(bitSize(inner.n), bitSize(inner.d)) - 1) * 0.301));
      const raised = { n: inner.n ** times, d: inner.d ** times };
      return exponent.n < 0n ? { n: raised.d, d: raised.n } : raised;
    }
    default:
      return evaluateExact(tree, exactContext(budget));
  }
}

function addFractions(a: Fraction, b: Fraction): Fraction {
  if (a.d === 1n && b.d === 1n) return { n: a.n + b.n, d: 1n };
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

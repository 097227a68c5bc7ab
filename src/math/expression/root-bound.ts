/**
 * @file How close to zero an algebraic number can come without being zero: the constructive bound of Burnikel, Funke,
 * Mehlhorn, Schirra and Schmitt (2001). A value is U / L with algebraic integers U and L whose conjugates are at most
 * 2^u and 2^l in size, in a field of degree D; a nonzero value is at least 2^-((D - 1) u + l). The argument is about
 * norms alone, so that it holds for complex numbers and roots of unity as well.
 */
import type { Budget } from "../../core/index.ts";
import { bitSize, gcd } from "../number/integer.ts";
import type { CallTree, Rational, Tree } from "../tree.ts";
import { piMultiple } from "./angle.ts";
import { encloseContext, encloseTree } from "./enclose.ts";
import { evaluateExact, exactContext, primeExponents } from "./exact.ts";
import { treeKey } from "./order.ts";

export interface Separation {
  /** A nonzero value is larger than 2^-bits. */
  readonly bits: number;
  /** Degree of the field. */
  readonly degree: number;
}

interface Sizes {
  /** log2 of the largest conjugate of the numerator, and of the denominator; never negative. */
  readonly u: number;
  readonly l: number;
}

interface State {
  readonly budget: Budget;
  readonly values: ReadonlyMap<string, Rational>;
  /** Degree of each radical that was adjoined. Square roots of 2 and 6 share the radicals of 2 and 3. */
  readonly radicals: Map<string, number>;
  /** The order of the root of unity that was adjoined. */
  order: bigint;
}

/** The separation bound of an algebraic constant; undefined where the expression is not visibly algebraic. */
export function separation(
  tree: Tree,
  budget: Budget,
  values: ReadonlyMap<string, Rational> = new Map(),
): Separation | undefined {
  const state: State = { budget, values, radicals: new Map(), order: 1n };
  const sizes = measure(tree, state);
  if (sizes === undefined || state.order > 1_000_000n) return undefined;
  let degree = totient(Number(state.order));
  for (const radical of state.radicals.values()) degree *= radical;
  return { bits: Math.ceil((degree - 1) * sizes.u + sizes.l) + 1, degree };
}

function measure(tree: Tree, state: State): Sizes | undefined {
  state.budget.spend(4);
  if (tree.kind === "number") return ofRational(tree.value);
  if (tree.kind === "symbol") {
    const value = state.values.get(tree.name);
    if (value !== undefined) return ofRational(value);
    if (tree.name !== "i") return undefined;
    return withUnity(4n, { u: 0, l: 0 }, state);
  }
  return tree.kind === "call" ? measureCall(tree, state) : undefined;
}

function ofRational(value: Rational): Sizes {
  return { u: sizeOf(value.n), l: sizeOf(value.d) };
}

/** log2 |n|, rounded up a little; 0 for 0. */
function sizeOf(n: bigint): number {
  const size = Math.abs(Number(n));
  if (size <= 1) return 0;
  return size < 2 ** 53 ? Math.log2(size) + 1e-9 : bitSize(n);
}

function measureCall(tree: CallTree, state: State): Sizes | undefined {
  const [first, second] = tree.args;
  if (first === undefined) return undefined;
  switch (tree.head) {
    case "add":
      return combine(tree.args, state, (a, b) => ({ u: logSum(a.u + b.l, b.u + a.l), l: a.l + b.l }));
    case "multiply":
      return combine(tree.args, state, (a, b) => ({ u: a.u + b.u, l: a.l + b.l }));
    case "negate":
      return measure(first, state);
    case "percent": {
      const inner = measure(first, state);
      return inner && { u: inner.u, l: inner.l + sizeOf(100n) };
    }
    case "divide": {
      const a = measure(first, state);
      const b = a && second && measure(second, state);
      return b && { u: a.u + b.l, l: a.l + b.u };
    }
    case "power":
    case "root": {
      const given = second && evaluateExact(second, exactContext(state.budget, state.values));
      if (given === undefined || given.n === 0n) return undefined;
      const exponent = tree.head === "power" ? given : given.n > 0n ? { n: given.d, d: given.n } : undefined;
      return exponent && radicalPower(first, exponent, state);
    }
    case "abs": {
      const inner = encloseTree(first, encloseContext(state.budget, 64, { values: state.values }));
      return inner !== undefined && inner.im === undefined ? measure(first, state) : undefined;
    }
    case "sin":
    case "cos":
    case "tan":
    case "cot":
    case "sec":
    case "csc": {
      const turn = piMultiple(first, exactContext(state.budget, state.values));
      if (turn === undefined) return undefined;
      // With z of order N: 2 cos = z + 1/z, 2i sin = z - 1/z; i itself is needed where a sine appears alone.
      const halved = turn.n % 2n === 0n ? turn.d : turn.d * 2n;
      const order = tree.head === "cos" || tree.head === "sec" ? halved : (halved * 4n) / gcd(halved, 4n);
      return withUnity(order, { u: 1, l: 1 }, state);
    }
    default: {
      const value = evaluateExact(tree, exactContext(state.budget, state.values));
      return value && ofRational(value);
    }
  }
}

function combine(args: readonly Tree[], state: State, join: (a: Sizes, b: Sizes) => Sizes): Sizes | undefined {
  let result: Sizes | undefined;
  for (const arg of args) {
    const sizes = measure(arg, state);
    if (sizes === undefined) return undefined;
    result = result === undefined ? sizes : join(result, sizes);
  }
  return result;
}

function logSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high + Math.log2(1 + 2 ** (Math.min(a, b) - high)) + 1e-9;
}

function withUnity(order: bigint, sizes: Sizes, state: State): Sizes {
  state.order = (state.order * order) / gcd(state.order, order);
  return sizes;
}

function radicalPower(base: Tree, exponent: Rational, state: State): Sizes | undefined {
  const inner = measure(base, state);
  if (inner === undefined) return undefined;
  const k = Number(exponent.d);
  const times = Math.abs(Number(exponent.n));
  if (k > 1) adjoin(base, exponent.d, state);
  const rooted: Sizes =
    k === 1
      ? inner
      : inner.u >= inner.l
        ? { u: (inner.u + (k - 1) * inner.l) / k, l: inner.l }
        : { u: inner.u, l: ((k - 1) * inner.u + inner.l) / k };
  const raised = { u: rooted.u * times, l: rooted.l * times };
  return exponent.n < 0n ? { u: raised.l, l: raised.u } : raised;
}

/** Notes the degree that the k-th root of `base` adds to the field. */
function adjoin(base: Tree, k: bigint, state: State): void {
  const value = evaluateExact(base, exactContext(state.budget, state.values));
  const factors =
    value && value.n !== 0n && primeExponents({ n: value.n < 0n ? -value.n : value.n, d: value.d }, state.budget);
  if (value === undefined || factors === undefined || value.n === 0n) {
    const key = `${treeKey(base)}^1/${k}`;
    state.radicals.set(key, Number(k));
    return;
  }
  if (value.n < 0n && k % 2n === 0n) state.order = (state.order * 2n * k) / gcd(state.order, 2n * k);
  for (const [prime, count] of factors as ReadonlyMap<bigint, number>) {
    const degree = k / gcd(k, BigInt(count));
    const known = BigInt(state.radicals.get(`${prime}`) ?? 1);
    state.radicals.set(`${prime}`, Number((known * degree) / gcd(known, degree)));
  }
}

function totient(n: number): number {
  let result = n;
  let rest = n;
  for (let prime = 2; prime * prime <= rest; prime++) {
    if (rest % prime !== 0) continue;
    while (rest % prime === 0) rest /= prime;
    result -= result / prime;
  }
  return rest > 1 ? result - result / rest : result;
}

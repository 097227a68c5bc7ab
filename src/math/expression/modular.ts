/** @file Values modulo large primes: a test of identities and of huge constants that needs no huge numbers. */
import type { Budget } from "../../core/index.ts";
import { bitSize, inverseModulo, isPrime, powerModulo } from "../number/integer.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import type { Tree } from "../tree.ts";
import { evaluateExact, exactContext } from "./exact.ts";
import { treeKey } from "./order.ts";
import { findWitness } from "./witness.ts";

export interface ModularPlan {
  readonly variables: readonly string[];
  /** Degree bounds of the cross-multiplied difference, by variable. */
  readonly degrees: readonly number[];
  /** log2 of a bound on the sum of its absolute coefficients. */
  readonly norm: number;
  readonly budget: Budget;
}

const trials = 3;
/** Primes are drawn from [2^60, 2^61): more than 2^54 of them. */
const primeBits = 60;

/**
 * Compares two rational functions (or constants, without variables) at random points modulo random primes.
 * The stream of primes and points is seeded by the expressions themselves, so nobody can aim at it.
 */
export function testModulo(a: Tree, b: Tree, plan: ModularPlan): Outcome {
  const { variables, degrees, norm, budget } = plan;
  const next = stream(`${treeKey(a)}=${treeKey(b)}`);
  let done = 0;
  for (let round = 0; round < 4 * trials && done < trials; round++) {
    const prime = randomPrime(next, budget);
    const point = new Map(variables.map((name) => [name, next() % prime]));
    const left = evaluateModulo(a, point, prime, budget);
    const right = left === undefined ? undefined : evaluateModulo(b, point, prime, budget);
    if (left === undefined || right === undefined) continue;
    if (left !== right) {
      if (variables.length > 0) return different("prime-field", findWitness(a, b, variables, budget));
      return different("prime-field", `modulo ${prime}: ${left} against ${right}`);
    }
    done++;
  }
  if (done < trials) return undecided("no-rule");
  const degree = degrees.reduce((sum, each) => sum + each, 0);
  const slip = Math.log2((degree + 1) / 2 ** primeBits + (norm + 1) / primeBits / 2 ** 54);
  if (slip * trials > -40) return undecided("budget:degree");
  return equal("prime-field", {
    bound: `chance of a wrong "equal" below 2^${Math.ceil(slip * trials)} (${trials} random primes of ${primeBits} bits, degree at most ${degree})`,
  });
}

/** Splitmix64 over a FNV-1a hash of the text. */
function stream(text: string): () => bigint {
  let state = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++)
    state = BigInt.asUintN(64, (state ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let mixed = state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  };
}

function randomPrime(next: () => bigint, budget: Budget): bigint {
  const low = 1n << BigInt(primeBits);
  for (;;) {
    budget.spend(40);
    const candidate = (low + (next() % low)) | 1n;
    if (isPrime(candidate)) return candidate;
  }
}

/** The value in the prime field; undefined where a denominator vanishes or a head has no meaning there. */
function evaluateModulo(
  tree: Tree,
  point: ReadonlyMap<string, bigint>,
  prime: bigint,
  budget: Budget,
): bigint | undefined {
  budget.spend(8);
  if (tree.kind === "number") return ratioModulo(tree.value.n, tree.value.d, prime, budget);
  if (tree.kind === "symbol") return point.get(tree.name);
  if (tree.kind !== "call") return undefined;
  const inner = (arg: Tree | undefined) => arg && evaluateModulo(arg, point, prime, budget);
  const [first, second] = tree.args;
  switch (tree.head) {
    case "add":
    case "multiply": {
      let result = tree.head === "add" ? 0n : 1n;
      for (const arg of tree.args) {
        const value = inner(arg);
        if (value === undefined) return undefined;
        result = (tree.head === "add" ? result + value : result * value) % prime;
      }
      return result;
    }
    case "negate": {
      const value = inner(first);
      return value === undefined ? undefined : (prime - value) % prime;
    }
    case "percent": {
      const value = inner(first);
      return value === undefined ? undefined : ratioModulo(value, 100n, prime, budget);
    }
    case "divide": {
      const under = inner(second);
      const over = under === undefined || under === 0n ? undefined : inner(first);
      return over === undefined || under === undefined ? undefined : ratioModulo(over, under, prime, budget);
    }
    case "power": {
      const exponent = second && evaluateExact(second, exactContext(budget));
      if (exponent === undefined || exponent.d !== 1n) return undefined;
      const base = inner(first);
      if (base === undefined || (base === 0n && exponent.n <= 0n)) return undefined;
      budget.spend(6 * bitSize(exponent.n));
      const value = powerModulo(base, exponent.n < 0n ? -exponent.n : exponent.n, prime);
      return exponent.n < 0n ? inverseModulo(value, prime) : value;
    }
    default: {
      const value = evaluateExact(tree, exactContext(budget));
      return value && ratioModulo(value.n, value.d, prime, budget);
    }
  }
}

function ratioModulo(n: bigint, d: bigint, prime: bigint, budget: Budget): bigint | undefined {
  const over = ((n % prime) + prime) % prime;
  if (d === 1n) return over;
  budget.spend(200);
  const inverse = inverseModulo(d, prime);
  return inverse === undefined ? undefined : (over * inverse) % prime;
}

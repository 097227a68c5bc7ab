/**
 * @file The arctangent of a fraction as whole multiples of the angles of Gaussian primes and of pi/4: arctan(n/d) is the
 * argument of d + n i, and arguments add up over the factors. Machin's formula and its kin become plain linear algebra.
 */
import type { Budget } from "../../core/index.ts";
import { bitSize, factorSmall, powerModulo } from "../number/integer.ts";
import type { Rational } from "../tree.ts";

/** times * arctan(over / under), for the prime over^2 + under^2 with 0 < over < under. */
export interface PrimeAngle {
  readonly over: bigint;
  readonly under: bigint;
  readonly times: number;
}

/** The angles whose sum differs from arctan(value) by a multiple of pi/4; undefined where the norm does not factor. */
export function primeAngles(value: Rational, budget: Budget): readonly PrimeAngle[] | undefined {
  budget.spend(40);
  if (bitSize(value.n) + bitSize(value.d) > 120) return undefined;
  const factors = factorSmall(value.n * value.n + value.d * value.d);
  if (factors === undefined) return undefined;
  const angles: PrimeAngle[] = [];
  for (const [prime, count] of factors) {
    if (prime === 2n) continue;
    const { over, under } = twoSquares(prime);
    // n/d is in lowest terms, so that only one of the two conjugate primes divides d + n i.
    const divides =
      (value.d * under + value.n * over) % prime === 0n && (value.n * under - value.d * over) % prime === 0n;
    angles.push({ over, under, times: divides ? count : -count });
  }
  return angles;
}

/** over^2 + under^2 = p for a prime p = 1 modulo 4, over < under (Cornacchia's algorithm). */
function twoSquares(p: bigint): { readonly over: bigint; readonly under: bigint } {
  let root = 0n;
  for (let base = 2n; (root * root + 1n) % p !== 0n; base++) root = powerModulo(base, (p - 1n) / 4n, p);
  let [high, low] = [p, root];
  while (low * low > p) [high, low] = [low, high % low];
  const rest = high % low;
  return low < rest ? { over: low, under: rest } : { over: rest, under: low };
}

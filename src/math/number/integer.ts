/** @file Whole numbers: size, roots, powers modulo a number, primes. Nothing here allocates more than its arguments need. */

/** The number of bits of |n|, or one more; 0 for 0. Cheap, for sizing only: no proof may rest on its exact value. */
export function bitSize(n: bigint): number {
  const approximate = Math.abs(Number(n));
  if (approximate < 1) return 0;
  if (approximate < Infinity) return Math.floor(Math.log2(approximate)) + 1;
  return n.toString(16).length * 4;
}

export function absolute(n: bigint): bigint {
  return n < 0n ? -n : n;
}

/** The greatest common divisor, never negative. */
export function gcd(a: bigint, b: bigint): bigint {
  let high = absolute(a);
  let low = absolute(b);
  while (low > 0n) {
    if (high <= 9007199254740991n && low <= 9007199254740991n) return gcdSmall(Number(high), Number(low));
    [high, low] = [low, high % low];
  }
  return high;
}

function gcdSmall(a: number, b: number): bigint {
  let high = a;
  let low = b;
  while (low > 0) {
    const rest = high % low;
    high = low;
    low = rest;
  }
  return BigInt(high);
}

/** The largest r with r^k <= n, for n >= 0 and k >= 1. */
export function integerRoot(n: bigint, k: number): bigint {
  if (n < 2n || k === 1) return n;
  const size = bitSize(n);
  if (size <= k) return n >> BigInt(k) > 0n ? 2n : 1n;
  // Start above the root (Newton from above falls monotonically), from a double where one can hold it.
  const excess = Math.max(0, Math.ceil((size - 1000) / k) * k);
  const start = Math.pow(Number(n >> BigInt(excess)), 1 / k) * (1 + 1e-12) + 1;
  const order = BigInt(k);
  const below = order - 1n;
  let root = (BigInt(Math.ceil(start)) + 1n) << BigInt(excess / k);
  for (;;) {
    const next = k === 2 ? (root + n / root) >> 1n : (below * root + n / root ** below) / order;
    if (next >= root) return root;
    root = next;
  }
}

/** base^exponent modulo `modulus`, for exponent >= 0; the result lies in [0, modulus). */
export function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = ((base % modulus) + modulus) % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result % modulus;
}

/** The inverse modulo a prime, or undefined for multiples of it. */
export function inverseModulo(value: bigint, prime: bigint): bigint | undefined {
  let [r0, r1] = [prime, ((value % prime) + prime) % prime];
  let [t0, t1] = [0n, 1n];
  while (r1 > 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return r0 === 1n ? ((t0 % prime) + prime) % prime : undefined;
}

const witnesses = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n];

/** Miller-Rabin with the bases that are proved sufficient below 3.3e24 (Sorenson and Webster); exact there. */
export function isPrime(n: bigint): boolean {
  if (n < 2n) return false;
  for (const small of witnesses) if (n % small === 0n) return n === small;
  let odd = n - 1n;
  let twos = 0;
  while ((odd & 1n) === 0n) {
    odd >>= 1n;
    twos++;
  }
  return witnesses.every((base) => {
    let power = powerModulo(base, odd, n);
    if (power === 1n || power === n - 1n) return true;
    for (let round = 1; round < twos; round++) {
      power = (power * power) % n;
      if (power === n - 1n) return true;
    }
    return false;
  });
}

/**
 * The prime factors of n >= 1 with their multiplicities, by trial division up to `limit`;
 * undefined where a composite part remains that has no factor below it.
 */
export function factorSmall(n: bigint, limit = 2000): ReadonlyMap<bigint, number> | undefined {
  const factors = new Map<bigint, number>();
  let rest = n;
  for (let trial = 2; trial <= limit; trial += trial === 2 ? 1 : 2) {
    const divisor = BigInt(trial);
    if (divisor * divisor > rest) break;
    let count = 0;
    while (rest % divisor === 0n) {
      rest /= divisor;
      count++;
    }
    if (count > 0) factors.set(divisor, count);
  }
  if (rest === 1n) return factors;
  if (rest > BigInt(limit) * BigInt(limit) && !(bitSize(rest) < 80 && isPrime(rest))) return undefined;
  return factors.set(rest, 1);
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bitSize, factorSmall, gcd, integerRoot, inverseModulo, isPrime, powerModulo } from "./integer.ts";

const natural = fc.bigInt({ min: 0n, max: 10n ** 60n });
const prime = (1n << 61n) - 1n;
const element = fc.bigInt({ min: 0n, max: prime - 1n });

test("a prime field: inverses invert, powers add their exponents, Fermat holds", () => {
  fc.assert(
    fc.property(element, element, fc.bigInt({ min: 0n, max: 1000n }), (a, b, k) => {
      const inverse = inverseModulo(a, prime);
      if (a === 0n) expect(inverse).toBeUndefined();
      else expect(((inverse ?? 0n) * a) % prime).toBe(1n);
      expect((powerModulo(a, k, prime) * powerModulo(a, b, prime)) % prime).toBe(powerModulo(a, k + b, prime));
      expect(powerModulo(a, prime, prime)).toBe(a);
      expect((a * (b + k)) % prime).toBe((((a * b) % prime) + ((a * k) % prime)) % prime);
    }),
    { seed: 31, numRuns: 100 },
  );
});

test("the greatest common divisor divides both and is a combination's step", () => {
  fc.assert(
    fc.property(natural, natural, (a, b) => {
      const divisor = gcd(a, b);
      expect(divisor).toBe(gcd(-b, a));
      if (divisor > 0n) {
        expect(a % divisor).toBe(0n);
        expect(b % divisor).toBe(0n);
        expect(gcd(a / divisor, b / divisor)).toBe(1n);
      } else expect(a + b).toBe(0n);
    }),
    { seed: 32, numRuns: 200 },
  );
});

test("whole roots are the largest that fit", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 400n }), fc.integer({ min: 1, max: 40 }), (n, k) => {
      const root = integerRoot(n, k);
      expect(root ** BigInt(k) <= n).toBe(true);
      expect((root + 1n) ** BigInt(k) > n).toBe(true);
    }),
    { seed: 33, numRuns: 300 },
  );
});

test("factors multiply back and are prime", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 9n }), (n) => {
      const factors = factorSmall(n);
      if (factors === undefined) return;
      let product = 1n;
      for (const [each, count] of factors) {
        expect(isPrime(each)).toBe(true);
        product *= each ** BigInt(count);
      }
      expect(product).toBe(n);
    }),
    { seed: 34, numRuns: 300 },
  );
});

describe("primes", () => {
  test.each([
    [2n, true],
    [1n, false],
    [561n, false],
    [3215031751n, false],
    [prime, true],
    [(1n << 61n) + 1n, false],
  ])("%s: %s", (n, answer) => {
    expect(isPrime(n)).toBe(answer);
  });
});

test("sizes are right or one too large", () => {
  fc.assert(
    fc.property(natural, (n) => {
      const size = n === 0n ? 0 : n.toString(2).length;
      expect(bitSize(n)).toBeGreaterThanOrEqual(size);
      expect(bitSize(n)).toBeLessThanOrEqual(size + 4);
    }),
    { seed: 35, numRuns: 200 },
  );
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addRational,
  compareRational,
  divideRational,
  floorRational,
  fromNumber,
  multiplyRational,
  negateRational,
  one,
  powerRational,
  rational,
  rootRational,
  roundRational,
  sameRational,
  showRational,
  subtractRational,
  toNumber,
  zero,
} from "./rational.ts";

const whole = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const fraction = fc.tuple(whole, fc.bigInt({ min: 1n, max: 10n ** 20n })).map(([n, d]) => rational(n, d));

test("the axioms of an ordered field hold, always in lowest terms", () => {
  fc.assert(
    fc.property(fraction, fraction, fraction, (a, b, c) => {
      expect(addRational(a, b)).toEqual(addRational(b, a));
      expect(addRational(addRational(a, b), c)).toEqual(addRational(a, addRational(b, c)));
      expect(multiplyRational(multiplyRational(a, b), c)).toEqual(multiplyRational(a, multiplyRational(b, c)));
      expect(multiplyRational(a, addRational(b, c))).toEqual(
        addRational(multiplyRational(a, b), multiplyRational(a, c)),
      );
      expect(addRational(a, zero)).toEqual(a);
      expect(multiplyRational(a, one)).toEqual(a);
      expect(addRational(a, negateRational(a))).toEqual(zero);
      const inverse = divideRational(one, a);
      if (a.n === 0n) expect(inverse).toBeUndefined();
      else expect(inverse && multiplyRational(a, inverse)).toEqual(one);
      expect(compareRational(a, b)).toBe(compareRational(addRational(a, c), addRational(b, c)));
      expect(compareRational(a, b) === 0).toBe(sameRational(a, b));
    }),
    { seed: 21, numRuns: 300 },
  );
});

test("floor and round are the integers they should be", () => {
  fc.assert(
    fc.property(fraction, (a) => {
      const below = { n: floorRational(a), d: 1n };
      expect(compareRational(below, a)).toBeLessThanOrEqual(0);
      expect(compareRational(a, addRational(below, one))).toBe(-1);
      const gap = subtractRational(a, { n: roundRational(a), d: 1n });
      expect(compareRational(multiplyRational(gap, gap), { n: 1n, d: 4n })).toBeLessThanOrEqual(0);
    }),
    { seed: 22, numRuns: 300 },
  );
  expect(roundRational({ n: -5n, d: 2n })).toBe(-3n);
});

test("roots undo powers and exist only where they are rational", () => {
  fc.assert(
    fc.property(fraction, fc.integer({ min: 1, max: 6 }), (a, k) => {
      const raised = powerRational(a, k);
      const root = raised && rootRational(raised, k);
      expect(root).toEqual(k % 2 === 0 && a.n < 0n ? negateRational(a) : a);
    }),
    { seed: 23, numRuns: 200 },
  );
  expect(rootRational({ n: 2n, d: 1n }, 2)).toBeUndefined();
  expect(rootRational({ n: -4n, d: 1n }, 2)).toBeUndefined();
});

test("doubles go there and back without loss", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
      fc.pre(value === 0 || Math.abs(value) > 1e-290);
      expect(toNumber(fromNumber(value))).toBe(value === 0 ? 0 : value);
    }),
    { seed: 24, numRuns: 200 },
  );
});

describe("showing", () => {
  test.each([
    [{ n: 3n, d: 4n }, "3/4"],
    [{ n: -2n, d: 1n }, "-2"],
    [{ n: 10n ** 80n, d: 1n }, "1.00000000000e+80... (81 characters)"],
  ])("%o", (value, shown) => {
    expect(showRational(value)).toBe(shown);
  });
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createQuantiles, restoreQuantiles, type Quantiles, type QuantilesSnapshot } from "./index.ts";

function quantilesOf(values: readonly number[], relativeError = 0.01): Quantiles {
  const quantiles = createQuantiles({ relativeError });
  for (const value of values) quantiles.push(value);
  return quantiles;
}

const value = fc.oneof(
  fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter((number) => number === 0 || Math.abs(number) > 1e-200),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 1e-250),
);

describe("createQuantiles", () => {
  test("is off by at most the stated error, at every rank", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const exact = [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? NaN;
        const off = Math.abs(quantilesOf(values).quantile(q) - exact);
        expect(off).toBeLessThanOrEqual(0.01 * Math.abs(exact) * (1 + 1e-9));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test("merging and restoring lose nothing", () => {
    fc.assert(
      fc.property(fc.array(value), fc.array(value), (first, second) => {
        const merged = restoreQuantiles(JSON.parse(JSON.stringify(quantilesOf(first).snapshot())) as QuantilesSnapshot);
        merged.merge(quantilesOf(second).snapshot());
        const together = quantilesOf([...first, ...second]);
        expect(merged.snapshot()).toEqual(together.snapshot());
        expect(merged.count).toBe(together.count);
      }),
      { seed: 2 },
    );
  });

  test("stays small", () => {
    const spread = Array.from({ length: 100_000 }, (_, index) => 1 + index);
    expect(quantilesOf(spread).snapshot().positive.length).toBeLessThan(600);
    expect(quantilesOf(spread).quantile(0.5)).toBeCloseTo(50_000, -3);
  });

  test("has nothing to say while empty, and refuses what makes no sense", () => {
    expect(createQuantiles().quantile(0.5)).toBeNaN();
    expect(() => createQuantiles().push(NaN)).toThrow("finite");
    expect(() => createQuantiles().quantile(1.1)).toThrow("from 0 to 1");
    expect(() => createQuantiles({ relativeError: 0 })).toThrow("relativeError");
    expect(() => createQuantiles().merge(createQuantiles({ relativeError: 0.1 }).snapshot())).toThrow(
      "relative error 0.01",
    );
  });
});

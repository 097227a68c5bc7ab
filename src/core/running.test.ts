import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRunning, type Running, type RunningSnapshot } from "./index.ts";

function runningOf(values: readonly number[], start?: RunningSnapshot): Running {
  const running = createRunning(start);
  for (const value of values) running.push(value);
  return running;
}

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 30 });

describe("createRunning", () => {
  test("knows a textbook example", () => {
    const { count, mean, populationVariance, sampleVariance, min, max } = runningOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect({ count, mean, populationVariance, sampleVariance, min, max }).toEqual({
      count: 8,
      mean: 5,
      populationVariance: 4,
      sampleVariance: 32 / 7,
      min: 2,
      max: 9,
    });
  });

  test("has nothing to say while empty", () => {
    const { count, ...rest } = createRunning();
    expect(count).toBe(0);
    expect([rest.mean, rest.populationVariance, rest.sampleVariance, rest.min, rest.max]).toEqual([
      NaN,
      NaN,
      NaN,
      NaN,
      NaN,
    ]);
    expect(createRunning().snapshot()).toEqual({ count: 0, mean: 0, squares: 0, min: null, max: null });
  });

  test("does not cancel for large values that lie close together", () => {
    const { sampleVariance } = runningOf([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]);
    expect(sampleVariance).toBe(30);
  });

  test("refuses what would spoil everything after it", () => {
    expect(() => createRunning().push(NaN)).toThrow("finite");
    expect(() => createRunning().push(Infinity)).toThrow("finite");
  });

  test("goes on from a snapshot that went through JSON, exactly", () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const snapshot = JSON.parse(JSON.stringify(runningOf(before).snapshot())) as RunningSnapshot;
        expect(runningOf(after, snapshot).snapshot()).toEqual(runningOf([...before, ...after]).snapshot());
      }),
      { seed: 1 },
    );
  });

  test("merging is the same as counting together, up to rounding", () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const merged = runningOf(first);
        merged.merge(runningOf(second).snapshot());
        const together = runningOf([...first, ...second]);
        expect(merged.count).toBe(together.count);
        expect([merged.min, merged.max]).toEqual([together.min, together.max]);
        const { mean, squares } = merged.snapshot();
        expect(Math.abs(mean - together.snapshot().mean)).toBeLessThan(1e-8);
        expect(Math.abs(squares - together.snapshot().squares)).toBeLessThanOrEqual(
          1e-9 * together.snapshot().squares + 1e-8,
        );
      }),
      { seed: 2 },
    );
  });
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { passAtK } from "./index.ts";

/** C(n, k) in exact arithmetic. */
function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 0; i < k; i++) result = (result * BigInt(n - i)) / BigInt(i + 1);
  return result;
}

describe("passAtK", () => {
  test.each([
    [{ samples: 1, correct: 1 }, 1, 1],
    [{ samples: 1, correct: 0 }, 1, 0],
    [{ samples: 5, correct: 2 }, 1, 0.4],
    [{ samples: 5, correct: 2 }, 2, 0.7],
    [{ samples: 5, correct: 2 }, 4, 1],
    [{ samples: 200, correct: 1 }, 100, 0.5],
    [{ samples: 10, correct: 3 }, 5, 11 / 12],
  ])("%j at k = %i is %d", (count, k, expected) => {
    expect(passAtK(count, { k })).toBeCloseTo(expected, 14);
  });

  test("agrees with the exact binomials", () => {
    const drawn = fc
      .integer({ min: 1, max: 400 })
      .chain((samples) =>
        fc.tuple(fc.constant(samples), fc.integer({ min: 0, max: samples }), fc.integer({ min: 1, max: samples })),
      );
    fc.assert(
      fc.property(drawn, ([samples, correct, k]) => {
        const all = choose(samples, k);
        const none = samples - correct < k ? 0n : choose(samples - correct, k);
        const exact = Number(((all - none) * 10n ** 18n) / all) / 1e18;
        expect(Math.abs(passAtK({ samples, correct }, { k }) - exact)).toBeLessThan(1e-12);
      }),
      { seed: 4 },
    );
  });

  test("does not overflow", () => {
    expect(passAtK({ samples: 1_000_000, correct: 500_000 }, { k: 1000 })).toBe(1);
    expect(passAtK({ samples: 1_000_000, correct: 1 }, { k: 1000 })).toBeCloseTo(0.001, 9);
  });

  test.each([
    [{ samples: 4, correct: 5 }, 1],
    [{ samples: 4, correct: -1 }, 1],
    [{ samples: 4, correct: 0.5 }, 1],
    [{ samples: 4, correct: 1 }, 5],
    [{ samples: 4, correct: 1 }, 0],
    [{ samples: 0, correct: 0 }, 1],
  ])("refuses %j at k = %i", (count, k) => {
    expect(() => passAtK(count, { k })).toThrow("passAtK: expected");
  });
});

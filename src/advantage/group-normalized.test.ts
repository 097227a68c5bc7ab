import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { abstained, failed, scored, type Score, type ScoredGroup } from "../core/index.ts";
import { groupNormalized, groupStatistics, isAdvantageFactory } from "./index.ts";

const broken = failed({ code: "GOODHART_MODEL", message: "no answer" });

function scoredGroup(scores: readonly Score[]): ScoredGroup {
  return { group: { task: { id: "t", prompt: "?", truth: null }, rollouts: scores.map(() => ({ text: "" })) }, scores };
}

function advantagesOf(scores: readonly Score[], options = {}): readonly number[] {
  return (groupNormalized(options)([scoredGroup(scores)]).groups[0] ?? []).map(({ values }) => values[0] ?? NaN);
}

const value = fc.double({ min: -100, max: 100, noNaN: true });
const score: fc.Arbitrary<Score> = fc.oneof(
  { weight: 4, arbitrary: value.map((number) => scored(number)) },
  fc.constant(abstained("undecided")),
  fc.constant(broken),
);

describe("groupNormalized", () => {
  test("is the textbook formula", () => {
    const scores = [1, 0, 0, 1].map((number) => scored(number));
    expect(advantagesOf(scores, { deviation: "population", epsilon: 0 })).toEqual([1, -1, -1, 1]);
    const sample = Math.sqrt(1 / 3);
    expect(advantagesOf(scores, { epsilon: 0 })).toEqual(
      [0.5, -0.5, -0.5, 0.5].map((difference) => difference / sample),
    );
    expect(advantagesOf(scores, { epsilon: 0.5 })[0]).toBeCloseTo(0.5 / (sample + 0.5), 12);
  });

  test("gives exact zeros where all values are the same", () => {
    expect(
      advantagesOf(
        [0.1, 0.1, 0.1].map((number) => scored(number)),
        { epsilon: 0 },
      ),
    ).toEqual([0, 0, 0]);
    expect(advantagesOf([scored(3)])).toEqual([0]);
  });

  test("leaves out what has no value, unless the projection gives it one", () => {
    const scores = [scored(1), abstained("undecided"), scored(0), broken];
    const [group = []] = groupNormalized({ deviation: "population", epsilon: 0 })([scoredGroup(scores)]).groups;
    expect(group.map(({ mask }) => mask[0])).toEqual([1, 0, 1, 0]);
    expect(group.map(({ values }) => values[0])).toEqual([1, 0, -1, 0]);
    const zeroed = advantagesOf(scores, {
      deviation: "population",
      epsilon: 0,
      projection: { abstained: 0, failed: 0 },
    });
    expect(zeroed[0]).toBeCloseTo(Math.sqrt(3), 12);
  });

  test("keeps groups and rollouts, is finite, and sums to zero over what counts", () => {
    fc.assert(
      fc.property(fc.array(fc.array(score, { maxLength: 12 }), { maxLength: 6 }), (batch) => {
        const { groups } = groupNormalized()(batch.map(scoredGroup));
        expect(groups.map((group) => group.length)).toEqual(batch.map((scores) => scores.length));
        for (const group of groups) {
          const values = group.map(({ values }) => values[0] ?? NaN);
          expect(values.every(Number.isFinite)).toBe(true);
          expect(Math.abs(values.reduce((sum, number) => sum + number, 0))).toBeLessThan(1e-6);
        }
      }),
      { seed: 1 },
    );
  });

  test("does not change when all values are shifted and stretched", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2 }),
        fc.integer({ min: 1, max: 9 }),
        (values, factor) => {
          const plain = advantagesOf(
            values.map((number) => scored(number)),
            { epsilon: 0 },
          );
          const bent = advantagesOf(
            values.map((number) => scored(7 + factor * number)),
            { epsilon: 0 },
          );
          plain.forEach((number, index) => expect(bent[index]).toBeCloseTo(number, 9));
        },
      ),
      { seed: 2 },
    );
  });

  test("follows a permutation of the rollouts", () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 12 }), (scores) => {
        const turned = advantagesOf(scores.toReversed()).toReversed();
        advantagesOf(scores).forEach((number, index) => expect(turned[index]).toBeCloseTo(number, 9));
      }),
      { seed: 3 },
    );
  });

  test("knows itself, and refuses bad options by name", () => {
    const advantage = groupNormalized({ epsilon: 0.5, projection: { failed: 0 } });
    expect(advantage.name).toBe("groupNormalized");
    expect(advantage.spec).toEqual({
      advantage: "groupNormalized",
      version: 1,
      epsilon: 0.5,
      projection: { failed: 0 },
    });
    expect(groupNormalized.aliases).toContain("grpo");
    expect(isAdvantageFactory(groupNormalized)).toBe(true);
    expect(isAdvantageFactory(advantage)).toBe(false);
    expect(() => groupNormalized({ epsilon: -1 })).toThrow('advantage "groupNormalized": epsilon');
    expect(() => groupNormalized({ deviation: "biased" as "sample" })).toThrow("deviation");
    expect(() => groupNormalized({ projection: { failed: NaN } })).toThrow("projection.failed");
  });
});

describe("groupStatistics", () => {
  test.each([
    [[1, 2, 3, 4], "sample", 2.5, Math.sqrt(5 / 3)],
    [[1, 2, 3, 4], "population", 2.5, Math.sqrt(5 / 4)],
    [[1, null, 1], "sample", 1, 0],
    [[null], "sample", NaN, NaN],
  ] as const)("%j, %s", (values, deviation, mean, spread) => {
    expect(groupStatistics(values, { deviation })).toEqual({
      count: values.filter((item) => item !== null).length,
      mean,
      deviation: spread,
    });
  });
});

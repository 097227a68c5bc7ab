import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contractChecks } from "../../testing/index.ts";
import { inAWord, scoreOne } from "./_score-one.ts";
import { ranking, type RankingOptions } from "./ranking.ts";

const task = { metadata: { candidates: 6 } };
const said = async (truth: unknown, text: string, options: RankingOptions = {}) =>
  inAWord(await scoreOne(ranking(options), truth, text, { task }));
const valueOf = async (truth: unknown, list: readonly unknown[], options: RankingOptions = {}) => {
  const score = await scoreOne(ranking(options), truth, JSON.stringify(list), { task });
  return score.status === "scored" ? score.value : NaN;
};

test.each([
  ["full", [3, 5], "So: [5, 3, 1, 2, 4, 6]", "1"],
  ["ids as text", ["a", "b"], '["b", "a", "c"]', "1"],
  ["zero", [3], "[1, 2, 4]", "0"],
  ["second place", [3], "[1, 3]", `${Number((1 / Math.log2(3)).toFixed(6))}`],
  ["empty list", [3], "[]", "0"],
  ["no list", [3], "3", "0 malformed"],
  ["objects", [3], '[{"id": 3}]', "0 malformed"],
  ["empty", [3], "", "0 malformed"],
  ["malformed truth", "3", "[3]", "failed GOODHART_TRUTH"],
  ["nothing relevant", {}, "[3]", "failed GOODHART_TRUTH"],
  ["no truth", null, "[3]", "abstained no-truth"],
])("%s", async (_, truth, text, expected) => expect(await said(truth, text)).toBe(expected));

test("MM-R5: one over the cube of the place, over the best there can be", async () => {
  expect(await valueOf([3, 5], [3, 1, 5], { metric: "cubic" })).toBeCloseTo((1 + 1 / 27) / (1 + 1 / 8), 12);
  expect(await valueOf([3, 5], [3], { metric: "cubic" })).toBeCloseTo(1 / (1 + 1 / 8), 12);
  expect(await valueOf([3, 5], [5, 3, 1, 2, 4, 6], { metric: "cubic", format: true })).toBeCloseTo(2, 12);
  // four of six, one of them unknown
  expect(await valueOf([3], [3, 1, 2, 9], { metric: "cubic", format: true })).toBeCloseTo(1 + (4 / 6) * (3 / 4), 12);
});

test("graded gains and a cut", async () => {
  // DCG 3 + 2 / log2(3) + 1 / 2 is the best; this order has 2 + 3 / log2(3) + 1 / 2
  const best = 3 + 2 / Math.log2(3) + 0.5;
  expect(await valueOf({ a: 3, b: 2, c: 1 }, ["b", "a", "c"])).toBeCloseTo((2 + 3 / Math.log2(3) + 0.5) / best, 12);
  expect(await valueOf({ a: 1, b: 1 }, ["c", "a", "b"], { top: 1 })).toBe(0);
  expect(await valueOf({ a: 1, b: 1 }, ["a", "c", "b"], { top: 1 })).toBe(1);
});

test("a repeated id takes no place and costs format", async () => {
  const again = [3, 3, 3, 3, 3, 3];
  expect(await valueOf([3], again, { format: true, repeats: "published" })).toBe(2);
  expect(await valueOf([3], again, { format: true })).toBeCloseTo(1 + 1 / 6, 12);
  expect(await valueOf([3, 5], [3, 3, 3, 5])).toBe(1);
  expect(await valueOf([3], [3, 3, 3, 3, 3, 3])).toBeLessThanOrEqual(1);
});

test("format without candidates fails", async () => {
  expect(inAWord(await scoreOne(ranking({ format: true }), [3], "[3]"))).toBe("failed GOODHART_TRUTH");
});

describe("every metric", () => {
  const order = fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6 });
  const relevant = fc.subarray([1, 2, 3, 4, 5, 6], { minLength: 1, maxLength: 5 });
  test("is 1 exactly where the relevant lead, and rises where one of them moves up", async () => {
    const metric = fc.constantFrom("ndcg" as const, "cubic" as const, "reciprocal" as const);
    await fc.assert(
      fc.asyncProperty(order, relevant, metric, async (list, truth, name) => {
        const value = await valueOf(truth, list, { metric: name });
        const lead = list.slice(0, truth.length).every((one) => truth.includes(one));
        expect(value > 1 - 1e-12).toBe(lead);
        const at = list.findIndex((one, index) => !truth.includes(one) && truth.includes(list[index + 1] ?? 0));
        if (at === -1) return;
        const better = list.with(at, list[at + 1] ?? 0).with(at + 1, list[at] ?? 0);
        expect(await valueOf(truth, better, { metric: name })).toBeGreaterThan(value);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

const groups = [[3, 5], { 1: 2, 2: 0.5 }].map((truth, index) => ({
  task: { id: `${index}`, prompt: "?", truth, metadata: { candidates: 6 } },
  rollouts: ["[3, 5, 1, 2, 4, 6]", "[1, 1]", "[]", ""].map((text) => ({ text })),
}));
for (const options of [{}, { metric: "cubic", format: true }] satisfies RankingOptions[]) {
  test.each(contractChecks(ranking(options), { groups }))("contract: $name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
}

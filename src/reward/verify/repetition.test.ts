import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contractChecks } from "../../testing/index.ts";
import { inAWord, scoreOne } from "./_score-one.ts";
import { distinctWindows } from "./_windows.ts";
import { repetition, type RepetitionOptions } from "./repetition.ts";

const said = async (text: string, options: RepetitionOptions = {}) =>
  inAWord(await scoreOne(repetition(options), null, text));

test.each([
  ["a b c d", { size: 2 }, "1"],
  ["a b a b a", { size: 2 }, "0.5"],
  ["A a a A a", { size: 1 }, "0.2"],
  ["a b a b a", { size: 2, maxPenalty: -2 }, "-1"],
  ["a b c", { size: 3, maxPenalty: -2 }, "0"],
  ["too short", { size: 20 }, "1"],
  ["", { size: 1 }, "1"],
  ["aaaa", { size: 2, unit: "characters" }, "0.333333"],
  ["text", { unit: "tokens" }, "abstained no-tokens"],
] as const)("%j under %j", async (text, options, expected) => expect(await said(text, options)).toBe(expected));

test("tokens are those that came along", async () => {
  const rollout = { tokens: { ids: [7, 8, 7, 8, 7] } };
  expect(inAWord(await scoreOne(repetition({ unit: "tokens", size: 2 }), null, "", { rollout }))).toBe("0.5");
});

test("property: runs are counted as by writing each one out", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 12 }),
      (units, size) => {
        const runs = new Set<string>();
        for (let i = 0; i + size <= units.length; i++) runs.add(units.slice(i, i + size).join());
        expect(distinctWindows(units, size)).toBe(runs.size);
      },
    ),
    { seed: 7, numRuns: 2000 },
  );
});

test("a penalty above zero is refused", () => expect(() => repetition({ maxPenalty: 1 })).toThrow(/maxPenalty/));

const rollouts = ["a b a b a", "a b c", ""].map((text) => ({ text }));
const groups = [{ task: { id: "1", prompt: "?", truth: null }, rollouts }];
test.each(contractChecks(repetition({ size: 2, maxPenalty: -1 }), { groups }))("contract: $name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

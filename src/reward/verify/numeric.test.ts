import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contractChecks } from "../../testing/index.ts";
import { inAWord, scoreOne } from "./_score-one.ts";
import { numeric, type NumericOptions } from "./numeric.ts";

const said = async (truth: unknown, text: string, options: NumericOptions = {}) =>
  inAWord(await scoreOne(numeric(options), truth, text));

test.each([
  ["integer", 42, "The answer is 42.", "1 equal"],
  ["thousands", 1234.5, "#### 1,234.50", "1 equal"],
  ["scientific", "1.5e-3", "Answer: 1.5 \\times 10^{-3}", "1 equal"],
  ["fraction", 0.75, "\\boxed{\\frac{3}{4}}", "1 equal"],
  ["negative fraction", -0.75, "\\boxed{-\\frac{3}{4}}", "1 equal"],
  ["plain fraction", "3/4", "Answer: 3/4", "1 equal"],
  ["percent", 0.5, "Answer: 50%", "1 equal"],
  ["currency", 18, "\\boxed{\\$18}", "1 equal"],
  ["unit", 3, "The answer is 3 metres.", "1 equal"],
  ["name", 3, "\\boxed{x = 3}", "1 equal"],
  ["minus sign", -5, "Answer: −5", "1 equal"],
  ["what stands last", 7, "She has 7 eggs.", "1 equal"],
  ["any of several", [1, 2], "Answer: 2", "1 equal"],
  ["zero", 42, "The answer is 43.", "0 different"],
  ["words", 42, "The answer is many.", "0 no-number"],
  ["two numbers", 42, "\\boxed{42} or \\boxed{43}", "0 hedged"],
  ["twice the same", 42, "\\boxed{42} or \\boxed{42.0}", "1 equal"],
  ["division by zero", 42, "\\boxed{\\frac{42}{0}}", "0 no-number"],
  ["huge exponent", 42, "Answer: 1e9999", "0 no-number"],
  ["nothing", 42, "", "0 no-answer"],
  ["open box", 42, "\\boxed{42", "abstained truncated"],
  ["truth in words", "many", "42", "failed GOODHART_TRUTH"],
  ["endless truth", Infinity, "42", "failed GOODHART_TRUTH"],
  ["no truth", null, "42", "abstained no-truth"],
])("%s", async (_, truth, text, expected) => expect(await said(truth, text)).toBe(expected));

test.each([
  [{ kind: "absolute", value: 0.1 }, 0.2, "0.3", "1 equal"],
  [{ kind: "absolute", value: 0.1 }, 0.2, "0.3000000000000001", "0 different"],
  [{ kind: "relative", value: 0.01 }, 200, "202", "1 equal"],
  [{ kind: "relative", value: 0.01 }, 200, "202.0001", "0 different"],
  [{ kind: "relative", value: 0.01 }, 0, "0.0001", "0 different"],
  [{ kind: "decimals", value: 2 }, 2.71849, "2.72", "1 equal"],
  [{ kind: "decimals", value: 2 }, 2.71849, "2.73", "0 different"],
  [{ kind: "decimals", value: 1 }, -0.25, "-0.3", "1 equal"],
  [{ kind: "significant", value: 3 }, 123_456, "123000", "1 equal"],
  [{ kind: "significant", value: 3 }, 0.012345, "0.0123", "1 equal"],
  [{ kind: "significant", value: 3 }, 0.012345, "0.0124", "0 different"],
] as const)("tolerance %j: %d against %s", async (tolerance, truth, answer, expected) =>
  expect(await said(truth, `Answer: ${answer}`, { tolerance })).toBe(expected),
);

test("property: an absolute tolerance is exact for decimals", async () => {
  const hundredths = fc.integer({ min: -100_000, max: 100_000 });
  await fc.assert(
    fc.asyncProperty(hundredths, hundredths, fc.integer({ min: 1, max: 100_000 }), async (a, t, tolerance) => {
      const show = (value: number) => `${value < 0 ? "-" : ""}${(Math.abs(value) / 100).toFixed(2)}`;
      const outcome = await said(show(t), `Answer: ${show(a)}`, {
        tolerance: { kind: "absolute", value: tolerance / 100 },
      });
      expect(outcome).toBe(Math.abs(a - t) <= tolerance ? "1 equal" : "0 different");
    }),
    { seed: 7, numRuns: 500 },
  );
});

test("a wrong tolerance is refused by name", () => {
  expect(() => numeric({ tolerance: { kind: "absolute", value: -1 } })).toThrow(/tolerance/);
});

const rollouts = ["42", "\\boxed{43}", "", "many"].map((text) => ({ text }));
const groups = [{ task: { id: "1", prompt: "?", truth: 42 }, rollouts }];
test.each(contractChecks(numeric(), { groups }))("contract: $name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

import { expect, test } from "vitest";
import { contractChecks } from "../../testing/index.ts";
import { inAWord, scoreOne } from "./_score-one.ts";
import { math, type MathOptions } from "./math.ts";

const said = async (truth: unknown, text: string, options: MathOptions = {}, rollout = {}) =>
  inAWord(await scoreOne(math(options), truth, text, { rollout }));

test.each([
  ["box", "\\frac{3}{4}", "So it is \\boxed{0.75}.", "1 equal"],
  ["phrase", "\\frac{3}{4}", "The final answer is $\\frac{6}{8}$. I hope it is correct.", "1 equal"],
  ["phrase within a phrase", "5", "Final Answer: The final answer is $5$. I hope it is correct.", "1 equal"],
  ["denied", "5", "First $3$. Then the answer is not $5$", "0 no-answer"],
  ["base asked for", "4210_5", "\\boxed{2323_6}", "0 different"],
  ["tag", "x+1", "<think>x</think><answer>1 + x</answer>", "1 equal"],
  ["hash mark", 42, "#### 42", "1 equal"],
  ["any of several", ["1", "2"], "\\boxed{2}", "1 equal"],
  ["guess", "7", "Therefore, Hillary has 7 nickels.", "1 equal"],
  ["zero", "5", "\\boxed{6}", "0 different"],
  ["not the first box", "5", "This is \\boxed{5}. Times two, it makes \\boxed{10}.", "0 different"],
  ["no answer", "5", "I do not know.", "0 no-answer"],
  ["empty", "5", "", "0 no-answer"],
  ["empty box", "5", "\\boxed{5} \\boxed{}", "0 no-answer"],
  ["open box", "5", "\\boxed{5}, so \\boxed{5", "abstained truncated"],
  ["about to open", "5", "\\boxed{5} and \\boxed", "abstained truncated"],
  ["power tower", "5", "\\boxed{9^{9^{9^{9}}}}", "abstained undecided"],
  ["no truth", undefined, "\\boxed{5}", "abstained no-truth"],
  ["unreadable truth", "\\frac{1}{", "\\boxed{5}", "failed GOODHART_TRUTH"],
  ["blank truth", " ", "\\boxed{5}", "failed GOODHART_TRUTH"],
  ["malformed truth", { value: 5 }, "\\boxed{5}", "failed GOODHART_TRUTH"],
])("%s", async (_, truth, text, expected) => expect(await said(truth, text)).toBe(expected));

test.each([
  ["two boxes", "6", "\\boxed{5}, \\boxed{6}", "0 hedged"],
  ["many boxes", "6", Array.from({ length: 40 }, (_, i) => `\\boxed{${i}}`).join(" "), "0 hedged"],
  ["doubt", "6", "The answer is 5 or maybe 6.", "0 hedged"],
  ["twice the same in other words", "1/2", "\\boxed{\\frac{1}{2}} or \\boxed{0.5}", "1 equal"],
  ["the parts of the truth", "1, 3", "\\boxed{1} and \\boxed{3}", "1 equal"],
  ["a part too many", "1, 3", "\\boxed{1}, \\boxed{3}, \\boxed{4}", "0 hedged"],
  ["who corrects himself does not hedge", "6", "It is \\boxed{5}. Wait, no: \\boxed{6}.", "1 equal"],
])("hedges: %s", async (_, truth, text, expected) => expect(await said(truth, text)).toBe(expected));

test("what hedging earns is a matter of policy", async () => {
  const text = "\\boxed{5}, \\boxed{6}";
  expect(await said("6", text, { hedge: "last" })).toBe("1 equal");
  expect(await said("6", text, { hedge: "first" })).toBe("0 different");
  expect(await said("5", text, { hedge: "first" })).toBe("1 equal");
  expect(await said("5", text, { hedge: "any" })).toBe("1 equal");
  expect(await said("7", text, { hedge: "any" })).toBe("0 different");
});

test.each([
  [1e-3, "\\pi", "3.1416", "1 equal"],
  [1e-6, "\\pi", "3.1416", "0 different"],
  [{ decimals: 2 }, "\\pi", "3.14", "1 equal"],
  [{ significant: 3 }, "\\pi", "3.14", "1 equal"],
  [{ absolute: 0.01 }, "\\pi", "3.14", "1 equal"],
  [undefined, "\\pi", "3.14", "0 different"],
] as const)("tolerance %j: %s against %s", async (tolerance, truth, answer, expected) => {
  expect(await said(truth, `\\boxed{${answer}}`, tolerance === undefined ? {} : { tolerance })).toBe(expected);
});

test("a truth may bring its unit and tolerance", async () => {
  expect(await said({ answer: 5, unit: "km" }, "\\boxed{5000 \\text{ m}}")).toBe("1 equal");
  expect(await said({ answer: 5, unit: "km" }, "\\boxed{5 \\text{ m}}")).toBe("0 different");
  expect(await said({ answer: "\\pi", tolerance: { decimals: 2 } }, "\\boxed{3.14}")).toBe("1 equal");
});

test("a truth may be a worked solution", async () => {
  const gsm = "She sells 16 - 3 - 4 = <<16-3-4=9>>9 eggs.\n#### 18";
  const competition = "Hence there are $\\boxed{2}$ asymptotes.";
  expect(await said(gsm, "\\boxed{18}", { truthFrom: "solution" })).toBe("1 equal");
  expect(await said(gsm, "\\boxed{18}", { truthFrom: "auto" })).toBe("1 equal");
  expect(await said(competition, "\\boxed{2}", { truthFrom: "auto" })).toBe("1 equal");
  expect(await said("18", "\\boxed{18}", { truthFrom: "auto" })).toBe("1 equal");
  expect(await said("no answer in here", "\\boxed{18}", { truthFrom: "solution" })).toBe("failed GOODHART_TRUTH");
});

test("cut off, unclosed and unread are told apart", async () => {
  expect(await said("7", "Then she has 7", {}, { finish: "length" })).toBe("abstained truncated");
  expect(await said("7", "Then she has 7", { truncated: "incorrect" }, { finish: "length" })).toBe("0 truncated");
  expect(await said("7", "\\boxed{7} and then", {}, { finish: "length" })).toBe("1 equal");
  expect(await said("7", "\\boxed{7", {}, { finish: "stop" })).toBe("0 unclosed");
  expect(await said("7", "\\boxed{\\frac{1}}", { unread: "incorrect" })).toBe("0 unread");
  expect(await said("7", "\\boxed{\\frac{1}}")).toBe("abstained unread");
});

test("a strict place takes the answer from nowhere else", async () => {
  const extract = { strict: { place: "boxed" } } as const;
  expect(await said("7", "The answer is 7.", { extract })).toBe("0 no-answer");
});

test("evidence tells where the answer was, which rule decided and what proves it", async () => {
  const score = await scoreOne(math(), "5", "So it is \\boxed{6}.");
  expect(score.evidence?.map(({ kind, note }) => [kind, note])).toEqual([
    ["extraction", "boxed: 6"],
    ["comparison", "other-number: 6 ≠ 5"],
    ["witness", "5 against 6"],
  ]);
  expect(score.evidence?.[0]?.span).toEqual([16, 17]);
  expect(score.cost?.work).toBeGreaterThan(0);
});

test.each([
  [{ tolerance: -1 }, /tolerance/],
  [{ policy: { unit: "ignored" } }, /policy/],
  [{ hedges: "any" }, /hedges/],
])("the options %j are refused by name", (options, message) => {
  expect(() => math(options as MathOptions)).toThrow(message);
});

const rollouts = ["\\boxed{5}", "\\boxed{6}", "", "\\boxed{5}, \\boxed{6}", "\\boxed{"].map((text) => ({ text }));
const groups = [
  { task: { id: "1", prompt: "?", truth: "5" }, rollouts },
  { task: { id: "2", prompt: "?", truth: { answer: "5", unit: "km" } }, rollouts },
];
test.each(contractChecks(math(), { groups }))("contract: $name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

import { expect, test } from "vitest";
import { contractChecks } from "../../testing/index.ts";
import { inAWord, scoreOne } from "./_score-one.ts";
import { choice, type ChoiceOptions } from "./choice.ts";

const cities = ["Paris", "London", "Rome", "A town in Spain"];
const said = async (truth: unknown, text: string, options: ChoiceOptions = {}) =>
  inAWord(await scoreOne(choice(options), truth, text));

test.each([
  ["phrase", "B", "So the answer is (B).", "1 equal"],
  ["box", "B", "\\boxed{\\text{B}}", "1 equal"],
  ["bracket", "B", "Answer: B) London", "1 equal"],
  ["option", "B", "The correct answer is option B", "1 equal"],
  ["with text", "B", "The answer is B: London", "1 equal"],
  ["last line", "B", "London it is.\n\n**B**", "1 equal"],
  ["tag", "(b)", "<answer>B</answer>", "1 equal"],
  ["lower case", "B", "Answer: b", "1 equal"],
  ["reason follows", "B", "The answer is B because A is too small", "1 equal"],
  ["zero", "B", "The answer is C.", "0 different"],
  ["either", ["A", "B"], "The answer is B.", "1 equal"],
  ["two letters", "B", "The answer is A or B.", "0 hedged"],
  ["all letters", "B", "The answer is A, B, C, D.", "0 hedged"],
  ["two boxes", "B", "\\boxed{A} or \\boxed{B}", "0 hedged"],
  ["doubt", "B", "The answer is A or maybe B.", "0 hedged"],
  ["an article is no letter", "A", "The answer is a town.", "0 no-letter"],
  ["no letter", "B", "The answer is 42.", "0 no-letter"],
  ["nothing", "B", "", "0 no-answer"],
  ["empty box", "B", "\\boxed{A} \\boxed{}", "0 no-answer"],
  ["open box", "B", "\\boxed{B", "abstained truncated"],
  ["malformed truth", "between", "B", "failed GOODHART_TRUTH"],
  ["no truth", undefined, "B", "abstained no-truth"],
])("%s", async (_, truth, text, expected) => expect(await said(truth, text)).toBe(expected));

test.each([
  ["text of an option", "B", "The answer is London.", "1 equal"],
  ["truth by text", "London", "Answer: B", "1 equal"],
  ["truth by index", 1, "Answer: B", "1 equal"],
  ["letter against text", "B", "The answer is B: Paris", "0 hedged"],
  ["letter and its text", "D", "The answer is D. A town in Spain", "1 equal"],
  ["index outside", 7, "Answer: B", "failed GOODHART_TRUTH"],
])("with the options' texts: %s", async (_, truth, text, expected) =>
  expect(await said(truth, text, { choices: cities })).toBe(expected),
);

test("the texts may come with the task", async () => {
  const score = await scoreOne(choice(), "B", "The answer is London.", { task: { metadata: { choices: cities } } });
  expect(inAWord(score)).toBe("1 equal");
});

test("what several letters earn is a matter of policy", async () => {
  const text = "The answer is A or B.";
  expect(await said("B", text, { hedge: "first" })).toBe("0 different");
  expect(await said("B", text, { hedge: "last" })).toBe("1 equal");
  expect(await said("A", text, { hedge: "any" })).toBe("1 equal");
});

test("a cut-off answer is told from one that was never given", async () => {
  const cut = { rollout: { finish: "length" as const } };
  expect(inAWord(await scoreOne(choice(), "B", "Let us see", cut))).toBe("abstained truncated");
  expect(inAWord(await scoreOne(choice({ truncated: "incorrect" }), "B", "Let us see", cut))).toBe("0 truncated");
  expect(inAWord(await scoreOne(choice(), "B", "\\boxed{B", { rollout: { finish: "stop" } }))).toBe("0 unclosed");
});

const rollouts = ["(B)", "The answer is C", "", "A or B"].map((text) => ({ text }));
const groups = [{ task: { id: "1", prompt: "?", truth: "B" }, rollouts }];
test.each(contractChecks(choice(), { groups }))("contract: $name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

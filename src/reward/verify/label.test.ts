import { describe, expect, test } from "vitest";
import { contractChecks } from "../../testing/index.ts";
import { inAWord, scoreOne } from "./_score-one.ts";
import { label, type LabelOptions } from "./label.ts";

const said = async (truth: unknown, text: string, options: LabelOptions = {}) =>
  inAWord(await scoreOne(label(options), truth, text));

test.each([
  ["full", "sea lion", "<answer>Sea_Lion</answer>", "1 equal"],
  ["nothing declared", "sea lion", "sea-lion.", "1 equal"],
  ["any of several", ["seal", "sea lion"], "Answer: seal", "1 equal"],
  ["zero", "sea lion", "<answer>walrus</answer>", "0 different"],
  ["part", "sea lion", "<answer>lion</answer>", "0 different"],
  ["two answers", "seal", "<answer>seal</answer> <answer>walrus</answer>", "0 no-answer"],
  ["empty", "seal", "", "0 no-answer"],
  ["empty answer", "seal", "<answer></answer>", "0 no-answer"],
  ["malformed truth", { a: 1 }, "seal", "failed GOODHART_TRUTH"],
  ["no truth", null, "seal", "abstained no-truth"],
])("%s", async (_, truth, text, expected) => expect(await said(truth, text)).toBe(expected));

test("equality wants the label and nothing else", async () => {
  expect(await said("seal", " Seal ", { mode: "equality" })).toBe("1 equal");
  expect(await said("seal", "<answer>seal</answer>", { mode: "equality" })).toBe("0 different");
  expect(await said("seal", "It is a seal", { mode: "equality" })).toBe("0 different");
});

describe("substring mode", () => {
  const labels = ["seal", "sea lion", "lion", "walrus"];
  const options: LabelOptions = { mode: "substring", labels };
  test.each([
    ["inside a sentence", "seal", "It looks like a seal to me", "1 contained"],
    ["not inside a word", "seal", "It is sealed", "0 different"],
    ["an empty answer", "seal", "", "0 no-answer"],
    ["blank in tags", "seal", "<answer> </answer>", "0 no-answer"],
    ["part of the label", "sea lion", "lion", "0 different"],
    ["the longer label holds a shorter one", "sea lion", "a sea lion", "1 contained"],
    ["the shorter one in a longer one", "lion", "a sea lion", "0 hedged"],
    ["all labels", "seal", "seal, sea lion, lion, walrus", "0 hedged"],
  ])("%s", async (_, truth, text, expected) => expect(await said(truth, text, options)).toBe(expected));

  test("warns, and without the labels lets a list of all pass", async () => {
    const score = await scoreOne(label({ mode: "substring" }), "seal", labels.join(", "));
    expect(inAWord(score)).toBe("1 contained");
    expect(score.evidence).toContainEqual(expect.objectContaining({ kind: "warning" }));
  });

  test("takes the labels from the task's metadata", async () => {
    const task = { metadata: { labels } };
    expect(inAWord(await scoreOne(label({ mode: "substring" }), "seal", labels.join(", "), { task }))).toBe("0 hedged");
  });
});

const groups = [
  { task: { id: "1", prompt: "?", truth: "seal" }, rollouts: [{ text: "seal" }, { text: "a seal" }, { text: "" }] },
];
for (const mode of ["extracted", "equality", "substring"] as const) {
  test.each(contractChecks(label({ mode }), { groups }))(`contract, ${mode}: $name`, async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
}

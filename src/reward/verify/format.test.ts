import { expect, test } from "vitest";
import { contractChecks } from "../../testing/index.ts";
import { inAWord, scoreOne } from "./_score-one.ts";
import { format, type FormatOptions } from "./format.ts";

const said = async (text: string, options: FormatOptions = {}) => inAWord(await scoreOne(format(options), null, text));
const good = "<think>Two and two.</think>\n<answer>4</answer>";

test.each([
  ["full", good, "1 well-formed"],
  ["space around", `\n${good}\n`, "1 well-formed"],
  ["no tags", "4", "0 tags"],
  ["empty", "", "0 tags"],
  ["open", "<think>Two</think><answer>4", "0 tags"],
  ["twice", `${good}${good}`, "0 tags"],
  ["wrong order", "<answer>4</answer><think>x</think>", "0 order"],
  ["one inside the other", "<think>x<answer>4</think></answer>", "0 order"],
  ["closed before opened", "</think>x<think><answer>4</answer>", "0 order"],
  ["text outside", `So: ${good}`, "0 outside"],
  ["text between", "<think>x</think> so <answer>4</answer>", "0 outside"],
  ["text after", `${good} Bye.`, "0 outside"],
  ["empty answer", "<think>x</think><answer> </answer>", "0 content"],
  ["other case", "<Think>x</Think><answer>4</answer>", "0 tags"],
])("%s", async (_, text, expected) => expect(await said(text)).toBe(expected));

test("options loosen the rules", async () => {
  expect(await said(`So: ${good}`, { outside: "allowed" })).toBe("1 well-formed");
  expect(await said("<think></think><answer>4</answer>", { empty: "allowed" })).toBe("1 well-formed");
  expect(await said("Two.</think><answer>4</answer>", { firstOpening: "optional" })).toBe("1 well-formed");
  expect(await said("Two.</think><answer>4</answer>")).toBe("0 tags");
  expect(await said("<plan>x</plan><code>y</code><test>z</test>", { tags: ["plan", "code", "test"] })).toBe(
    "1 well-formed",
  );
});

test("headings must occur in order", async () => {
  const options = { tags: [], sections: ["Plan", "Result"] };
  expect(await said("## Plan\nx\n**Result:**\ny", options)).toBe("1 well-formed");
  expect(await said("Result:\ny\nPlan:\nx", options)).toBe("0 sections");
  expect(await said("The plan is the result", options)).toBe("0 sections");
});

test("each rule is a part, and shares can be paid", async () => {
  const score = await scoreOne(format({ credit: "share" }), null, `So: ${good}`);
  expect(inAWord(score)).toBe("0.75 outside");
  expect(Object.entries(score.parts ?? {}).map(([name, part]) => [name, inAWord(part)])).toEqual([
    ["tags", "1"],
    ["order", "1"],
    ["outside", "0"],
    ["content", "1"],
  ]);
});

test("a tag's name must be one", () => expect(() => format({ tags: ["a>b"] })).toThrow(/tags/));

const rollouts = [good, "4", ""].map((text) => ({ text }));
const groups = [{ task: { id: "1", prompt: "?", truth: null }, rollouts }];
test.each(contractChecks(format({ credit: "share" }), { groups }))("contract: $name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

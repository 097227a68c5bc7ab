import { expect, test } from "vitest";
import { contractChecks } from "../../testing/index.ts";
import { inAWord, scoreOne } from "./_score-one.ts";
import { length, type LengthOptions } from "./length.ts";

const said = async (text: string, options: LengthOptions) => inAWord(await scoreOne(length(options), null, text));

test.each([
  ["one two three", { max: 3 }, "1 in-range"],
  ["one two three four", { max: 3 }, "0 too-long"],
  ["one two three four", { max: 3, falloff: 4 }, "0.75 too-long"],
  ["one", { min: 3, falloff: 4 }, "0.5 too-short"],
  ["", { min: 1 }, "0 too-short"],
  ["one two", { target: 4, falloff: 4 }, "0.5 too-short"],
  ["one two three four", { target: 4 }, "1 in-range"],
  ["é😀", { unit: "characters", target: 2 }, "1 in-range"],
  ["因为 therefore 所以", { target: 5 }, "1 in-range"],
  ["some text", { unit: "tokens", max: 3 }, "abstained no-tokens"],
] as const)("%j under %j", async (text, options, expected) => expect(await said(text, options)).toBe(expected));

test("tokens are those that came along", async () => {
  const rollout = { tokens: { ids: [1, 2, 3, 4] } };
  expect(inAWord(await scoreOne(length({ unit: "tokens", max: 3 }), null, "", { rollout }))).toBe("0 too-long");
});

test.each([[{}], [{ target: 3, max: 4 }], [{ min: 4, max: 3 }], [{ max: -1 }]])("%j is refused", (options) => {
  expect(() => length(options)).toThrow(/length/);
});

const groups = [
  { task: { id: "1", prompt: "?", truth: null }, rollouts: [{ text: "one two" }, { text: "one" }, { text: "" }] },
];
test.each(contractChecks(length({ target: 2, falloff: 2 }), { groups }))("contract: $name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

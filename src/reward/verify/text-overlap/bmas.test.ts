import { expect, test } from "vitest";
import { contractChecks } from "../../../testing/index.ts";
import { inAWord, scoreOne } from "../_score-one.ts";
import { bmas } from "./index.ts";

/** Words as directions of their own, but for dog and hound, which are near. */
const directions: ReadonlyMap<string, readonly number[]> = new Map([
  ["dog", [1, 0, 0, 0]],
  ["hound", [0.8, 0.6, 0, 0]],
  ["runs", [0, 0, 1, 0]],
  ["far", [0, 0, 0, 2]],
]);
const embed = (text: string) =>
  text.split(" ").flatMap((word) => {
    const direction = directions.get(word);
    return direction === undefined ? [] : [direction];
  });

const said = async (truth: unknown, text: string) => inAWord(await scoreOne(bmas(embed), truth, text));

test.each([
  ["itself", "dog runs far", "dog runs far", "1"],
  ["any order", "dog runs far", "far dog runs", "1"],
  ["near words", "dog", "hound", "0.8"],
  ["nothing alike", "dog", "runs", "0"],
  ["one word copied does not earn all", "dog runs far", "dog dog dog", "0.666667"],
  ["the best of several", ["far", "dog"], "hound", "0.8"],
  ["no token", "dog", "", "0"],
  ["malformed truth", { a: 1 }, "dog", "failed GOODHART_TRUTH"],
  ["no truth", null, "dog", "abstained no-truth"],
])("%s", async (_, truth, text, expected) => expect(await said(truth, text)).toBe(expected));

test("it is symmetric", async () => {
  expect(await said("dog runs", "hound far dog")).toBe(await said("hound far dog", "dog runs"));
});

test("vectors of two lengths fail", async () => {
  const odd = bmas((text) => [text.length > 3 ? [1, 0] : [1]]);
  expect(inAWord(await scoreOne(odd, "long", "dog"))).toBe("failed GOODHART_REWARD");
});

const groups = [
  {
    task: { id: "1", prompt: "?", truth: "dog runs" },
    rollouts: [{ text: "hound runs" }, { text: "far" }, { text: "" }],
  },
];
test.each(contractChecks(bmas(embed), { groups }))("contract: $name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

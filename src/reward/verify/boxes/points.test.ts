import { expect, test } from "vitest";
import { contractChecks } from "../../../testing/index.ts";
import { inAWord, scoreOne } from "../_score-one.ts";
import { points, type PointsOptions } from "./index.ts";

const said = async (truth: unknown, text: string, options: PointsOptions = {}) =>
  inAWord(await scoreOne(points(options), truth, text));

const button = [100, 40, 160, 60];
const both = [button, [0, 0, 10, 10]];

test.each([
  ["inside", button, "[120, 52]", "1 hit"],
  ["on the edge", button, "[160, 60]", "1 hit"],
  ["outside", button, "[161, 60]", "0 missed"],
  ["in an action", button, '{"action": "click", "coordinate": [120, 52]}', "1 hit"],
  ["in a call", button, '<tool_call>{"name": "ui", "arguments": {"coordinate": [120, 52]}}</tool_call>', "1 hit"],
  ["by x and y", button, '[{"x": 120, "y": 52}]', "1 hit"],
  ["both", both, "[[5, 5], [120, 52]]", "1 hit"],
  ["one of two", both, "[[5, 5]]", "0.5 partly"],
  ["the same twice", both, "[[5, 5], [5, 6]]", "0.5 partly"],
  ["one too many", button, "[[120, 52], [0, 0]]", "0.5 partly"],
  ["near a point", [50, 50], "[56, 58]", "1 hit"],
  ["far from a point", [50, 50], "[57, 58]", "0 missed"],
  [
    "near points",
    [
      [50, 50],
      [0, 0],
    ],
    "[[0, 0], [50, 50]]",
    "1 hit",
  ],
  ["none wanted", [], "[]", "1 hit"],
  ["no numbers", button, '["a", "b"]', "0 malformed"],
  ["words", button, "the OK button", "0 malformed"],
  ["empty", button, "", "0 malformed"],
  ["malformed truth", "OK", "[1, 2]", "failed GOODHART_TRUTH"],
  ["no truth", null, "[1, 2]", "abstained no-truth"],
])("%s", async (_, truth, text, expected) => expect(await said(truth, text)).toBe(expected));

test("a grid of points does not pay", async () => {
  const grid = Array.from({ length: 400 }, (_, index) => [(index % 20) * 10, Math.floor(index / 20) * 10]);
  expect(await said(button, JSON.stringify(grid))).toBe("0.0025 partly");
  expect(await said(button, JSON.stringify([...grid, ...grid]))).toBe("0 too-many");
});

const groups = [button, both, [50, 50]].map((truth, index) => ({
  task: { id: `${index}`, prompt: "?", truth },
  rollouts: ["[120, 52]", "[[5, 5], [50, 50]]", "[]", ""].map((text) => ({ text })),
}));
test.each(contractChecks(points(), { groups }))("contract: $name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

import { expect, test } from "vitest";
import { nearest } from "./_nearest.ts";

const names = ["score", "explain", "lint", "init", "rewards", "try"];

test.each([
  ["scroe", "score"],
  ["explian", "explain"],
  ["int", "lint"],
  ["reward", "rewards"],
  ["rew", "rewards"],
  ["x", undefined],
  ["", undefined],
  ["audit", undefined],
])("%s is near %s", (word, meant) => {
  expect(nearest(word, names)).toBe(meant);
});

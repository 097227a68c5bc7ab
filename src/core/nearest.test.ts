import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editDistance } from "./_edit-distance.ts";
import { nearest } from "./nearest.ts";

describe("editDistance", () => {
  test.each([
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["maht", "math", 1],
    ["math", "math", 0],
  ])("%s to %s takes %i", (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits);
    expect(editDistance(b, a)).toBe(edits);
  });

  test("is at most the longer word, and zero only for equal words", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
      { seed: 1 },
    );
  });
});

describe("nearest", () => {
  test.each([
    ["scroe", "score"],
    ["explian", "explain"],
    ["int", "lint"],
    ["reward", "rewards"],
    ["rew", "rewards"],
    ["SCORE", "score"],
    ["firstdecided", "firstDecided"],
    ["mth", "math"],
    ["x", undefined],
    ["", undefined],
    ["audit", undefined],
    ["zzzzzzz", undefined],
  ])("%s leads to %s", (word, meant) => {
    const names = ["score", "explain", "lint", "init", "rewards", "try", "math", "firstDecided"];
    expect(nearest(word, names)).toBe(meant);
  });

  test("a word that is there is nearer than one that it begins", () => {
    expect(nearest("math", ["mathematics", "math"])).toBe("math");
  });
});

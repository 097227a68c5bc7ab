import { describe, expect, it } from "vitest";
import { normalWords } from "./words.ts";

describe("words", () => {
  it.each([
    ["  Even ", "even"],
    ["the  number line", "number line"],
    ["(B)", "b"],
    ["C.", "c"],
    ["D)", "d"],
    ["A", "a"],
    ["A or B", "a or b"],
    ["An  isosceles triangle", "isosceles triangle"],
    ["True", "yes"],
    ["incorrect", "no"],
    ["There are no solutions.", "no solution"],
    ["DNE", "does not exist"],
    ["doesn’t exist", "does not exist"],
  ])("%s is %s", (words, normal) => {
    expect(normalWords(words, false)).toBe(normal);
  });

  it("keeps every word that says something", () => {
    expect(normalWords("not even", false)).not.toBe(normalWords("even", false));
    expect(normalWords("at least three", false)).not.toBe(normalWords("at most three", false));
    expect(normalWords("a, b", false)).not.toBe(normalWords("b", false));
  });

  it("keeps the case when asked to", () => {
    expect(normalWords("Even", true)).toBe("Even");
  });
});

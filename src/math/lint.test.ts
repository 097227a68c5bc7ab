import { describe, expect, it } from "vitest";
import { lintTasks, lintTruth } from "./lint.ts";

function codes(truth: string | readonly string[]): readonly string[] {
  return lintTruth(truth).map(({ code }) => code);
}

describe("lint of truths", () => {
  it.each([
    "42",
    "\\frac{1}{2}",
    "x^2 + 1",
    "\\{1, 2\\}",
    "[0, 1)",
    "\\text{even}",
    "5 \\text{ km}",
    "(3, 1)",
    "12,345,678",
    "\\sqrt{2}",
  ])("has nothing against %s", (truth) => {
    expect(lintTruth(truth)).toEqual([]);
  });

  it.each([
    ["", "empty"],
    ["  ", "empty"],
    ["\\frac{1}{", "unread"],
    ["1,234", "thousands-or-list"],
    ["(1,2)", "point-or-interval"],
    ["2\\frac{1}{3}", "mixed-or-product"],
    ["35\\%", "percent"],
    ["60^\\circ", "degrees"],
    ["3.14159", "rounded"],
    ["\\sum_{k=1}^{n} k^2", "unevaluated"],
    ["\\text{the one on the left hand side of the table}", "sentence"],
  ])("finds in %s: %s", (truth, code) => {
    expect(codes(truth)).toContain(code);
  });

  it("names the field, the fault and the mend", () => {
    for (const found of lintTruth(["\\frac{1}{", "1,234", ""])) {
      expect(found.field).toMatch(/^truth\[\d\]$/);
      expect(found.message).not.toBe("");
      expect(found.mend).not.toBe("");
    }
  });

  it("finds truths of one task that are not the same", () => {
    expect(codes(["0.5", "\\frac12"])).toEqual([]);
    expect(codes(["0.5", "\\frac13"])).toEqual(["conflict"]);
    expect(codes([])).toEqual(["empty"]);
  });

  it("asks the policy what is in doubt", () => {
    expect(lintTruth("35\\%", { policy: { percent: "strict" } })).toEqual([]);
    expect(lintTruth("60^\\circ", { policy: { degrees: false } })).toEqual([]);
    expect(lintTruth("3.14159", { policy: { tolerance: { kind: "decimals", value: 2 } } })).toEqual([]);
  });

  it("finds the same prompt with another truth", () => {
    const found = lintTasks([
      { id: "a", prompt: "What is  1+1?", truth: "2" },
      { id: "b", prompt: "What is 1+1?", truth: "3" },
      { id: "c", prompt: "What is 1+1?", truth: "2.0" },
    ]);
    expect(found.map(({ id, code }) => [id, code])).toEqual([["b", "duplicate-conflict"]]);
  });
});

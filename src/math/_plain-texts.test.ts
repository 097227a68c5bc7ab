import { describe, expect, it } from "vitest";
import { compareTexts } from "./_plain-texts.ts";
import { defaultPolicy } from "./policy.ts";

describe("plain texts", () => {
  it.each([
    ["42", "42", "equal"],
    ["42", "042", "equal"],
    ["42", "+42", "equal"],
    ["-0", "0", "equal"],
    ["000", "0", "equal"],
    ["x+", "x+", "equal"],
    ["42", "-42", "different"],
    ["42", "420", "different"],
    ["-7", "-70", "different"],
  ])("%s and %s: %s", (truth, answer, outcome) => {
    expect(compareTexts(truth, answer, defaultPolicy)?.outcome).toBe(outcome);
  });

  it.each([
    ["", ""],
    ["  ", "  "],
    ["-", "+"],
    ["42", "42.0"],
    ["42", "x"],
    ["1".repeat(50), "2".repeat(50)],
  ])("leaves %s and %s to the reader", (truth, answer) => {
    expect(compareTexts(truth, answer, defaultPolicy)).toBeUndefined();
  });

  it("leaves numbers to the reader under a tolerance", () => {
    expect(
      compareTexts("100", "101", { ...defaultPolicy, tolerance: { kind: "relative", value: 0.1 } }),
    ).toBeUndefined();
  });
});

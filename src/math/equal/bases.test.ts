import { expect, test } from "vitest";
import { check } from "../check.ts";

test.each([
  ["4210_5", "4210_{5}", "equal", "same-tree"],
  ["4210_5", "2323_6", "different", "other-base"],
  ["4210_5", "555_{10}", "different", "other-base"],
  ["4210_5", "4210", "equal", "same-digits"],
  ["4210_5", "x = 4210", "equal", "same-digits"],
  ["4210_5", "555", "different", "other-base"],
  ["4210_5", "555_{10} = 4210_5", "equal", "same-tree"],
  ["4210_5", "4211_5", "different", "other-number"],
  ["-11_2", "-11", "equal", "same-digits"],
  ["1011_2", "0b1011", "equal", "same-tree"],
  ["11", "1011_2", "equal", "same-tree"],
  ["12_{10}", "12", "equal", "same-tree"],
  ["4210_5, 3_5", "2323_6, 3_6", "different", "other-base"],
])("%s against %s is %s by %s", (truth, answer, outcome, rule) => {
  expect(check({ truth, answer })).toMatchObject({ outcome, rule });
});

test("any base will do where the policy says so", () => {
  for (const answer of ["2323_6", "555", "555_{10}"])
    expect(check({ truth: "4210_5", answer, policy: { base: "any" } }).outcome).toBe("equal");
  expect(check({ truth: "4210_5", answer: "4210", policy: { base: "any" } }).outcome).toBe("different");
});

test("a condition is no point of several coordinates", () => {
  expect(check({ truth: "(1,-16,-4,43)", answer: "0 < a \\leq \\frac{\\pi}{12}" }).outcome).toBe("different");
  expect(check({ truth: "0<x<4", answer: "(1,2,3)" }).outcome).toBe("different");
  expect(check({ truth: "0<x<4", answer: "(0,4)" }).outcome).toBe("equal");
});

import { describe, expect, test } from "vitest";
import { createBudget } from "../../../core/index.ts";
import { number, symbol } from "../../tree.ts";
import { treeOf } from "../_decide-texts.ts";
import { decideExpression } from "../decide.ts";
import { dependsOn, substitute } from "./substitute.ts";

describe("free and bound", () => {
  test.each([
    ["\\sum_{k=1}^n k", "k", false],
    ["\\sum_{k=1}^n k", "n", true],
    ["\\int_0^x x dx", "x", true],
    ["\\int_0^1 x dx", "x", false],
    ["\\int x dx", "x", true],
    ["\\lim_{x\\to a} x", "a", true],
  ])("%s in %s: %s", (latex, name, free) => {
    expect(dependsOn(treeOf(latex), name)).toBe(free);
  });
});

test("a value that mentions the bound name does not get caught by it", () => {
  const sum = substitute(treeOf("\\sum_{k=1}^3 k m"), "m", symbol("k"));
  expect(decideExpression(sum, treeOf("6k"), { budget: createBudget() }).outcome).toBe("equal");
});

test("a bound name is never replaced", () => {
  const sum = substitute(treeOf("\\sum_{k=1}^3 k"), "k", number(7));
  expect(decideExpression(sum, number(6), { budget: createBudget() }).outcome).toBe("equal");
});

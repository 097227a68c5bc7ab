import { describe, expect, test } from "vitest";
import { createBudget } from "../../core/index.ts";
import { treeOf } from "./_decide-texts.ts";
import { compareValues } from "./compare.ts";
import { enclose } from "./interval.ts";
import { normalForm } from "./normal-form.ts";
import { separation } from "./root-bound.ts";
import { treeKey } from "./order.ts";

describe("the order of constants", () => {
  test.each([
    ["\\frac13", "0.33", 1],
    ["\\sqrt2", "1.4142135623730951", -1],
    ["\\sqrt2\\sqrt3", "\\sqrt6", 0],
    ["e^\\pi", "\\pi^e", 1],
    ["e^{\\pi\\sqrt{163}}", "262537412640768744", -1],
    ["-\\infty", "-10^{1000}", -1],
    ["\\infty", "\\infty", 0],
    ["\\ln 6", "\\ln 2+\\ln 3", 0],
    ["x", "1", undefined],
    ["i", "1", undefined],
    ["\\frac10", "1", undefined],
  ])("%s against %s: %s", (a, b, order) => {
    expect(compareValues(treeOf(a), treeOf(b), createBudget())).toBe(order);
    const back = order === undefined ? undefined : 0 - order;
    expect(compareValues(treeOf(b), treeOf(a), createBudget())).toBe(back);
  });
});

describe("boxes around values", () => {
  test("are as narrow as asked and hold the value", () => {
    const box = enclose(treeOf("\\sqrt2"), 40, createBudget());
    if (box === undefined) throw new Error("no box");
    const { low, high } = box.re;
    expect(low.n ** 2n <= 2n * low.d ** 2n).toBe(true);
    expect(high.n ** 2n >= 2n * high.d ** 2n).toBe(true);
    // high - low <= 10^-40 * sqrt(2)
    expect((high.n * low.d - low.n * high.d) * 10n ** 40n < 2n * high.d * low.d).toBe(true);
  });

  test.each([["\\frac10"], ["x"], ["e^{e^{e^{e^e}}}"]])("there is none for %s", (latex) => {
    expect(enclose(treeOf(latex), 10, createBudget())).toBeUndefined();
  });
});

describe("root bounds", () => {
  test.each([
    ["\\sqrt2+\\sqrt3-\\sqrt{10}", 8],
    ["\\sqrt2+\\sqrt8", 2],
    ["\\cos\\frac{\\pi}{7}", 6],
  ])("%s lies in a field of degree %s", (latex, degree) => {
    expect(separation(treeOf(latex), createBudget())?.degree).toBe(degree);
  });

  test("there is none for what is not algebraic", () => {
    expect(separation(treeOf("\\pi"), createBudget())).toBeUndefined();
  });
});

describe("normal forms", () => {
  test.each([
    ["(x+1)^2", "x^2+2x+1"],
    ["x\\cdot 3\\cdot x", "3x^2"],
    ["b+a", "a+b"],
    ["\\frac{2x}{4}", "\\frac{x}{2}"],
  ])("%s and %s have the same", (a, b) => {
    const one = normalForm(treeOf(a), createBudget());
    expect(treeKey(one)).toBe(treeKey(normalForm(treeOf(b), createBudget())));
  });
});

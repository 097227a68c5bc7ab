import { describe, expect, test } from "vitest";
import { decideTexts } from "./_decide-texts.ts";

describe("equal, by the rule that fits", () => {
  test.each([
    ["\\frac12", "0.5", "same-number|exact"],
    ["\\gcd(\\frac12, 3)", "\\frac12", "exact"],
    ["\\operatorname{lcm}(25, -30)", "150", "exact"],
    ["(x+1)^2", "x^2+2x+1", "point-beyond-roots"],
    ["\\frac{x^2-1}{x-1}", "x+1", "point-beyond-roots"],
    ["x-x+1", "1", "point-beyond-roots"],
    ["(x+1)^{500}(x+1)", "(x+1)^{501}", "prime-field"],
    ["2\\cdot 2^{1000000000}", "2^{1000000001}", "prime-field"],
    ["\\sqrt2\\sqrt3", "\\sqrt6", "root-bound"],
    ["\\sqrt{3+2\\sqrt2}", "1+\\sqrt2", "root-bound"],
    ["\\sqrt[3]{2+\\sqrt5}+\\sqrt[3]{2-\\sqrt5}", "1", "root-bound"],
    ["\\frac{1}{\\sqrt2-1}", "\\sqrt2+1", "root-bound"],
    ["(1+i)^2", "2i", "root-bound"],
    ["\\cos\\frac{\\pi}{5}", "\\frac{1+\\sqrt5}{4}", "root-bound"],
    ["\\frac{3\\pi}{4}", "0.75\\pi", "independent-constants"],
    ["\\ln 6", "\\ln 2+\\ln 3", "independent-constants"],
    ["\\arcsin\\frac12", "\\frac{\\pi}{6}", "independent-constants"],
    ["\\arctan\\frac12+\\arctan\\frac13", "\\frac{\\pi}{4}", "independent-constants"],
    ["\\sin^2 x+\\cos^2 x", "1", "indeterminates"],
    ["\\sqrt{x^2}", "|x|", "sample-points"],
    ["\\ln(x^2)", "2\\ln x", "common-domain"],
    ["e^{2x}", "(e^x)^2", "indeterminates"],
    ["e^{i\\pi}", "-1", "root-bound"],
    ["\\sum_{k=1}^n k", "\\frac{n(n+1)}{2}", "integer-points"],
  ])("%s = %s by %s", (a, b, rule) => {
    const outcome = decideTexts(a, b);
    expect(outcome.outcome).toBe("equal");
    expect(rule.split("|")).toContain(outcome.rule);
  });
});

describe("different, always proved", () => {
  test.each([
    ["2^{100}", "2^{100}+1"],
    ["\\frac{1}{2004!}", "\\frac{1}{2006!}"],
    ["2^{-99}", "2^{-98}"],
    ["10^{100}", "10^{100}+1"],
    ["(x+1)^{500}", "(x+1)^{500}+1"],
    ["2^{1000000000}", "2^{1000000000}+1"],
    ["1+10^{-300}", "1"],
    ["\\sqrt2+10^{-100}", "\\sqrt2"],
    ["e^{\\pi\\sqrt{163}}", "262537412640768744"],
    ["\\pi", "3.14"],
    ["\\pi", "\\frac{355}{113}"],
    ["\\sqrt{x^2}", "x"],
    ["\\sin x", "\\cos x"],
    ["x", "y"],
    ["\\arctan x+\\arctan\\frac1x", "\\frac{\\pi}{2}"],
    ["n!", "n^n"],
    ["n!", "n!+(n-1)(n-2)(n-3)(n-4)(n-5)(n-6)(n-7)(n-8)(n-9)(n-10)"],
  ])("%s is not %s", (a, b) => {
    expect(decideTexts(a, b).outcome).toBe("different");
    expect(decideTexts(b, a).outcome).toBe("different");
  });

  test("a small point shows two polynomials different", () => {
    expect(decideTexts("x^2", "x^3").witness?.note).toBe("at x = 2: 4 against 8");
  });
});

describe("hostile input ends undecided within the budget", () => {
  test.each([
    ["9^{9^{9^9}}", "9^{9^{9^9}}+1", "budget:digits"],
    ["(10^9)!", "(10^9)!+1", "budget:digits"],
    ["\\binom{1000000000}{500000000}", "1", "budget:digits"],
    ["\\sum_{k=1}^{1000000000} k", "5", "budget:steps"],
    ["\\prod_{k=1}^{1000000} k", "5", "budget:steps"],
    ["e^{e^{e^{e^e}}}", "5", "budget:size"],
    ["\\frac10", "\\frac10", "undefined"],
  ])("%s against %s: %s", (a, b, rule) => {
    expect(decideTexts(a, b)).toMatchObject({ outcome: "undecided", rule });
  });
});

import { describe, expect, test } from "vitest";
import { decideTexts } from "../_decide-texts.ts";

describe("limits by series", () => {
  test.each([
    ["\\lim_{x \\to 3} a", "\\lim_{x \\to 3^{+}} a", "equal"],
    ["\\lim_{x\\to 0}\\frac{\\sin x}{x}", "1", "equal"],
    ["\\lim_{x\\to 0}\\frac{1-\\cos x}{x^2}", "\\frac12", "equal"],
    ["\\lim_{x\\to\\infty}(1+\\frac1x)^x", "e", "equal"],
    ["\\lim_{n\\to\\infty} (1+\\frac{a}{n})^n", "e^a", "equal"],
    ["\\lim_{x\\to 2}\\frac{x^2-4}{x-2}", "4", "equal"],
    ["\\lim_{h\\to 0}\\frac{(x+h)^2-x^2}{h}", "2x", "equal"],
    ["\\lim_{h\\to 0}\\frac{\\sin(x+h)-\\sin x}{h}", "\\cos x", "equal"],
    ["\\lim_{x\\to\\infty}\\frac{3x^2+1}{2x^2-x}", "\\frac32", "equal"],
    ["\\lim_{x\\to\\infty}(\\sqrt{x^2+x}-x)", "\\frac12", "equal"],
    ["\\lim_{x\\to 0^+} x\\ln x", "0", "equal"],
    ["\\lim_{x\\to 0^+} x^x", "1", "equal"],
    ["\\lim_{n\\to\\infty} n^{1/n}", "1", "equal"],
    ["\\lim_{x\\to\\infty} \\frac{\\ln x}{x}", "0", "equal"],
    ["\\lim_{x\\to 0}\\frac{|x|}{x}", "1", "undecided"],
    ["\\lim_{x\\to 0^+}\\frac{|x|}{x}", "1", "equal"],
    ["\\lim_{x\\to 0}\\frac1x", "\\infty", "undecided"],
    ["\\lim_{x\\to 0}\\frac1{x^2}", "\\infty", "equal"],
    ["\\lim_{x\\to\\infty} x^2 e^{-x}", "0", "equal"],
    ["\\lim_{x\\to 0}\\frac{e^x-1-x}{x^2}", "\\frac12", "equal"],
    ["\\lim_{x\\to 0}\\frac{\\tan x - \\sin x}{x^3}", "\\frac12", "equal"],
    ["\\lim_{x\\to 0}\\sin(1/x)", "0", "undecided"],
    ["\\lim_{x\\to 1}\\frac{\\ln x}{x-1}", "1", "equal"],
    ["\\lim_{x\\to 0}\\frac{\\sqrt{1+x}-1}{x}", "\\frac12", "equal"],
    ["\\lim_{x\\to\\infty}\\arctan x", "\\frac\\pi2", "equal"],
    ["\\lim_{x\\to 0}\\frac{\\arctan x}{x}", "1", "equal"],
    ["\\lim_{x\\to 0}\\frac{\\arcsin 2x}{x}", "2", "equal"],
    ["\\lim_{x\\to 8}\\frac{\\sqrt[3]{x}-2}{x-8}", "\\frac1{12}", "equal"],
  ])("%s against %s: %s", (a, b, outcome) => {
    expect(decideTexts(a, b).outcome).toBe(outcome);
    expect(decideTexts(b, a).outcome).toBe(outcome);
  });
});

import { describe, expect, test } from "vitest";
import { decideTexts } from "../_decide-texts.ts";

describe("integrals by antiderivatives", () => {
  test.each([
    ["\\int_0^1 x^2 dx", "\\frac13", "equal"],
    ["\\int_0^7 dx", "7", "equal"],
    ["\\int_0^\\pi \\sin x dx", "2", "equal"],
    ["\\int_1^e \\frac1x dx", "1", "equal"],
    ["\\int_0^1 \\frac{1}{1+x^2} dx", "\\frac\\pi4", "equal"],
    ["\\int_{-1}^1 \\frac{1}{x^2} dx", "-2", "undecided"],
    ["\\int_0^\\infty e^{-x} dx", "1", "equal"],
    ["\\int_0^\\infty x^3 e^{-x} dx", "6", "equal"],
    ["\\int_{-\\infty}^\\infty e^{-x^2} dx", "\\sqrt\\pi", "equal"],
    ["\\int_0^1 \\ln x dx", "-1", "equal"],
    ["\\int_0^1 \\frac{1}{\\sqrt x} dx", "2", "equal"],
    ["\\int_1^\\infty \\frac{1}{x^2} dx", "1", "equal"],
    ["\\int_1^\\infty \\frac{1}{x} dx", "1", "undecided"],
    ["\\int_0^1 \\sqrt{1-x^2} dx", "\\frac\\pi4", "equal"],
    ["\\int_0^{\\pi} \\sin^2 x dx", "\\frac\\pi2", "equal"],
    ["\\int_0^1 x e^x dx", "1", "equal"],
    ["\\int_0^1 (2x+1)^5 dx", "\\frac{182}{3}", "equal"],
    ["\\int_0^{\\pi/4} \\sec^2 x dx", "1", "equal"],
    ["\\int_0^{2} \\sec^2 x dx", "\\tan 2", "undecided"],
    ["\\int_0^x t^2 dt", "\\frac{x^3}{3}", "equal"],
    ["\\int_{-\\infty}^{\\infty} \\frac{1}{1+x^2} dx", "\\pi", "equal"],
    ["\\int \\frac1x dx", "\\int 1\\cdot\\frac1x dx", "equal"],
    ["\\int 1 \\frac{1}{x}\\, dx", "\\int \\frac{1}{x} dx", "equal"],
    ["\\int \\left(1 \\frac{1}{b} + 1 \\frac{1}{a}\\right)\\, dx", "\\int \\frac{1}{a} + \\frac{1}{b} dx", "equal"],
    ["\\int 2x dx", "x^2", "equal"],
    ["\\int 2x dx", "x^2+1", "undecided"],
    ["\\int 2x dx", "x^3", "different"],
    ["\\int_0^\\infty \\frac{1}{1+x^2} dx", "\\frac{\\pi}{2}", "equal"],
    ["\\int_{0}^{1} \\frac{x}{x^2+1} dx", "\\frac{\\ln 2}{2}", "equal"],
    ["\\int_0^\\infty x e^{-x^2} dx", "\\frac12", "equal"],
    ["\\int_0^{\\pi/2} \\sin x\\cos x dx", "\\frac12", "equal"],
    ["\\int_0^1 \\frac{1}{x} dx", "5", "undecided"],
    ["\\int_1^0 x dx", "-\\frac12", "equal"],
    ["\\int_0^4 |x-2| dx", "4", "equal"],
    ["\\int x^n dx", "\\frac{x^{n+1}}{n+1}", "equal"],
    ["\\int_2^3 \\frac{1}{x^2-1} dx", "\\frac12\\ln\\frac32", "equal"],
    ["\\int_0^1 \\frac{1}{x^2+3x+2} dx", "\\ln\\frac43", "equal"],
    ["\\int_{-1}^1 |x| dx", "1", "equal"],
    ["\\int_0^2 \\frac{1}{x^2-1} dx", "0", "undecided"],
    ["\\int_0^1 \\frac{1}{x^2+x+1}dx", "\\frac{\\pi}{3\\sqrt3}", "equal"],
    ["\\int_0^{2\\pi} |\\sin x| dx", "4", "undecided"],
  ])("%s against %s: %s", (a, b, outcome) => {
    expect(decideTexts(a, b).outcome).toBe(outcome);
    expect(decideTexts(b, a).outcome).toBe(outcome);
  });
});

import { describe, expect, test } from "vitest";
import { decideTexts } from "../_decide-texts.ts";

describe("derivatives by rules", () => {
  test.each([
    ["\\frac{d}{dx} x^3", "3x^2", "equal"],
    ["\\frac{d}{dx}(x^2 \\sin x)", "2x\\sin x + x^2\\cos x", "equal"],
    ["\\frac{d}{dx}\\frac{x}{x+1}", "\\frac{1}{(x+1)^2}", "equal"],
    ["\\frac{d^2}{dx^2} e^{2x}", "4e^{2x}", "equal"],
    ["\\frac{d}{dx} x^x", "x^x(1+\\ln x)", "equal"],
    ["\\frac{d}{dx} f(x)", "f'(x)", "equal"],
    ["\\frac{d}{dx} f(x^2)", "2x f'(x^2)", "equal"],
    ["\\frac{d}{dx} \\ln(\\sin x)", "\\cot x", "equal"],
    ["\\frac{d}{dx} x^3", "3x^2+1", "different"],
    ["\\frac{d}{dx}\\int_0^x e^{t^2} dt", "e^{x^2}", "equal"],
  ])("%s against %s: %s", (a, b, outcome) => {
    expect(decideTexts(a, b).outcome).toBe(outcome);
    expect(decideTexts(b, a).outcome).toBe(outcome);
  });
});

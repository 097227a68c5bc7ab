import { describe, expect, test } from "vitest";
import { decideTexts } from "./_decide-texts.ts";

describe("what is known only by what is equal to it", () => {
  test.each([
    ["\\int e^{x^2} dx", "\\int e^{t^2} dt", "undecided"],
    ["\\int_0^1 e^{x^2} dx", "\\int_0^1 e^{t^2} dt", "equal"],
    ["\\int_0^1 e^{x^2} dx", "\\int_0^1 e^{2t^2/2} dt", "equal"],
    ["\\int_0^1 e^{x^2} dx", "\\int_0^1 e^{t^3} dt", "undecided"],
    ["\\sum_{n=1}^\\infty \\frac{1}{n^3}", "\\sum_{k=1}^\\infty \\frac{1}{k^3}", "equal"],
    ["f(x+1)", "f(1+x)", "equal"],
    ["f(x)", "f(y)", "different"],
    ["f(x)+g(x)", "g(x)+f(x)", "equal"],
    ["f(2)", "f(\\sqrt4)", "equal"],
    ["f'(x)", "f(x)", "different"],
    ["f(\\sin^2 x+\\cos^2 x)", "f(1)", "equal"],
    ["\\gcd(a,b)", "\\gcd(b,a)", "equal"],
    ["\\gcd(a,b)", "1", "different"],
    ["\\gcd(\\pi,3)", "1", "undecided"],
    ["\\operatorname{lcm}(x+x,y)", "\\operatorname{lcm}(y,2x)", "equal"],
  ])("%s against %s: %s", (a, b, outcome) => {
    expect(decideTexts(a, b).outcome).toBe(outcome);
    expect(decideTexts(b, a).outcome).toBe(outcome);
  });
});

import { describe, expect, test } from "vitest";
import { decideTexts } from "../_decide-texts.ts";

describe("sums without end", () => {
  test.each([
    ["\\sum_{n=0}^\\infty \\frac1{2^n}", "2", "equal"],
    ["\\sum_{n=1}^\\infty \\left(\\frac13\\right)^n", "\\frac12", "equal"],
    ["\\sum_{n=1}^\\infty \\frac{n}{2^n}", "2", "equal"],
    ["\\sum_{n=1}^\\infty \\frac{n^2}{2^n}", "6", "equal"],
    ["\\sum_{n=1}^\\infty \\frac{1}{n(n+1)}", "1", "equal"],
    ["\\sum_{n=1}^\\infty \\frac{1}{n(n+2)}", "\\frac34", "equal"],
    ["\\sum_{n=1}^\\infty \\frac{1}{(2n-1)(2n+1)}", "\\frac12", "equal"],
    ["\\sum_{n=1}^\\infty \\frac{1}{n^2}", "\\frac{\\pi^2}{6}", "equal"],
    ["\\sum_{n=2}^\\infty \\frac{1}{n^2}", "\\frac{\\pi^2}{6}-1", "equal"],
    ["\\sum_{n=0}^\\infty \\frac{x^n}{n!}", "e^x", "equal"],
    ["\\sum_{n=0}^\\infty \\frac{1}{n!}", "e", "equal"],
    ["\\sum_{n=0}^\\infty \\frac{(-1)^n}{n!}", "\\frac1e", "equal"],
    ["\\sum_{n=0}^\\infty x^n", "\\frac1{1-x}", "equal"],
    ["\\sum_{n=0}^\\infty \\frac{(-1)^n}{3^n}", "\\frac34", "equal"],
    ["\\sum_{n=1}^\\infty \\frac1n", "5", "undecided"],
    ["\\sum_{n=0}^\\infty 2^n", "-1", "undecided"],
    ["\\sum_{k=0}^\\infty \\frac{3\\cdot 2^{k}}{5^{k+1}}", "1", "equal"],
    ["\\sum_{n=2}^\\infty \\frac{1}{n^2-1}", "\\frac34", "equal"],
    ["\\sum_{n=1}^\\infty \\frac{1}{n^2+n}", "1", "equal"],
    ["\\sum_{n=1}^\\infty \\frac{1}{n^2+1}", "1", "undecided"],
  ])("%s against %s: %s", (a, b, outcome) => {
    expect(decideTexts(a, b).outcome).toBe(outcome);
    expect(decideTexts(b, a).outcome).toBe(outcome);
  });
});

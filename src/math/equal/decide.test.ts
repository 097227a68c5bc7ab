import { describe, expect, it } from "vitest";
import { check } from "../check.ts";
import type { Policy } from "../policy.ts";

type Row = readonly [truth: string, answer: string, policy?: Partial<Policy>];

function named([truth, answer, policy]: Row) {
  return { truth, answer, policy };
}

function outcomeOf(truth: string, answer: string, policy: Partial<Policy> | undefined): string {
  return check({ truth, answer, ...(policy === undefined ? {} : { policy }) }).outcome;
}

function same(name: string, rows: readonly Row[]): void {
  describe(`${name}: the same`, () => {
    it.each(rows.map(named))("$truth is $answer", ({ truth, answer, policy }) => {
      expect(outcomeOf(truth, answer, policy)).toBe("equal");
    });
  });
}

function apart(name: string, rows: readonly Row[]): void {
  describe(`${name}: different, with a witness`, () => {
    it.each(rows.map(named))("$truth is not $answer", ({ truth, answer, policy }) => {
      const result = check({ truth, answer, ...(policy === undefined ? {} : { policy }) });
      expect(result.outcome).toBe("different");
      expect(result.witness?.note).toBeTruthy();
    });
  });
}

function open(name: string, rows: readonly Row[]): void {
  describe(`${name}: left open`, () => {
    it.each(rows.map(named))("$truth against $answer", ({ truth, answer, policy }) => {
      expect(outcomeOf(truth, answer, policy)).toBe("undecided");
    });
  });
}

same("values", [
  ["0.75", "\\frac{3}{4}"],
  ["2\\sqrt{3}", "\\sqrt{12}"],
  ["(a+b)^2", "a^2+2ab+b^2"],
  ["3+4i", "4i+3"],
]);
apart("values", [
  ["12", "21"],
  ["\\sqrt{2}", "1.41421356"],
  ["2^{80}", "2^{80}+1"],
  ["(a+b)^2", "a^2+b^2"],
]);

same("percent", [
  ["35\\%", "0.35"],
  ["35\\%", "35"],
  ["7/20", "35\\%"],
  ["35\\%", "35 percent", { percent: "strict" }],
]);
apart("percent", [
  ["35\\%", "3.5"],
  ["35\\%", "53\\%"],
  ["35\\%", "35", { percent: "fraction" }],
  ["35\\%", "0.35", { percent: "strict" }],
]);

same("angles", [
  ["60^\\circ", "\\frac{\\pi}{3}"],
  ["60^\\circ", "60"],
  ["\\sin(30^\\circ)", "\\frac12"],
  ["90^\\circ - x", "90 - x"],
]);
apart("angles", [
  ["60^\\circ", "60", { degrees: false }],
  ["60^\\circ", "61"],
  ["\\sin(30^\\circ)", "\\sin(30)"],
]);

same("sets and lists", [
  ["\\{1,2,3\\}", "\\{3,1,2\\}"],
  ["\\{2\\}", "\\{2,\\sqrt{4}\\}"],
  ["\\{1,2\\}", "1, 2"],
  ["1, 2, 3", "3, 1, 2"],
  ["4 \\text{ and } 6", "6, 4"],
  ["(1,2),(3,4)", "(3,4), (1,2)"],
  ["(1,2),(3,4)", "(3,4), (1,2), (3,4)"],
  ["\\{5\\}", "5"],
  ["\\emptyset", "\\{\\}"],
  ["\\emptyset", "\\text{no solution}"],
  ["2,2,3", "3,2,2"],
  ["\\{\\frac12, \\sqrt{8}\\}", "\\{2\\sqrt2, 0.5\\}"],
]);
apart("sets and lists", [
  ["\\{1,2,3\\}", "\\{1,2\\}"],
  ["\\{1,2\\}", "\\{1,2,3\\}"],
  ["2,2,3", "2,3,3"],
  ["2,2,3", "2,3"],
  ["1, 2, 3", "3, 1, 2", { listOrder: "kept" }],
  ["1, 2", "1"],
  ["1", "1, 2"],
  ["\\{1,2\\}", "(1,2)"],
  ["\\emptyset", "0"],
  ["\\{0\\}", "\\emptyset"],
]);

same("tuples and arrays", [
  ["(1,2,3)", "(1, 2, 3)"],
  ["(1,2,3)", "[1,2,3]"],
  ["(1,2)", "\\left(\\frac22, \\sqrt4\\right)"],
  ["(1,2)", "\\langle 1, 2 \\rangle"],
]);
apart("tuples and arrays", [
  ["(1,2)", "(2,1)"],
  ["(1,2,3)", "(1,2)"],
  ["(1,2,3)", "[1,2,3]", { looseBrackets: false }],
  ["(0,2)", "[0,2]"],
  ["(1,2)", "1, 2"],
  ["(3,2,1)", "3, 2, 1"],
]);

same("plus-minus", [
  ["\\pm 3", "3, -3"],
  ["2 \\pm \\sqrt{5}", "\\{2-\\sqrt5, 2+\\sqrt5\\}"],
  ["x = \\pm 3", "x = 3 \\text{ or } x = -3"],
  ["\\{1 \\pm \\sqrt2, 4\\}", "4, 1+\\sqrt2, 1-\\sqrt2"],
]);
apart("plus-minus", [
  ["\\pm 3", "3"],
  ["2 \\pm \\sqrt{5}", "2 + \\sqrt5"],
  ["\\pm 3", "\\pm 4"],
]);

same("intervals", [
  ["(-\\infty, 3)", "x < 3"],
  ["(1, 2]", "1 < x \\le 2"],
  ["[-2,7]", "x \\in [-2,7]"],
  ["x \\ge 4", "[4, \\infty)"],
  ["(-\\infty,3)\\cup(3,\\infty)", "x \\ne 3"],
  ["(-\\infty,1)\\cup(2,\\infty)", "x < 1 \\text{ or } x > 2"],
  ["[1,2]\\cup[2,3]", "[1,3]"],
  ["[1,2)\\cup\\{2\\}", "[1,2]"],
  ["(2,\\infty)\\cup(-\\infty,1)", "(-\\infty,1)\\cup(2,\\infty)"],
  ["\\mathbb{R}", "(-\\infty,\\infty)"],
  ["\\mathbb{R}", "\\text{all real numbers}"],
  ["\\mathbb{R} \\setminus \\{1, 2\\}", "(-\\infty,1)\\cup(1,2)\\cup(2,\\infty)"],
  ["[0,5]\\cap[3,8]", "[3,5]"],
  ["\\{x : x > 3\\}", "(3,\\infty)"],
  ["(\\frac12, \\sqrt2]", "(0.5, 2^{1/2}]"],
  ["x < 1", "-x > -1"],
  ["x > 2", "2x - 3 > 1"],
  ["0 < x < 1 ", "(0,1)"],
  ["(1,2]", "(1,2)", { strictIntervals: false }],
]);
apart("intervals", [
  ["(1,2]", "(1,2)"],
  ["[1,2]", "[1,3]"],
  ["x < 3", "x \\le 3"],
  ["x < 3", "x > 3"],
  ["(-\\infty,3)", "(3,\\infty)"],
  ["(-\\infty,1)\\cup(2,\\infty)", "(1,2)"],
  ["x \\ne 3", "x \\ne 4"],
  ["[1,3]", "[1,2)\\cup(2,3]"],
]);

same("equations", [
  ["x = 5", "5"],
  ["5", "x = 5"],
  ["y = x^2 + 1", "x^2 + 1"],
  ["f(x) = 2x + 1", "2x + 1"],
  ["f(x) = 2x + 1", "f(t) = 2t + 1"],
  ["x + 2y = 3", "2x + 4y = 6"],
  ["x + 2y = 3", "2y - 3 = -x"],
  ["y = 2x - 1", "2x - y - 1 = 0"],
  ["x^2 + y^2 = 4", "y^2 = 4 - x^2"],
  ["(x-1)^2 + (y+2)^2 = 9", "x^2 + y^2 - 2x + 4y - 4 = 0"],
  ["x = 1 \\text{ or } x = 2", "\\{1,2\\}"],
  ["x = 1, y = 2", "(1,2)"],
  ["x = 1, y = 2", "1, 2"],
  ["(x,y) = (1,2)", "(1,2)"],
  ["x = 1, y = 2", "y = 2, x = 1"],
  ["x_1 = 3, x_2 = 4", "4, 3"],
  ["|x| < 1", "-1 < x < 1"],
  ["|x - 2| \\ge 3", "x \\le -1 \\text{ or } x \\ge 5"],
  ["a < x < b", "(a, b)"],
  ["x \\equiv 2 \\pmod 5", "x \\equiv 7 \\pmod 5"],
  ["\\angle ABC = 30^\\circ", "30^\\circ"],
  ["f(x) = 2x + 1", "y = 2x + 1"],
  ["1000", "10^3 = 1000"],
  ["12", "x = 3 \\cdot 4 = 12"],
  ["\\begin{cases} x + y = 3 \\\\ x - y = 1 \\end{cases}", "\\begin{cases} 2x = 4 \\\\ y = 1 \\end{cases}"],
]);
apart("equations", [
  ["x = 5", "x = 6"],
  ["x = 5", "y = 5"],
  ["x = 5", "6"],
  ["5", "x + y = 5"],
  ["5", "x^2 = 25"],
  ["x + 2y = 3", "x + 2y = 4"],
  ["x + 2y = 3", "2x + y = 3"],
  ["x = 1, y = 2", "x = 2, y = 1"],
  ["x = 1, y = 2", "(2,1)"],
  ["x = 1, y = 2", "2, 1"],
  ["f(x) = 2x", "g(x) = 2x"],
  ["f'(x) = 2x", "f(x) = 2x"],
  ["x \\equiv 2 \\pmod 5", "x \\equiv 2 \\pmod 7"],
  ["x = 2", "x^2 = 4"],
  ["|x| < 1", "x < 1"],
  ["x = 5", "5", { equationSide: false }],
  ["y = x^2", "y = x^3"],
  ["x^2 + y^2 < 4", "x^2 + y^2 < 5"],
]);

same("matrices and vectors", [
  ["\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "\\begin{bmatrix}1&2\\\\3&\\sqrt{16}\\end{bmatrix}"],
  ["\\begin{pmatrix}1\\\\2\\end{pmatrix}", "(1,2)"],
  ["\\begin{pmatrix}1\\\\2\\end{pmatrix}", "\\begin{pmatrix}1&2\\end{pmatrix}"],
  ["\\begin{pmatrix}6&8\\end{pmatrix}", "\\begin{pmatrix}1&2\\end{pmatrix}+\\begin{pmatrix}5&6\\end{pmatrix}"],
  ["-2", "\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}"],
  [
    "\\begin{pmatrix}7\\\\15\\end{pmatrix}",
    "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}\\begin{pmatrix}1\\\\3\\end{pmatrix}",
  ],
]);
apart("matrices and vectors", [
  ["\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "\\begin{pmatrix}1&2\\\\3&5\\end{pmatrix}"],
  ["\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "\\begin{pmatrix}1&3\\\\2&4\\end{pmatrix}"],
  ["\\begin{pmatrix}1\\\\2\\end{pmatrix}", "(2,1)"],
  ["\\begin{pmatrix}1\\\\2\\end{pmatrix}", "(1,2)", { looseBrackets: false }],
  ["\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "\\begin{pmatrix}1&2\\end{pmatrix}"],
]);

same("quantities", [
  ["5 \\text{ km/h}", "5000 \\text{ m/h}"],
  ["5 \\text{ km}", "5"],
  ["12", "12 \\text{ cm}"],
  ["1.5 \\text{ hours}", "90 \\text{ minutes}"],
  ["\\$4.50", "450 \\text{ cents}"],
  ["20 \\text{ square feet}", "20 \\text{ ft}^2"],
  ["2 \\text{ m}^2", "20000 \\text{ cm}^2"],
  ["3 \\text{ dozen}", "36"],
  ["5 \\text{ km}", "5 \\text{ m}", { units: "ignored" }],
  ["5 \\text{ km}", "5000 \\text{ m}", { units: "required" }],
  ["7 \\text{ apples}", "7 \\text{ apple}"],
]);
apart("quantities", [
  ["5 \\text{ km}", "5 \\text{ m}"],
  ["5 \\text{ km}", "6"],
  ["5 \\text{ km}", "5 \\text{ kg}"],
  ["5 \\text{ km}", "5\\%"],
  ["30^\\circ", "30 \\text{ rad}"],
  ["5 \\text{ km}", "5", { units: "required" }],
  ["3 \\text{ hours}", "3 \\text{ minutes}"],
  ["\\$5", "5 \\text{ euros}"],
  ["7 \\text{ apples}", "7 \\text{ oranges}"],
]);

same("ratios", [
  ["3:4", "6:8"],
  ["1:2:3", "2:4:6"],
  ["3:4", "\\frac34"],
]);
apart("ratios", [
  ["3:4", "4:3"],
  ["1:2:3", "1:2:4"],
  ["1:2:3", "1:2"],
]);

same("words", [
  ["\\text{Even}", "even"],
  ["\\text{(B)}", "B"],
  ["B", "\\text{B.}"],
  ["Yes", "True"],
  ["Tuesday", "\\text{tuesday}"],
  ["\\text{odd}", "odd"],
]);
apart("words", [
  ["Tuesday", "Thursday"],
  ["B", "C"],
  ["\\text{B}", "\\text{C}"],
  ["Yes", "No"],
  ["\\text{even}", "\\text{not even}"],
  ["\\text{even}", "\\text{even or odd}"],
  ["\\text{Even}", "\\text{even}", { caseSensitive: true }],
]);

same("antiderivatives", [
  ["x^2 + C", "x^2 + K"],
  ["x^2 + C", "C + x^2"],
  ["\\ln(2x) + C", "\\ln(x) + C"],
  ["x^2 + C", "x^2", { integrationConstant: "optional" }],
]);
apart("antiderivatives", [
  ["x^2 + C", "x^3 + C"],
  ["x^2 + C", "x^2"],
  ["x^2 + C", "x^2 + K", { integrationConstant: "strict" }],
  ["a + c + 1", "a + c"],
]);

same("free variables", [["2n + 1", "2k + 1", { renameVariables: true }]]);
apart("free variables", [
  ["2n + 1", "2k + 1"],
  ["n + 2k", "2n + k", { renameVariables: true }],
]);

same("what may stay unworked", [
  ["5", "2 + 3"],
  ["120", "5!"],
  ["10", "\\binom{5}{2}"],
  ["\\sum_{k=1}^{n} k^3", "\\sum_{j=1}^{n} j^3"],
  ["1/3", "\\int_0^1 x^2 dx = \\frac13"],
]);
apart("dots", [
  ["1, 2, \\ldots, n", "1, 3, 5, \\ldots, 2n-1"],
  ["1 + x + \\cdots", "1 + 2x + \\cdots"],
]);
apart("restatements", [
  ["5", "\\int_0^5 1 dx"],
  ["55", "\\sum_{k=1}^{10} k"],
  ["1", "\\lim_{x\\to 0} \\frac{\\sin x}{x}"],
  ["3", "2x = 6"],
]);
same("restatements where allowed", [["55", "\\sum_{k=1}^{10} k", { rejectRestatement: false }]]);

same("tolerance", [
  ["\\pi", "3.1416", { tolerance: { kind: "absolute", value: 0.001 } }],
  ["(\\frac13, \\frac23)", "(0.333, 0.667)", { tolerance: { kind: "decimals", value: 3 } }],
  ["\\sqrt2", "1.414", { tolerance: { kind: "significant", value: 4 } }],
  ["5 \\text{ km}", "5.001 \\text{ km}", { tolerance: { kind: "relative", value: 0.01 } }],
]);
apart("tolerance", [
  ["\\pi", "3.1416"],
  ["\\pi", "3.15", { tolerance: { kind: "absolute", value: 0.001 } }],
  ["(\\frac13, \\frac23)", "(0.333, 0.666)", { tolerance: { kind: "decimals", value: 3 } }],
]);

open("what cannot be told", [
  ["(1,2) \\cup (3,4)", "(1,2), (3,4)"],
  ["1, 2, \\ldots, n", "1, 2, 3, \\ldots, n"],
  ["3 + ", "3"],
  ["3", "3 + "],
  ["", "3"],
  ["\\text{about 3}", "3"],
]);

describe("witnesses", () => {
  it.each([
    ["(1,5,3)", "(1,6,3)", "element 2: 5 against 6"],
    ["5", "6", "5 against 6"],
    ["[0,1)", "[0,2)", "upper end: 1 against 2"],
    [
      "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}",
      "\\begin{pmatrix}1&2\\\\3&5\\end{pmatrix}",
      "row 2, column 2: 4 against 5",
    ],
    ["\\{1,2\\}", "\\{1,2,7\\}", "only the answer has 7"],
    ["\\{1,2,7\\}", "\\{1,2\\}", "only the truth has 7"],
  ])("of %s and %s: %s", (truth, answer, note) => {
    expect(check({ truth, answer }).witness?.note).toBe(note);
  });
});

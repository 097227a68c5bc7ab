import { describe, expect, test } from "vitest";
import { shapeOf } from "./_shape.ts";

const tables: Record<string, readonly (readonly [source: string, shape: string])[]> = {
  lists: [
    ["1,2", "list(1, 2)"],
    ["1, 2 and 3", "list(1, 2, 3)"],
    ["1/2 or -3", "list(divide(1, 2), -3)"],
    ["1; 2", "list(1, 2)"],
    ["x=1, 2", "x = list(1, 2)"],
    ["1 \\quad 2", "list(1, 2)"],
    ["5 \\text{ and } 6", "list(5, 6)"],
    ["1\n2", "list(1, 2)"],
  ],
  "systems and alternatives": [
    ["x=2, y=3", "system(x = 2, y = 3)"],
    ["x=1 or x=2", "or(x = 1, x = 2)"],
    ["x=1, x=2", "or(x = 1, x = 2)"],
    ["\\begin{cases} a+b=1 \\\\ a-b=2 \\end{cases}", "system(add(a, b) = 1, add(a, negate(b)) = 2)"],
    ["\\begin{aligned} x &= 1 \\\\ y &= 2 \\end{aligned}", "system(x = 1, y = 2)"],
    ["\\begin{align*} a &= b+1 \\\\ &= 3 \\end{align*}", "a = add(b, 1) = 3"],
    ["\\left\\{\\begin{array}{l}x=1\\\\y=2\\end{array}\\right.", "system(x = 1, y = 2)"],
    ["\\begin{cases} x & x>0 \\\\ 0 & \\text{otherwise} \\end{cases}", "system(implies(x > 0, x), 0)"],
  ],
  "tuples and intervals": [
    ["(1,2)", "tuple(1, 2)"],
    ["(1;2)", "tuple(1, 2)"],
    ["[1,2]", "[1 .. 2]"],
    ["(1,2]", "(1 .. 2]"],
    ["[1,2)", "[1 .. 2)"],
    ["]1,2[", "(1 .. 2)"],
    ["[1,2[", "[1 .. 2)"],
    ["(0,∞)", "(0 .. infinity)"],
    ["x \\in (0,1)", "x in (0 .. 1)"],
    ["(0,1) ∪ [2,3]", "union((0 .. 1), [2 .. 3])"],
    ["(-\\infty, 0] \\cup \\left(\\tfrac12, 1\\right)", "union((negate(infinity) .. 0], (divide(1, 2) .. 1))"],
    ["\\langle 1,2,3 \\rangle", "tuple(1, 2, 3)"],
    ["<1,2>", "tuple(1, 2)"],
    ["[1,2,3]", "array(1, 2, 3)"],
    ["[x+1]^2", "power(add(x, 1), 2)"],
  ],
  sets: [
    ["\\{1, 2\\}", "set(1, 2)"],
    ["{1,2}", "set(1, 2)"],
    ["\\left\\{1\\right\\}", "set(1)"],
    ["\\emptyset", "set()"],
    ["∅", "set()"],
    ["\\{\\}", "set()"],
    ["\\{x \\mid x > 0\\}", "setbuilder(x, x > 0)"],
    ["\\{x : |x| < 3\\}", "setbuilder(x, abs(x) < 3)"],
    ["\\{x \\in \\mathbb{R} : x \\ne 0\\}", "setbuilder(x in reals, x != 0)"],
    ["\\mathbb{R} \\setminus \\{0\\}", "difference(reals, set(0))"],
    ["ℝ - {0}", "difference(reals, set(0))"],
    ["{1,2} \\setminus {2}", "difference(set(1, 2), set(2))"],
    ["{1} \\subseteq {1,2}", "set(1) subset set(1, 2)"],
    ["\\mathbb{Z}^+", "integers_positive"],
    ["A \\cap B", "intersection(A, B)"],
    ["all real numbers", "reals"],
  ],
  matrices: [
    ["\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "matrix(1 2; 3 4"],
    ["\\begin{bmatrix} 1 \\\\ 2 \\\\ \\end{bmatrix}", "matrix[1; 2"],
    ["\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}", "determinant(matrix1 2; 3 4)"],
    ["\\left(\\begin{array}{cc}1&2\\\\3&4\\end{array}\\right)", "matrix(1 2; 3 4"],
    ["[[1,2],[3,4]]", "matrix[1 2; 3 4"],
    ["[[1],[2]]", "matrix[1; 2"],
    ["\\begin{pmatrix}1\\\\2\\end{pmatrix}^T", "transpose(matrix(1; 2)"],
    ["\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}^{-1}", "inverse(matrix(1 2; 3 4)"],
  ],
  dots: [
    ["1,2,\\ldots,n", "list(1, 2, repeat(array(1, 2), n), n)"],
    ["1+2+\\cdots+n", "add(1, 2, repeat(array(1, 2), n), n)"],
    ["1, 2, 3, ...", "list(1, 2, 3, repeat(array(1, 2, 3)))"],
    ["1\\cdot2\\cdots n", "multiply(1, 2, repeat(array(1, 2), n), n)"],
  ],
  logic: [
    ["x > 1 \\land x < 2", "and(x > 1, x < 2)"],
    ["x=1 \\Rightarrow y=2", "implies(x = 1, y = 2)"],
    ["\\lnot p", "not(p)"],
  ],
};

describe("reads what stands in brackets or beside each other", () => {
  for (const [name, rows] of Object.entries(tables)) {
    test.each(rows)(`${name}: %s`, (source, expected) => {
      expect(shapeOf(source)).toBe(expected);
    });
  }
});

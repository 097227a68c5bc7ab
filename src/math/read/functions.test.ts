import { describe, expect, test } from "vitest";
import { shapeOf } from "./_shape.ts";

const tables: Record<string, readonly (readonly [source: string, shape: string])[]> = {
  "arguments without brackets": [
    ["\\sin x", "sin(x)"],
    ["sin 2x", "sin(multiply(2, x))"],
    ["\\sin x \\cos x", "multiply(sin(x), cos(x))"],
    ["\\sin 2\\pi x", "sin(multiply(2, pi, x))"],
    ["\\sin\\frac{x}{2}", "sin(divide(x, 2))"],
    ["\\sin x(x+1)", "multiply(sin(x), add(x, 1))"],
    ["\\sin 2(x+1)", "sin(multiply(2, add(x, 1)))"],
    ["\\cos 58^\\circ", "cos(degree(58))"],
    ["\\sin x^2", "sin(power(x, 2))"],
    ["\\sin x + 1", "add(sin(x), 1)"],
    ["\\ln 2x / 3", "divide(log(multiply(2, x), e), 3)"],
  ],
  "powers and inverses": [
    ["\\sin^2 x", "power(sin(x), 2)"],
    ["\\sin^{-1} x", "arcsin(x)"],
    ["\\sin(x)^2", "power(sin(x), 2)"],
    ["\\arcsin x", "arcsin(x)"],
    ["\\operatorname{arctan}(1)", "arctan(1)"],
    ["\\tanh^{-1} x", "arctanh(x)"],
    ["\\cos^{-2} x", "power(cos(x), -2)"],
  ],
  logarithms: [
    ["\\log_2 8", "log(8, 2)"],
    ["\\log_{10} x", "log(x, 10)"],
    ["\\log x", "log(x, 10)"],
    ["\\ln x", "log(x, e)"],
    ["\\lg x", "log(x, 10)"],
    ["log(8, 2)", "log(8, 2)"],
    ["log2(8)", "log(8, 2)"],
    ["log10(100)", "log(100, 10)"],
    ["\\ln^2 x", "power(log(x, e), 2)"],
  ],
  other: [
    ["exp(2)", "power(e, 2)"],
    ["|x-3|", "abs(add(x, negate(3)))"],
    ["||x|-1|", "abs(add(abs(x), negate(1)))"],
    ["\\left|x\\right|", "abs(x)"],
    ["\\lfloor x \\rfloor", "floor(x)"],
    ["\\lceil 2.5 \\rceil", "ceil(5/2.1)"],
    ["\\gcd(4, 6)", "gcd(4, 6)"],
    ["\\operatorname{lcm}(4,6)", "lcm(4, 6)"],
    ["\\max\\{1,2\\}", "max(1, 2)"],
    ["min(1,2,3)", "min(1, 2, 3)"],
    ["\\lVert v \\rVert", "abs(v)"],
    ["\\overline{z}", "conjugate(z)"],
    ["Re(z)", "re(z)"],
    ["det([[1,2],[3,4]])", "determinant(matrix[1 2; 3 4)"],
  ],
  counts: [
    ["\\binom{n}{k}", "binomial(n, k)"],
    ["\\dbinom52", "binomial(5, 2)"],
    ["{n \\choose k}", "binomial(n, k)"],
    ["C(5,2)", "binomial(5, 2)"],
    ["{}_5C_2", "binomial(5, 2)"],
    ["_nC_k", "binomial(n, k)"],
    ["5C2", "binomial(5, 2)"],
    ["C_{10}^{3}", "binomial(10, 3)"],
    ["C_n^k", "binomial(n, k)"],
    ["A_5^3", "permutations(5, 3)"],
    ["C_1^2", "power(C_1, 2)"],
  ],
  "unknown functions": [
    ["f(x)", "apply(f, x)"],
    ["f(x)=x^2+1", "apply(f, x) = add(power(x, 2), 1)"],
    ["2f(x)", "multiply(2, apply(f, x))"],
    ["f'(2)", "apply(f', 2)"],
    ["f^{-1}(x)", "apply(f_inverse, x)"],
    ["f(2) < f(1)", "apply(f, 2) < apply(f, 1)"],
    ["h(r+h)", "multiply(h, add(r, h))"],
    ["P(x)=x^2", "apply(P, x) = power(x, 2)"],
    ["x(y+1)", "multiply(x, add(y, 1))"],
    ["g(1,2)", "apply(g, 1, 2)"],
    ["A(1,2)", "apply(A, 1, 2)"],
  ],
  "bound variables": [
    ["\\sum_{k=1}^{n} k^2", "sum(power(k, 2), k, 1, n)"],
    ["\\sum_{i=1}^n i^2 + 1", "add(sum(power(i_index, 2), i_index, 1, n), 1)"],
    ["\\prod_{k=1}^3 k", "product(k, k, 1, 3)"],
    ["\\int_0^1 x^2\\,dx", "integral(power(x, 2), x, 0, 1)"],
    ["\\int x + a\\,dx", "integral(add(x, a), x)"],
    ["\\int \\frac{dx}{x}", "integral(divide(1, x), x)"],
    ["\\int^b_a x\\,dx + 1", "add(integral(x, x, a, b), 1)"],
    ["\\frac{d}{dx} x^2", "derivative(power(x, 2), x, 1)"],
    ["\\frac{dy}{dx}", "derivative(y, x, 1)"],
    ["\\frac{d^2y}{dx^2}", "derivative(y, x, 2)"],
    ["\\frac{\\partial f}{\\partial x}", "derivative(f, x, 1)"],
    ["\\lim_{x \\to 0^+} \\frac1x", 'limit(divide(1, x), x, 0, "+")'],
    ["\\lim_{n\\to\\infty} a_n", "limit(a_n, n, infinity)"],
  ],
};

describe("reads functions", () => {
  for (const [name, rows] of Object.entries(tables)) {
    test.each(rows)(`${name}: %s`, (source, expected) => {
      expect(shapeOf(source)).toBe(expected);
    });
  }
});

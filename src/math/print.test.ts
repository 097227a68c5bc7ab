import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { print } from "./print.ts";
import { read } from "./read/read.ts";
import { call, number, type Head, type NumberTree, symbol, type Tree } from "./tree.ts";

function printed(source: string): string {
  const reading = read(source);
  return reading.status === "read" ? print(reading.tree) : reading.why;
}

describe("prints what people write", () => {
  test.each([
    ["x^{2}+\\frac{3}{4}", "x^2 + 3/4"],
    ["2x y-3", "2x*y - 3"],
    ["-\\frac{1}{2}x^2", "-1/2*x^2"],
    ["\\frac{x}{2y}", "x/(2y)"],
    ["\\{1, 2\\}", "{1, 2}"],
    ["[0,\\infty)", "[0, ∞)"],
    ["]0,1[", "]0, 1["],
    ["(-\\infty, 0] \\cup \\{5\\}", "(-∞, 0] ∪ {5}"],
    ["\\sqrt{2}", "sqrt(2)"],
    ["\\sqrt[5]{2}", "nthroot(2, 5)"],
    ["\\sin^2 x", "sin(x)^2"],
    ["\\log_2 8", "log(8, 2)"],
    ["\\ln x", "ln(x)"],
    ["3 \\times 10^5", "3e5"],
    ["1{,}234{,}567", "1_234_567"],
    ["1\\frac12", "1 1/2"],
    ["0.1\\overline{6}", "0.1666..."],
    ["1011_2", "1011_2"],
    ["50\\%", "50%"],
    ["30^\\circ", "30°"],
    ["5\\text{ km/h}", "5 km/h"],
    ["\\$4.50", "4.50 USD"],
    ["\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "[[1, 2], [3, 4]]"],
    ["\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}", "det([[1, 2], [3, 4]])"],
    ["x=1\\text{ or }x=2", "x = 1 or x = 2"],
    ["a+b=1,\\ a-b=2", "a + b = 1, a - b = 2"],
    ["x \\equiv 3 \\pmod 7", "x ≡ 3 mod 7"],
    ["1,2,\\ldots,n", "1, 2, ..., n"],
    ["\\sum_{k=1}^n k^2", "sum(k^2, k, 1, n)"],
    ["\\int_0^1 x\\,dx", "integral(x, x, 0, 1)"],
    ["\\lim_{x\\to 0^+} \\frac1x", "limit(1/x, x, 0, right)"],
    ["\\{x \\in \\mathbb{R} : x>0\\}", "{x ∈ ℝ | x > 0}"],
    ["\\text{no solution}", "no solution"],
    ["4:30 p.m.", "4:30 p.m."],
    ["2024-06-20", "June 20 2024"],
    ["a-(b-c)", "a - (b - c)"],
    ["(a^b)^c", "(a^b)^c"],
    ["2 \\cdot (10^5)", "2*(10^5)"],
  ])("%s", (source, expected) => {
    expect(printed(source)).toBe(expected);
  });
});

/** Numbers in every form but words, which print as digits. */
const numbers: fc.Arbitrary<NumberTree> = fc.oneof(
  fc.integer({ min: -999, max: 999 }).map((value) => number(value)),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map((value) => number(value)),
  fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 1, max: 6 }))
    .map(([digits, decimals]) => number(lowest(BigInt(digits), 10n ** BigInt(decimals)), { decimals })),
  fc
    .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 2, max: 9 }))
    .filter(([, n, d]) => n % d !== 0 && n < d)
    .map(([whole, n, d]) => number(lowest(BigInt(whole * d + n), BigInt(d)), { form: "mixed" })),
  fc
    .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 1, max: 9 }))
    .map(([digits, decimals]) =>
      number(lowest(BigInt(digits), 10n ** BigInt(decimals)), { form: "scientific", decimals }),
    ),
  fc
    .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 20 }))
    .map(([digits, zeros]) => number(BigInt(digits) * 10n ** BigInt(zeros), { form: "scientific" })),
  fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 98 }))
    .map(([whole, before, block]) =>
      number(lowest(BigInt(whole * 9_900 + before * 99 + block), 9_900n), { form: "repeating" }),
    ),
  fc
    .tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 2, max: 16 }))
    .map(([value, base]) => number(value, { form: "base", base })),
  fc.integer({ min: 1_000, max: 99_999_999 }).map((value) => number(value, { form: "grouped" })),
);

function lowest(n: bigint, d: bigint): { n: bigint; d: bigint } {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return { n: n / a, d: d / a };
}

const symbols = fc
  .constantFrom("x", "y", "n", "a", "pi", "e", "i", "theta", "x_1", "v_max", "y'", "infinity", "a_{n+1}")
  .map(symbol);

const unary: readonly Head[] = [
  "abs",
  "floor",
  "ceil",
  "round",
  "sign",
  "sin",
  "cos",
  "tan",
  "cot",
  "sec",
  "csc",
  "arcsin",
  "arctan",
  "sinh",
  "arccosh",
  "factorial",
  "doublefactorial",
  "percent",
  "degree",
  "re",
  "im",
  "conjugate",
  "arg",
];
const binary: readonly Head[] = [
  "divide",
  "power",
  "log",
  "root",
  "binomial",
  "permutations",
  "mod",
  "plusminus",
  "minusplus",
  "cross",
];
const variadic: readonly Head[] = ["add", "multiply", "gcd", "lcm", "max", "min"];

/** Is `-a` never read as a negate call: of a number, and of a sum's first term, the sign is drawn inside? */
function negatable(tree: Tree): boolean {
  return tree.kind !== "number" && !(tree.kind === "call" && tree.head === "negate");
}

const leaf: fc.Arbitrary<Tree> = fc.oneof(numbers, symbols);

/** One level of operators above these operands. */
function above(operand: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc.oneof(
    leaf,
    fc.tuple(fc.constantFrom(...unary), operand).map(([head, arg]) => call(head, arg)),
    fc.tuple(fc.constantFrom(...binary), operand, operand).map(([head, a, b]) => call(head, a, b)),
    fc
      .tuple(fc.constantFrom(...variadic), fc.array(operand, { minLength: 2, maxLength: 4 }))
      .map(([head, args]) => call(head, ...args)),
    operand.filter(negatable).map((arg) => call("negate", arg)),
    fc.tuple(operand, operand).map(([first, second]) => call("add", first, call("negate", second))),
    fc.array(operand, { minLength: 1, maxLength: 2 }).map((args) => call("apply", symbol("f"), ...args)),
  );
}

const value = above(above(above(leaf)));

const structures: fc.Arbitrary<Tree> = fc.oneof(
  value,
  fc.array(value, { minLength: 2, maxLength: 4 }).map((items) => call("list", ...items)),
  fc.array(value, { minLength: 1, maxLength: 4 }).map((items) => call("set", ...items)),
  fc.array(value, { minLength: 3, maxLength: 4 }).map((items) => call("tuple", ...items)),
  fc.array(value, { minLength: 3, maxLength: 4 }).map((items) => call("array", ...items)),
  fc
    .tuple(value, value, fc.boolean(), fc.boolean())
    .map(([low, high, lowClosed, highClosed]): Tree => ({ kind: "interval", low, high, lowClosed, highClosed })),
  fc
    .tuple(
      value,
      value,
      fc.constantFrom(
        "=" as const,
        "!=" as const,
        "<" as const,
        "<=" as const,
        ">" as const,
        ">=" as const,
        "approx" as const,
        "congruent" as const,
      ),
    )
    .map(([a, b, op]): Tree => ({ kind: "relation", ops: [op], sides: [a, b] })),
  fc.tuple(value, value, value).map(([a, b, c]): Tree => ({ kind: "relation", ops: ["<", "<="], sides: [a, b, c] })),
  fc
    .array(fc.tuple(value, value), { minLength: 2, maxLength: 3 })
    .map((rows): Tree => ({ kind: "matrix", rows, bracket: "[" })),
  fc
    .array(
      value.map((item) => [item]),
      { minLength: 2, maxLength: 3 },
    )
    .map((rows): Tree => ({ kind: "matrix", rows, bracket: "[" })),
  fc.array(value, { minLength: 2, maxLength: 3 }).map((parts) => call("ratio", ...parts)),
  fc.tuple(value, value).map(([a, b]) => call("union", call("set", a), call("set", b))),
  fc
    .tuple(value, value)
    .map(([low, high]) =>
      call("difference", symbol("reals"), { kind: "interval", low, high, lowClosed: true, highClosed: false }),
    ),
  fc.tuple(value, value, value).map(([body, low, high]) => call("sum", body, symbol("k"), low, high)),
  fc.tuple(value, value).map(([body, point]) => call("limit", body, symbol("x"), point)),
  value.map((body) => call("derivative", body, symbol("x"), number(1))),
  value.map((body) => call("integral", body, symbol("x"))),
  fc
    .tuple(
      numbers.filter((item) => item.form === undefined),
      fc.constantFrom("cm", "kg", "dollars", "apples"),
    )
    .map(([size, unit]): Tree => ({ kind: "quantity", value: size, unit: [{ unit, power: 1 }] })),
);

/** Trees as values: bigints and all, the reading compared field by field. */
function readBack(tree: Tree): unknown {
  const words = print(tree);
  const reading = read(words);
  return reading.status === "read" ? reading.tree : `${words}: ${reading.why} at ${reading.at}`;
}

describe("reads back as the same tree", () => {
  test("values", () => {
    fc.assert(
      fc.property(value, (tree) => {
        expect(readBack(tree)).toEqual(tree);
      }),
      { numRuns: 2_000, seed: 21 },
    );
  });
  test("structures", () => {
    fc.assert(
      fc.property(structures, (tree) => {
        expect(readBack(tree)).toEqual(tree);
      }),
      { numRuns: 2_000, seed: 22 },
    );
  });
});

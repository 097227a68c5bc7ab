import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBudget } from "../../core/index.ts";
import { shapeOf } from "./_shape.ts";
import { read } from "./read.ts";

describe("never guesses", () => {
  test.each([
    ["4\\sqrt", 6],
    ["\\frac{1}{", 9],
    ["\\frac{1}", 8],
    ["{1", 0],
    ["1}", 1],
    ["(1", 0],
    ["1)", 1],
    ["[1,2", 0],
    ["|x", 0],
    ["\\left(1,2", 5],
    ["\\text{abc", 5],
    ["\\begin{pmatrix} 1 & 2", 0],
    ["\\begin{pmatrix} 1 & 2 \\\\ 3 \\end{pmatrix}", 0],
    ["2 3", 2],
    ["x + ", 3],
    ["* 3", 0],
    ["2 +* 3", 3],
    ["x = = 3", 4],
    ["\\unknowncommand{3}", 0],
    ["\\sum k", 0],
    ["\\int x", 0],
    ["\\lim x", 0],
    ["x^", 1],
    ["_2", 0],
    ["1.2.3", 3],
    ["So 5 is it, or 6?", 16],
    ["", 0],
    ["   ", 0],
    ["\\boxed{}", 8],
    ["$$", 2],
  ])("%s is unread", (source, at) => {
    const reading = read(source);
    expect(reading.status).toBe("unread");
    expect(reading.status === "unread" && reading.at).toBe(at);
  });
});

describe("stays within its budget", () => {
  const hostile: Record<string, string> = {
    parentheses: "(".repeat(3_000) + "1" + ")".repeat(3_000),
    braces: "{".repeat(3_000) + "1" + "}".repeat(3_000),
    fractions: "\\frac{1}{".repeat(3_000) + "1" + "}".repeat(3_000),
    roots: "\\sqrt{".repeat(3_000) + "2" + "}".repeat(3_000),
    "signs before a number": "-".repeat(3_000) + "1",
    "exponent tower": "2^".repeat(3_000) + "2",
    "chain of quotients": "1/".repeat(3_000) + "2",
    "chain of factorials": "5" + "! ".repeat(3_000),
    "an integer of 200,000 digits": "7".repeat(200_000),
    "a fraction of 200,000 digits": `0.${"7".repeat(200_000)}`,
    "a huge exponent": "1e999999999",
    "a million letters": "a".repeat(1_000_000),
    "a million blanks": `1${" ".repeat(1_000_000)}+`,
    "a million braces": "{".repeat(1_000_000),
    "20,000 dollars": "$".repeat(20_000),
    "20,000 boxes": "\\boxed{".repeat(20_000),
    "subscripts left open": "x_{".repeat(10_000),
    "texts left open": "\\text{".repeat(5_000),
    environments: "\\begin{matrix}".repeat(1_000),
    bars: "|".repeat(9_000),
  };
  test.each(Object.entries(hostile))("%s", (_, source) => {
    expect(read(source).status).toBe("unread");
  });

  test("limits come from the caller", () => {
    expect(read("((((1))))", { budget: createBudget({ depth: 3 }) }).status).toBe("unread");
    expect(read("12345 + 1", { budget: createBudget({ digits: 4 }) }).status).toBe("unread");
    expect(read("1+1+1+1+1", { budget: createBudget({ nodes: 10 }) }).status).toBe("unread");
    expect(read("1+1+1+1+1", { budget: createBudget({ steps: 3 }) }).status).toBe("unread");
  });

  test("work is counted in the caller's budget", () => {
    const budget = createBudget();
    read("x + 1", { budget });
    expect(budget.spent).toBe(4);
  });
});

describe("never throws and always says where", () => {
  const pieces = [
    "\\frac",
    "\\sqrt",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "|",
    "^",
    "_",
    "1",
    "23",
    "x",
    "\\pi",
    "+",
    "-",
    "=",
    ",",
    "\\text{a b}",
    "\\left",
    "\\right",
    "$",
    "\\\\",
    "&",
    "\\begin{cases}",
    "\\end{cases}",
    "\\int",
    "d",
    "\\sum",
    "\\lim",
    "∞",
    "½",
    "²",
    "...",
    "cm",
    "sin",
    "!",
    "'",
    "%",
    "°",
    "\\{",
    "\\}",
    "or",
    " ",
  ];
  test("on random sequences of signs", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (parts) => {
        const source = parts.join("");
        const reading = read(source);
        if (reading.status === "unread") {
          expect(reading.why).not.toBe("");
          expect(reading.at).toBeGreaterThanOrEqual(0);
          expect(reading.at).toBeLessThanOrEqual(source.length);
        }
      }),
      { numRuns: 3_000, seed: 11 },
    );
  });
  test("on random text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (source) => {
        expect(["read", "unread"]).toContain(read(source).status);
      }),
      { numRuns: 2_000, seed: 12 },
    );
  });
});

describe("options", () => {
  test("syntax decides whether letters are a product", () => {
    expect(shapeOf("abcd", { syntax: "latex" })).toBe("multiply(a, b, c, d)");
    expect(shapeOf("abcd", { syntax: "plain" })).toBe('"abcd"');
    expect(shapeOf("abcd")).toBe('"abcd"');
  });
  test("the base of a bare logarithm", () => {
    expect(shapeOf("\\log x")).toBe("log(x, 10)");
    expect(shapeOf("\\log x", { logBase: "e" })).toBe("log(x, e)");
    expect(shapeOf("\\lg x", { logBase: "e" })).toBe("log(x, 10)");
  });
  test("a decimal comma", () => {
    expect(shapeOf("3,14")).toBe("list(3, 14)");
    expect(shapeOf("3,14", { decimalComma: true })).toBe("157/50.2");
  });
});

/** The last \boxed{...} of a worked solution. */
function lastBox(solution: string): string {
  const at = solution.lastIndexOf("\\boxed");
  const open = solution.indexOf("{", at);
  if (open < 0 || solution.slice(at + 6, open).trim() !== "") return solution.slice(at + 6).split("$")[0] ?? "";
  let depth = 0;
  for (let i = open; i < solution.length; i++) {
    if (solution.charAt(i) === "{") depth++;
    else if (solution.charAt(i) === "}" && --depth === 0) return solution.slice(open + 1, i);
  }
  return "";
}

const mathTruths = new URL("../../../../shared/data/math/test.jsonl", import.meta.url);

describe.skipIf(!existsSync(mathTruths))("real truths (skipped without shared/data)", () => {
  test("every truth of the MATH test set is read", () => {
    const truths = readFileSync(mathTruths, "utf8")
      .trim()
      .split("\n")
      .map((line) => lastBox((JSON.parse(line) as { solution: string }).solution));
    expect(truths).toHaveLength(5_000);
    expect(truths.filter((truth) => read(truth).status === "unread")).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import { shapeOf } from "./_shape.ts";

const tables: Record<string, readonly (readonly [source: string, shape: string])[]> = {
  wrappers: [
    ["$5$", "5"],
    ["\\(5\\)", "5"],
    ["\\[5\\]", "5"],
    ["$$5$$", "5"],
    ["**5**", "5"],
    ["\\boxed{5}", "5"],
    ["\\mathbf{x}", "x"],
    ["\\displaystyle\\frac12", "divide(1, 2)"],
    ["\\left(1+x\\right)", "add(1, x)"],
    ["\\bigl(1\\bigr)", "1"],
    ["\\color{red}5", "5"],
    ["\\hspace{2mm}5", "5"],
    ["5\\phantom{0}", "5"],
    ["\\vec{v}", "v"],
    ["x\\!y", "multiply(x, y)"],
    ["$\\cfrac{1}{3} $", "divide(1, 3)"],
  ],
  endings: [
    ["5.", "5"],
    ["5,", "5"],
    ["x=2;", "x = 2"],
    ["\\frac12.", "divide(1, 2)"],
    ["$5.$", "5"],
    ["1, 2, ...", "list(1, 2, repeat(array(1, 2)))"],
  ],
  boxes: [
    ["\\boxed{1,2}", "list(1, 2)"],
    ["\\boxed{1}\\boxed{2}", "list(1, 2)"],
  ],
  "backslashes too many or too few": [
    ["\\\\frac{1}{2}", "divide(1, 2)"],
    ["\\\\left(1,2\\\\right)", "tuple(1, 2)"],
    ["\\left{1,2\\right}", "set(1, 2)"],
    ["a,\\quadb", "list(a, b)"],
    ["frac{1}{2}", "divide(1, 2)"],
    ["sqrt{2}", "root(2, 2)"],
  ],
};

describe("sees through formatting", () => {
  for (const [name, rows] of Object.entries(tables)) {
    test.each(rows)(`${name}: %s`, (source, expected) => {
      expect(shapeOf(source)).toBe(expected);
    });
  }
});

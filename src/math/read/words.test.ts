import { describe, expect, test } from "vitest";
import { shapeOf } from "./_shape.ts";

const tables: Record<string, readonly (readonly [source: string, shape: string])[]> = {
  words: [
    ["Evelyn", '"Evelyn"'],
    ["\\text{Evelyn}", '"Evelyn"'],
    ["no solution", '"no solution"'],
    ["\\text{no solution}", '"no solution"'],
    ["yes", '"yes"'],
    ["\\text{ACF}", '"ACF"'],
    ["ACF", '"ACF"'],
    ["$odd$", '"odd"'],
    ["does not exist", '"does not exist"'],
    ["Monday", '"Monday"'],
  ],
  choices: [
    ["A", "A"],
    ["(A)", "A"],
    ["\\text{(C)}", "C"],
    ["B.", "B"],
    ["\\text{C,E}", "list(C, E)"],
    ["(C) 7", "C = 7"],
    ["\\textbf{(C)}\\ 7", "C = 7"],
    ["D. 12", "D = 12"],
  ],
  "dates and times": [
    ["4:30 p.m.", "date(hour 16, minute 30)"],
    ["\\text{1:03 PM}", "date(hour 13, minute 3)"],
    ["9\\text{ a.m.}", "date(hour 9, minute 0)"],
    ["4:05", "date(hour 4, minute 5)"],
    ["12:00 am", "date(hour 0, minute 0)"],
    ["June 20", "date(month 6, day 20)"],
    ["June 20, 2024", "date(year 2024, month 6, day 20)"],
    ["20 June 2024", "date(year 2024, month 6, day 20)"],
    ["2024-06-20", "date(year 2024, month 6, day 20)"],
    ["25/12/2024", "date(year 2024, month 12, day 25)"],
    ["12:30:15", "date(hour 12, minute 30, second 15)"],
  ],
  "what equals": [
    ["Area = 5", '"Area" = 5'],
    ["\\text{Area} = 5", '"Area" = 5'],
  ],
  items: [
    ["II", '"II"'],
    ["(ii)", '"ii"'],
    ["I and II", 'list(I, "II")'],
  ],
  "a word in plain text is no product, in LaTeX it is": [
    ["cat house", '"cat house"'],
    ["$abcd$", "multiply(a, b, c, d)"],
    ["abc", "multiply(a, b, c)"],
    ["2abc", "multiply(2, a, b, c)"],
  ],
  "sentences are unread": [
    ["the answer is 5", "unread at 0: words before a formula"],
    ["5 is the answer", 'unread at 2: "is the answer" is not a unit'],
    ["answer: x = 3 I think", "unread at 0: words before a formula"],
  ],
};

describe("reads answers in words, choices, dates and times", () => {
  for (const [name, rows] of Object.entries(tables)) {
    test.each(rows)(`${name}: %s`, (source, expected) => {
      expect(shapeOf(source)).toBe(expected);
    });
  }
});

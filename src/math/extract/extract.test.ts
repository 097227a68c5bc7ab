import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extract, type ExtractOptions } from "./extract.ts";
import { answerPlaces, type Extraction } from "./extraction.ts";

/** Rule and answer in one line; hedged answers and truncation by their own signs. */
function said(extraction: Extraction): string {
  switch (extraction.status) {
    case "found":
      return `${extraction.rule}: ${extraction.answer}`;
    case "hedged":
      return `${extraction.rule}? ${extraction.answers.map((answer) => answer.text).join(" | ")}`;
    case "truncated":
      return `${extraction.rule}...`;
    case "none":
      return extraction.reason;
  }
}

const tables: Record<string, readonly (readonly [text: string, expected: string])[]> = {
  boxed: [
    ["So the value is \\boxed{5}.", "boxed: 5"],
    ["$\\boxed{\\frac{1}{\\sqrt{2}}}$ is it", "boxed: \\frac{1}{\\sqrt{2}}"],
    ["\\boxed {3}", "boxed: 3"],
    ["\\boxed 5$.", "boxed: 5"],
    ["\\boxed\\pi.", "boxed: \\pi"],
    ["\\fbox{7}", "boxed: 7"],
    ["\\framebox[2cm][c]{8}", "boxed: 8"],
    ["\\boxed{\\boxed{ \\boxed{9} }}", "boxed: 9"],
    ["\\boxed{\\left\\{1, 2\\right\\}}", "boxed: \\left\\{1, 2\\right\\}"],
    ["\\boxedness is no command", "absent"],
    ["\\boxed{**5**}", "boxed: 5"],
    ["\\boxed{$\\$18.90$}", "boxed: \\$18.90"],
    ["First \\boxed{3}. Multiplied by five this gives \\boxed{15}.", "boxed: 15"],
  ],
  "boxes left open": [
    ["\\boxed{5}, then \\boxed{6", "boxed..."],
    ["\\boxed{5} and finally \\boxed{", "boxed..."],
    ["\\boxed{5} and finally \\boxed", "boxed..."],
    ["\\boxed{5} and finally \\boxed ", "boxed..."],
    ["\\boxed{\\boxed{5}", "boxed..."],
    ["\\boxed{\\frac{1}{2}", "boxed..."],
    ["\\boxed{5 was a slip.\n\nIt is \\boxed{6}.", "boxed: 6"],
  ],
  "blank boxes": [
    ["Put it in \\boxed{}. The answer is 7.", "answer-phrase: 7"],
    ["\\boxed{5} \\boxed{}", "blank"],
    ["\\boxed{4} \\boxed{?} \\boxed{?}", "blank"],
    ["Fill \\boxed{\\phantom{2}} so that it divides: \\boxed{4}", "boxed: 4"],
  ],
  tags: [
    ["<answer> 5 </answer>", "answer-tag: 5"],
    ["<answer>So it is \\boxed{5}.</answer>", "answer-tag: 5"],
    ["<answer>The answer is 5.</answer>", "answer-tag: 5"],
    ["\\boxed{4} <answer>5</answer>", "answer-tag: 5"],
    ["<answer>5</answer><answer>6", "answer-tag..."],
    ["<answer></answer>", "blank"],
    ["<answer>\\boxed{5</answer>", "answer-tag..."],
  ],
  phrases: [
    ["The final answer is $\\frac{1}{2}$. I hope it is correct.", "final-phrase: \\frac{1}{2}"],
    ["**Final Answer**\n\n\\[\nx = 5\n\\]\n", "final-phrase: x = 5"],
    ["**Final Answer:** **42**", "final-phrase: 42"],
    ["Final answer: 3.5 meters per second.", "final-phrase: 3.5 meters per second"],
    ["The final answer to the problem is: 18 dollars, because ducks lay.", "final-phrase: 18 dollars"],
    ["The answer is 3.14.", "answer-phrase: 3.14"],
    ["The correct answer would be 5!.", "answer-phrase: 5!"],
    ["The correct answer would be $5!$", "answer-phrase: 5!"],
    ["The correct answer would be 10!/2!", "answer-phrase: 10!/2!"],
    ["The correct answer would be 5!", "answer-phrase: 5"],
    ["The answer is $5 or $6.", "answer-phrase: $5 or $6"],
    ["The answer is 1,234 sq. units.", "answer-phrase: 1,234 sq. units"],
    ["The answer is not 5. It is 6", "last-expression: 6"],
    ["The answer is", "answer-phrase..."],
    ["The answer is \\(\\frac{1", "answer-phrase..."],
    ["Answer: 5", "answer-label: 5"],
    ["**Answer:** 5", "answer-label: 5"],
    ["**Answer**: $5$", "answer-label: 5"],
    ["ANSWER - 12", "answer-label: 12"],
    ["所以答案是 5。", "chinese-phrase: 5"],
    ["故答案为：$\\frac12$．", "chinese-phrase: \\frac12"],
    ["答案：B", "chinese-phrase: B"],
  ],
  marks: [
    ["She has 42 eggs.\n#### 42", "hash-mark: 42"],
    ["#### Step 1: count\n7 eggs\n#### 1,234\nThanks", "hash-mark: 1,234"],
    ["She sells 13 * 2 = $<<13*2=26>>26\nA: 26", "letter-label: 26"],
    ["A: $0<a$\n\nB: $1<a$", "last-expression: 1<a"],
    ['{"reasoning": "three plus two", "answer": 5}', "json-field: 5"],
    ['{"answer": "\\\\frac{1}{2}"}', "json-field: \\frac{1}{2}"],
    ['{"answer": "\\frac{1}{2}"}', "json-field: \\frac{1}{2}"],
    ["{'final_answer': [1, 2, 3]}", "json-field: [1, 2, 3]"],
    ['{"answer": "5', "json-field..."],
    ["Looking at the options:\n(B)", "choice-letter: (B)"],
    ["**C.**", "choice-letter: C"],
  ],
  "a bare answer": [
    ["2x", "whole-text: 2x"],
    ["\\frac{10}{9}", "whole-text: \\frac{10}{9}"],
    ["$1 \\times 10^3$", "whole-text: 1 \\times 10^3"],
    ["5 - 3 apples", "whole-text: 5 - 3 apples"],
    [" (1, 2)\n", "whole-text: (1, 2)"],
    ["x^2 + y^2 = 25", "whole-text: x^2 + y^2 = 25"],
    ["3 + 4 = 7", "last-equation: 7"],
    ["Paris", "whole-text: Paris"],
    ["4\\sqrt{", "absent"],
  ],
  "what stands last": [
    ["so 3 + 4 = 7", "last-equation: 7"],
    ["we have\n\\[\nx = 7\n\\]", "last-equation: 7"],
    ["Therefore, Hillary has 7 nickels.", "last-expression: 7"],
    ["She makes $18 every day.", "last-expression: $18"],
    ["It is \\(x^2+1\\).", "last-expression: x^2+1"],
    ["It comes to -3/4", "last-expression: -3/4"],
    ["which leaves 5 - 3 apples", "absent"], // a piece of an expression is no answer
    ["it has side \\sqrt{2}", "absent"],
    ["that gives us 2x", "absent"],
    ["Let us check $n = 4$ again:", "absent"],
    ["In how many ways can 5 be chosen from 6 students if", "absent"],
    ["print(result)\n```output\n13\n```\nReach max function call limit.", "absent"],
    ["no number here", "absent"],
    ["", "absent"],
  ],
  hedges: [
    ["The answer is 5 or maybe 6.", "answer-phrase? 5 | 6"],
    ["The answer is 5, possibly 6.", "answer-phrase? 5 | 6"],
    ["\\boxed{5 \\text{ or maybe } 6}", "boxed? 5 | 6"],
    ["The answer is probably 6.", "answer-phrase: 6"],
  ],
  thinking: [
    ["<think>so \\boxed{4}</think> The answer is 5.", "answer-phrase: 5"],
    ["so \\boxed{4}</think>\n\n\\boxed{5}", "boxed: 5"],
    ["<think>so \\boxed{4}</think> It has 5 sides.", "last-expression: 5"],
    ["<think>so \\boxed{4}</think>\n", "boxed: 4"],
    ["<think>so \\boxed{4}, no wait", "boxed: 4"],
    ["<think>it has 4 sides", "absent"],
  ],
  hostile: [
    ["The answer is 5\u200B0<|im_end|>\n", "answer-phrase: 50"],
    ["\\boxed{\u202E12\u202C}", "boxed: 12"],
    ["\\bo\u200Dxed{12}", "boxed: 12"],
    ["\\boxed{5}</s><|endoftext|><|endoftext|>", "boxed: 5"],
  ],
};

for (const [name, rows] of Object.entries(tables)) {
  test.each(rows)(`${name}: %j`, (text, expected) => expect(said(extract(text))).toBe(expected));
}

describe("the other candidates of the final declaration", () => {
  const others = (text: string) => {
    const extraction = extract(text);
    return extraction.status === "found" ? extraction.others.map((other) => other.text) : extraction.status;
  };
  test.each([
    ["\\boxed{5}, \\boxed{6}", ["5"]],
    ["\\boxed{5} or \\boxed{6} or \\boxed{7}", ["5", "6"]],
    ["\\[\\boxed{\\frac{1}{8}}\\]\nand\n\\[\\boxed{5050}\\]", ["\\frac{1}{8}"]],
    ["The answer is \\boxed{5}. The answer is \\boxed{6}.", ["5"]],
    [
      "The final answers are:\n- the fifth listed number: \\boxed{121}\n- the sum of all numbers: \\boxed{208}",
      ["121"],
    ],
    ["I think the answer is 5. The answer is 6.", ["5"]],
    ["<answer>5</answer> and much later, after thinking it all over, <answer>6</answer>", ["5"]],
    ["\\boxed{5} \\boxed{5}", []],
    ["The first side is \\boxed{3}. Multiplied by five this gives \\boxed{15}.", []],
    ["The answer is \\boxed{5}. Wait, actually no, the answer is \\boxed{6}.", []],
  ])("%j", (text, expected) => expect(others(text)).toEqual(expected));
});

describe("options", () => {
  const withOptions = (text: string, options: ExtractOptions) => said(extract(text, options));

  test("strict takes only the declared place", () => {
    expect(withOptions("The answer is 5.", { strict: { place: "boxed" } })).toBe("absent");
    expect(withOptions("\\boxed{4} <answer>5</answer>", { strict: { place: "boxed" } })).toBe("boxed: 4");
  });
  test("rules can be chosen, their priority stays", () => {
    const rules = ["last-expression", "answer-label"] as const;
    expect(withOptions("\\boxed{4} Answer: 5. Not 6.", { rules })).toBe("answer-label: 5");
  });
  test("an incomplete text is not guessed from", () => {
    expect(withOptions("Then she has 7 eggs and", { complete: false })).toBe("absent");
    expect(withOptions("\\boxed{7} and", { complete: false })).toBe("boxed: 7");
  });
  test("thinking can be closed to the search, or be text like any other", () => {
    expect(withOptions("<think>\\boxed{4}</think>", { think: "never" })).toBe("absent");
    expect(withOptions("<think>\\boxed{4}", { think: "never" })).toBe("think...");
    expect(withOptions("<think>\\boxed{4}</think> It has 5 sides.", { think: "ignored" })).toBe("boxed: 4");
  });
  test("special tokens at the end can be kept", () => {
    expect(withOptions("the answer is 5<eos>", { trimEndTokens: false })).toBe("answer-phrase: 5<eos>");
  });
});

describe("notes", () => {
  const notes = (text: string) => extract(text).notes;
  test("name invisible characters, look-alikes and thinking", () => {
    expect(notes("\\boxed{5\u200B0}")).toEqual(["invisible-characters"]);
    expect(notes("\\boxed{５}")).toEqual(["look-alike-characters"]);
    expect(notes("\\boxed{\u0425}")).toEqual(["look-alike-characters"]);
    expect(notes("<think>\\boxed{5}</think>")).toEqual(["inside-think"]);
    expect(notes("\\boxed{5}")).toEqual([]);
  });
});

/** Pieces that hostile texts are made of. */
const piece = fc.constantFrom(
  "\\boxed{",
  "}",
  "{",
  "5",
  "\\frac{1}{2}",
  "$",
  "\\(",
  "\\)",
  "\\[",
  "\\]",
  "\n",
  "\n\n",
  " ",
  "the answer is ",
  "Final answer: ",
  "#### ",
  "A: ",
  "<answer>",
  "</answer>",
  "<think>",
  "</think>",
  '{"answer": ',
  '"',
  "\\",
  ".",
  ",",
  " or maybe ",
  "\u200B",
  "**",
  "答案是",
  "= 7",
  "(B)",
  "<|im_end|>",
  "😀",
);
const hostileText = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));

test("property: a span shows the answer in the original text, and work is linear", () => {
  const place = fc.option(fc.constantFrom(...answerPlaces), { nil: undefined });
  fc.assert(
    fc.property(hostileText, place, (text, place) => {
      const extraction = extract(text, place === undefined ? {} : { strict: { place } });
      expect(extraction.work).toBeLessThanOrEqual(20 * text.length + 2000);
      const [start, end] = extraction.status === "none" ? [0, 0] : extraction.span;
      expect(0 <= start && start <= end && end <= text.length).toBe(true);
      // a JSON string is given without its escapes, all other answers as they stand
      const asWritten =
        extraction.status === "found" && extraction.rule !== "json-field" ? extraction.answer : undefined;
      expect(asWritten ?? text.slice(start, end).replaceAll("\u200B", "")).toBe(
        text.slice(start, end).replaceAll("\u200B", ""),
      );
    }),
    { seed: 20_261_125, numRuns: 3000 },
  );
});

test("property: a strict place is the only one that can be named", () => {
  fc.assert(
    fc.property(hostileText, fc.constantFrom(...answerPlaces), (text, place) => {
      const extraction = extract(text, { strict: { place } });
      expect(extraction.status === "none" ? place : extraction.rule).toBe(place);
    }),
    { seed: 20_261_125, numRuns: 2000 },
  );
});

test("property: what precedes in an own paragraph does not change a box that ends the text", () => {
  fc.assert(
    fc.property(hostileText, fc.integer(), (before, value) => {
      const text = `${before}\n\nTherefore the total comes to $\\boxed{${value}}$.`;
      expect(said(extract(text, { strict: { place: "boxed" }, think: "ignored" }))).toBe(`boxed: ${value}`);
    }),
    { seed: 20_261_125, numRuns: 2000 },
  );
});

const repeated: Record<string, string> = {
  "1 MB of prose": "the duck lays eggs and sells them. ".repeat(30_000),
  "open boxes": "\\boxed{".repeat(20_000),
  "nested boxes": `${"\\boxed{".repeat(20_000)}5${"}".repeat(20_000)}`,
  dollars: "$".repeat(20_000),
  "boxes in a row": "\\boxed{5},".repeat(20_000),
  phrases: "the answer is ".repeat(20_000),
  declarations: "The answer is 5. ".repeat(20_000),
  tags: "<answer>".repeat(20_000),
  braces: `\\boxed{${"{".repeat(200_000)}`,
  blanks: "\n".repeat(200_000),
  "zero-width spaces": "a\u200B".repeat(100_000),
  fields: '"answer":['.repeat(20_000),
  formulas: "\\(".repeat(100_000),
};

test.each(Object.entries(repeated))("work on %s grows with the length, not faster", (_, text) => {
  const half = extract(text.slice(0, text.length / 2)).work;
  const whole = extract(text).work;
  expect(whole).toBeLessThanOrEqual(2.1 * half + 10_000);
  expect(whole).toBeLessThanOrEqual(20 * text.length);
});

test("20,000 nested boxes give the innermost content", () => {
  expect(said(extract(repeated["nested boxes"] ?? ""))).toBe("boxed: 5");
  expect(said(extract(repeated["open boxes"] ?? ""))).toBe("boxed...");
});

import { describe, expect, it } from "vitest";
import { check } from "./check.ts";

describe("check", () => {
  it("says which truth decided, by which rule, and what it cost", () => {
    const result = check({ truth: "\\frac12", answer: "0.5" });
    expect(result).toMatchObject({ outcome: "equal", truth: "\\frac12" });
    expect(result.rule).not.toBe("");
    expect(result.spent).toBeGreaterThan(0);
    expect(result.explanation).toBeUndefined();
  });

  it("accepts any of several truths", () => {
    expect(check({ truth: ["2", "\\sqrt{3}", "7"], answer: "3^{1/2}" })).toMatchObject({
      outcome: "equal",
      truth: "\\sqrt{3}",
    });
    expect(check({ truth: ["2", "3"], answer: "4" }).outcome).toBe("different");
    expect(check({ truth: ["2", "\\frac{"], answer: "4" })).toMatchObject({
      outcome: "undecided",
      rule: "unread-truth",
    });
    expect(check({ truth: [], answer: "4" })).toMatchObject({ outcome: "undecided", rule: "unread-truth" });
  });

  it("never guesses at what it could not read", () => {
    expect(check({ truth: "3 + ", answer: "3" })).toMatchObject({ outcome: "undecided", rule: "unread-truth" });
    expect(check({ truth: "3", answer: "3 + " })).toMatchObject({ outcome: "undecided", rule: "unread-answer" });
    expect(check({ truth: "3 + ", answer: "3 + " })).toMatchObject({ outcome: "equal", rule: "same-text" });
    expect(check({ truth: "", answer: "" }).outcome).toBe("undecided");
  });

  it("explains both readings when asked", () => {
    const { explanation } = check({ truth: "x<3", answer: "(-\\infty, 3", explain: true });
    expect(explanation?.truth).toEqual({ text: "x<3", form: "x < 3", kind: "relation" });
    expect(explanation?.answer.unread).toMatch(/at character \d+/);
  });

  it("costs and says the same for a remembered truth as for a fresh one", () => {
    const input = { truth: "(a+b)^3 + 17", answer: "a^3+3a^2b+3ab^2+b^3+17" };
    expect(check(input)).toEqual(check(input));
  });

  it.each([
    ["9^{9^{9^9}}", "5"],
    ["5", "9^{9^{9^9}}"],
    ["5", "(10^9)!"],
    ["5", "\\binom{10^{12}}{10^{11}}"],
    ["5", "7".repeat(200_000)],
    ["5", "(".repeat(3_000) + "5" + ")".repeat(3_000)],
    ["\\{1\\}", `\\{${Array.from({ length: 3_000 }, (_, index) => index).join(",")}\\}`],
    [
      Array.from({ length: 700 }, (_, index) => `x+${index}`).join(","),
      Array.from({ length: 700 }, (_, index) => `y+${index}`).join(","),
    ],
    ["5", `\\text{${".".repeat(100_000)}a}`],
  ])("does not hang on %.20s against %.20s and does not call them equal", (truth, answer) => {
    const { outcome, spent } = check({ truth, answer });
    expect(outcome).not.toBe("equal");
    expect(spent).toBeLessThan(1_000_000);
  });

  it("stops at the limits it is given", () => {
    const result = check({ truth: "(a+b)^3", answer: "a^3+3a^2b+3ab^2+b^3", budget: { steps: 5 } });
    expect(result).toMatchObject({ outcome: "undecided", rule: "budget:steps" });
  });
});

it.each([
  ["0.5", "0.5\\%", "different"],
  ["1", "1\\%", "different"],
  ["\\frac{1}{4}", "\\frac{1}{4}\\%", "different"],
  ["0.5", "50\\%", "equal"],
  ["50", "50\\%", "equal"],
  ["50\\%", "50", "equal"],
  ["0.5\\%", "0.5", "equal"],
])("the truth %s and the answer %s: %s", (truth, answer, outcome) => {
  expect(check({ truth, answer }).outcome).toBe(outcome);
});

it.each([
  ["$12:00$", "$1:00$", "different"],
  ["$12:00$", "12:00", "equal"],
  ["3:4", "$6:8$", "equal"],
  ["185", "185\\", "equal"],
  ["185", "18\\", "different"],
])("the truth %s and the answer %s: %s", (truth, answer, outcome) => {
  expect(check({ truth, answer }).outcome).toBe(outcome);
});

it.each([
  ["\\ln|x|", "\\ln x", "undecided"],
  ["\\ln x", "\\ln|x|", "equal"],
  ["\\ln|x| + C", "\\ln x + C", "equal"],
  ["x + 1", "\\frac{x^2 - 1}{x - 1}", "equal"],
])("an answer may not lose a part of the truth's domain: %s and %s are %s", (truth, answer, outcome) => {
  expect(check({ truth, answer }).outcome).toBe(outcome);
});

it.each([
  ["1 \\leq |z| \\leq \\frac32", "z \\in [-\\frac32, -1] \\cup [1, \\frac32]", "equal"],
  ["1 < |x|", "|x| > 1", "equal"],
  ["x^2 < 4", "-2 < x < 2", "equal"],
  ["x^2 < 4", "-2 < x \\le 2", "different"],
  ["1 < x^2 < 4", "(-2,-1) \\cup (1,2)", "equal"],
  ["-3 < 2x+1 < 5", "(-2, 2)", "equal"],
  ["-3 < 2x+1 < 5", "(-2, 3)", "different"],
])("distances, squares and chains as sets: %s and %s are %s", (truth, answer, outcome) => {
  expect(check({ truth, answer }).outcome).toBe(outcome);
});

/** @file Which side is right where our verdict and a label differ, as a person decided it from the problem and the response. */

export interface Review {
  /** The end of the truth, and the start of the answer that we took. */
  readonly truth: string;
  readonly answer: string;
  readonly right: "ours" | "label";
  readonly reason: string;
}

const decimal = "the finite decimal is the fraction; the run's grader compares spellings of fractions only";
const innerFractions = "a/b inside a matrix is \\frac{a}{b}; the run's grader does not look inside matrices";
const declared =
  "the right answer is declared, in words and not in the box that the run asked for; strict mode agrees with the label";
const guessed =
  "the right answer is what the finished response ends with, not boxed; strict mode agrees with the label";

export const reviews: readonly Review[] = [
  {
    truth: "= 50 years old.\nA: 50",
    answer: "10+John's age",
    right: "label",
    reason: "the line declared as the answer is prose; we abstain (unread), which counts as not correct",
  },
  {
    truth: "\\text{4:30 p.m.}",
    answer: "4:30 \\text{ p.m.}",
    right: "ours",
    reason: "the same time; the labelled extraction had dropped the p.m.",
  },
  { truth: "10{,}000", answer: "10000", right: "ours", reason: "{,} groups thousands" },
  {
    truth: "\\begin{pmatrix} -1/3 \\\\ 2/3",
    answer: "\\begin{pmatrix} -\\frac{1}{3}",
    right: "ours",
    reason: innerFractions,
  },
  { truth: "\\begin{pmatrix} 1/5", answer: "\\begin{pmatrix} \\frac{1}{5}", right: "ours", reason: innerFractions },
  { truth: "\\begin{pmatrix} 16/49", answer: "\\begin{pmatrix} \\frac{16}{49}", right: "ours", reason: innerFractions },
  {
    truth: "\\frac{270}7\\text{ degrees}",
    answer: "\\frac{270}{7}",
    right: "ours",
    reason:
      "the problem asks for the degree measure, so the number alone is complete (policy `degrees`; off, it is different)",
  },
  { truth: "\\frac{11+9a}{20}", answer: "\\frac{9a + 11}{20}", right: "ours", reason: "a sum in another order" },
  { truth: "-13x+3", answer: "3 - 13x", right: "ours", reason: "a sum in another order" },
  { truth: "\\frac{9}{100}", answer: "0.09", right: "ours", reason: decimal },
  { truth: "\\frac{11}{2}", answer: "5.5", right: "ours", reason: decimal },
  { truth: "\\frac{1997}{2}", answer: "998.5", right: "ours", reason: decimal },
  { truth: "\\frac{448}{15625}", answer: "0.028672", right: "ours", reason: decimal },
  { truth: "\\dfrac{33}{100}", answer: "0.33", right: "ours", reason: decimal },
  { truth: "4210_{5}", answer: "4210_5", right: "ours", reason: "braces around one digit of a subscript mean nothing" },
  {
    truth: "\\text{(B)}",
    answer: "\\textbf{(B)}\\ 3(1",
    right: "ours",
    reason: "the same letter, with the text of its option",
  },
  { truth: "\\text{(B)}", answer: "\\textbf{(B)}", right: "ours", reason: "the same letter in bold" },
  { truth: "9", answer: "9", right: "ours", reason: declared },
  { truth: "40", answer: "40 daps", right: "ours", reason: declared },
  { truth: "6 - 5i", answer: "w = 6 - 5i", right: "ours", reason: declared },
  { truth: "23", answer: "12 + 11 = 23", right: "ours", reason: declared },
  { truth: "7", answer: "7", right: "ours", reason: guessed },
  { truth: "4", answer: "4", right: "ours", reason: guessed },
  { truth: "1251", answer: "1251", right: "ours", reason: guessed },
  { truth: "15x - 80", answer: "15x - 80", right: "ours", reason: guessed },
  {
    truth: "10",
    answer: "\\frac{1}{10} \\text{)}",
    right: "label",
    reason: 'the label "Answer:" stands inside broken LaTeX of another problem; we abstain (unread)',
  },
];

export function reviewOf(truth: string, answer: string): Review | undefined {
  return reviews.find((review) => isNamed(truth, review.truth) && answer.startsWith(review.answer));
}

/** Short truths must be met whole; a worked solution is named by its end, a long formula by its start. */
function isNamed(truth: string, name: string): boolean {
  return truth === name || (name.length > 4 && (truth.startsWith(name) || truth.endsWith(name)));
}

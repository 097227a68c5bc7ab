/** The maths engine alone: where the answer was found, and why it is equal, different or undecided. */
import { check, extract } from "goodhart/math";

const response = "Some say \\boxed{3}. On reflection, the final answer is \\boxed{\\frac{\\sqrt{12}}{2}}.";
const found = extract(response);
if (found.status === "found") console.log(`rule ${found.rule}, answer ${found.answer}, at ${found.span.join(" to ")}`);

const pairs = [
  { truth: "\\sqrt{3}", answer: "\\frac{\\sqrt{12}}{2}" },
  { truth: "x^2 - 1", answer: "(x-1)(x+1)" },
  { truth: "x^2 - 1", answer: "x^2 + 1" },
  { truth: "2^{100}", answer: "2^{100} + 1" },
  { truth: "1", answer: "9^{9^{9^{9}}}" },
];

for (const { truth, answer } of pairs) {
  const { outcome, rule, witness } = check({ truth, answer });
  console.log(`${truth}  vs  ${answer}: ${outcome} by ${rule}${witness === undefined ? "" : `, ${witness.note}`}`);
}

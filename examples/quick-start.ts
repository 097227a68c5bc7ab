/** A reward on a group of answers: two in three are scored, one abstains, none is silently zero. */
import { math } from "goodhart";

const reward = math();

const scores = await reward({
  task: { id: "sum", prompt: "What is 3/4 + 1/2?", truth: "5/4" },
  rollouts: [
    { text: "3/4 + 2/4 = 5/4, so the answer is \\boxed{1\\frac{1}{4}}.", finish: "stop" },
    { text: "Add above and below: \\boxed{\\frac{4}{6}}.", finish: "stop" },
    { text: "First, a common denominator. 3/4 stays, and", finish: "length" },
  ],
});

for (const score of scores) {
  const why = score.evidence?.map(({ note }) => note).join("; ") ?? "";
  if (score.status === "scored") console.log(score.value, score.verdict, score.reason, "-", why);
  else if (score.status === "abstained") console.log("abstained:", score.reason, "-", why);
  else console.log("failed:", score.error.message);
}

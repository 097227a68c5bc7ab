/** From scores to what a trainer steps on: a group of answers, normalised within itself. */
import { math } from "goodhart";
import { groupNormalized } from "goodhart/advantage";

const group = {
  task: { id: "1", prompt: "What is 6 * 7?", truth: "42" },
  rollouts: ["\\boxed{42}", "\\boxed{41}", "\\boxed{42.0}", "I think \\boxed{4"].map((text) => ({ text })),
};

const scores = await math()(group);
const { groups } = groupNormalized()([{ group, scores }]);

for (const [index, advantage] of (groups[0] ?? []).entries()) {
  const score = scores[index];
  const weight = advantage.mask[0] === 1 ? advantage.values[0]?.toFixed(3) : "left out";
  console.log(group.rollouts[index]?.text, "->", score?.status, "->", weight);
}

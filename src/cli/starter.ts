/** @file What `goodhart init` writes. A test runs these files, so that the first thing a user has does work. */

const reward = `import { defineReward, gate, scored, type Rollout, type Task } from "goodhart";
import { math } from "goodhart/verify";
import { z } from "zod";

/** From 0 to 1: how much of the allowed length was left unused. */
export const brief = defineReward({
  name: "brief",
  summary: "Shorter is better, down to nothing at the limit.",
  options: z.object({ limit: z.number().positive().default(2000) }),
  version: 1,
  range: [0, 1],
  score:
    ({ limit }) =>
    (_task: Task, rollout: Rollout) =>
      scored(Math.max(0, 1 - rollout.text.length / limit)),
});

/** Being brief pays only where the answer is right. */
export default gate({ when: math(), of: brief() });
`;

const config = `import { defineConfig } from "goodhart/config";
import homework from "./reward.ts";

export default defineConfig({
  rewards: { homework },
  reward: "homework",
});
`;

const rollouts = [
  {
    id: "1",
    prompt: "What is 2/4 in lowest terms?",
    truth: "1/2",
    responses: ["It is \\boxed{\\frac12}.", "It is \\boxed{2}.", "0.5"],
  },
  {
    id: "2",
    prompt: "Expand (x+1)^2.",
    truth: "x^2+2x+1",
    responses: ["\\boxed{1 + 2x + x^2}", "\\boxed{x^2+1}", "Either \\boxed{x^2+1} or \\boxed{x^2+2x+1}."],
  },
  {
    id: "3",
    prompt: "Solve x^2 = 9.",
    truth: "-3, 3",
    responses: ["\\boxed{\\pm 3}", "\\boxed{3}", "I ran out of ti"],
  },
];

export const starterFiles: Readonly<Record<string, string>> = {
  "reward.ts": reward,
  "goodhart.config.ts": config,
  "rollouts.jsonl": rollouts.map((row) => `${JSON.stringify(row)}\n`).join(""),
};

/** A reward of one's own: options with a schema, a guarded call, and a spec that makes the same reward again. */
import { defineReward, hash, scored, type Rollout, type Task } from "goodhart";
import { z } from "zod";

const brief = defineReward({
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

const reward = brief({ limit: 200 });
const rollouts = [{ text: "x".repeat(50) }, { text: "x".repeat(500) }];

console.log(await reward({ task: { id: "1", prompt: "Be brief.", truth: null }, rollouts }));
console.log("spec", reward.spec, "hash", hash(reward.spec));

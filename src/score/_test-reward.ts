/** @file Rewards of this room's tests. Responses of one word are traps. */
import { z } from "zod";
import { abstained, correct, defineReward, incorrect, scored } from "../core/index.ts";

/** Right where the text behind "=" is the truth. "hang" never ends, "exit" kills the worker, "throw" throws, "unsure" abstains. */
const equals = defineReward<object, object, string>({
  name: "equals",
  summary: "Compares what stands behind the equals sign.",
  options: z.object({}),
  version: 1,
  range: [0, 1],
  needs: ["truth"],
  score: () => (task, rollout) => {
    if (rollout.text === "hang") for (;;);
    if (rollout.text === "exit") process.exit(1);
    if (rollout.text === "throw") throw new Error("thrown on purpose");
    if (rollout.text === "unsure") return abstained("undecided");
    const start = rollout.text.lastIndexOf("=") + 1;
    const answer = rollout.text.slice(start);
    const evidence = [{ kind: "extraction", note: `answer ${answer}`, span: [start, rollout.text.length] as const }];
    const details = { evidence, cost: { work: rollout.text.length } };
    return answer === task.truth
      ? correct({ reason: "equal", ...details })
      : incorrect({ reason: "different", ...details });
  },
});

/** As `equals`, but answers later and in another order than it was asked, as judges do. */
export const later = defineReward({
  name: "later",
  summary: "Gives the length of the text after a while.",
  options: z.object({}),
  version: 1,
  range: [0, Infinity],
  score: () => async (_task, rollout) => {
    await new Promise((resolve) => setTimeout(resolve, rollout.text.length % 7));
    return scored(rollout.text.length, { parts: { length: scored(rollout.text.length), none: abstained("no") } });
  },
})();

export default equals();

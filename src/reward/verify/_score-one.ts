import type { Reward, Rollout, Score, Task } from "../../core/index.ts";

/** Scores one text, for the tests of this room. */
export async function scoreOne(
  reward: Reward,
  truth: unknown,
  text: string,
  extra: { readonly rollout?: Partial<Rollout>; readonly task?: Partial<Task> } = {},
): Promise<Score> {
  const task = { id: "test", prompt: "?", truth, ...extra.task };
  const [score] = await reward({ task, rollouts: [{ text, ...extra.rollout }] });
  if (score === undefined) throw new Error("no score came back");
  return score;
}

/** A score in a word: "1 equal", "0 different", "abstained truncated", "failed GOODHART_TRUTH". */
export function inAWord(score: Score): string {
  switch (score.status) {
    case "scored":
      return `${Number(score.value.toFixed(6))}${score.reason === undefined ? "" : ` ${score.reason}`}`;
    case "abstained":
      return `abstained ${score.reason}`;
    case "failed":
      return `failed ${score.error.code}`;
  }
}

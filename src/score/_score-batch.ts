import { groupNormalized } from "../advantage/index.ts";
import { rowOptions, type JobData } from "./_work.ts";
import { loadReward } from "./load-reward.ts";
import { scoreRows, type GroupRows } from "./score-rows.ts";

/** Groups of a waiting reward (a judge, a sandbox) that are under way at once in one thread. */
const sideBySide = 16;

export type ScoreBatch = (
  groups: readonly GroupRows[],
  groupDone: () => void,
) => Promise<readonly (readonly string[])[]>;

/** Loads the reward and makes the function that scores a batch of groups, in whatever thread it is called. */
export async function batchScorer(job: JobData): Promise<ScoreBatch> {
  const advantage = groupNormalized({ projection: job.projection });
  const options = { ...rowOptions(job), reward: await loadReward(job.reward), advantage };
  return async (groups, groupDone) => {
    const results: (readonly string[])[] = Array.from({ length: groups.length });
    const waiting = new Set<Promise<void>>();
    for (const [index, group] of groups.entries()) {
      const lines = scoreRows(group, options);
      if (!(lines instanceof Promise)) {
        results[index] = lines;
        groupDone();
        continue;
      }
      const task: Promise<void> = lines.then((done) => {
        results[index] = done;
        waiting.delete(task);
        groupDone();
      });
      waiting.add(task);
      if (waiting.size >= sideBySide) await Promise.race(waiting);
    }
    await Promise.all(waiting);
    return results;
  };
}

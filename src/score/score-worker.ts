/** @file Entry of the worker threads of a scoring job: groups of rows in, lines of results out. */
import { serveWorker } from "../adapters/threads/index.ts";
import { groupNormalized } from "../advantage/index.ts";
import { rowOptions, type JobData } from "./_work.ts";
import { loadReward } from "./load-reward.ts";
import { scoreRows, type GroupRows } from "./score-rows.ts";

/** Groups of a waiting reward (a judge, a sandbox) that are under way at once in one worker. */
const sideBySide = 16;

await serveWorker<JobData, GroupRows, readonly string[]>(async (job) => {
  const options = { ...rowOptions(job), reward: await loadReward(job.reward), advantage: groupNormalized() };
  return async (items, itemDone) => {
    const results: (readonly string[])[] = Array.from({ length: items.length });
    const waiting = new Set<Promise<void>>();
    for (const [index, item] of items.entries()) {
      const lines = scoreRows(item, options);
      if (!(lines instanceof Promise)) {
        results[index] = lines;
        itemDone();
        continue;
      }
      const task: Promise<void> = lines.then((done) => {
        results[index] = done;
        waiting.delete(task);
        itemDone();
      });
      waiting.add(task);
      if (waiting.size >= sideBySide) await Promise.race(waiting);
    }
    await Promise.all(waiting);
    return results;
  };
});

import { failedScore, guardGroup } from "./_build-reward.ts";
import type { ScoredGroup } from "./advantage.ts";
import type { Generate } from "./context.ts";
import { isThenable, type Awaitable } from "./_settle.ts";
import { GoodhartError } from "./errors.ts";
import type { Group } from "./group.ts";
import type { Reward } from "./reward.ts";
import type { Score } from "./score.ts";

/** How far a run has come. */
export interface ScoreProgress {
  readonly groups: number;
  readonly rollouts: number;
  readonly scored: number;
  readonly abstained: number;
  readonly failed: number;
}

export interface ScoreAllOptions {
  /** Groups that may be under way at once; for rewards that wait for something. Default 32. */
  readonly concurrency?: number;
  /** Aborting it fails every group that is not done, with GOODHART_ABORTED; no group is lost. */
  readonly signal?: AbortSignal;
  /** A fresh deadline for each group, for instance `() => AbortSignal.timeout(10_000)`; a late group fails with GOODHART_TIMEOUT. */
  readonly deadline?: () => AbortSignal;
  readonly generate?: Generate;
  /** Called after each group, in order. */
  readonly onProgress?: (progress: ScoreProgress) => void;
}

/**
 * Scores groups as they come: one result per group, in order, with at most `concurrency` groups held in memory.
 * A failure never cancels siblings, and a reward that ignores its signal is not waited for once that is aborted.
 */
export async function* scoreStream<Truth>(
  groups: Iterable<Group<Truth>> | AsyncIterable<Group<Truth>>,
  reward: Reward<Truth>,
  options: ScoreAllOptions = {},
): AsyncGenerator<ScoredGroup<Truth>, void, undefined> {
  const { concurrency = 32, onProgress } = options;
  if (!(concurrency >= 1)) {
    throw new GoodhartError("GOODHART_CONFIG", `scoreAll: concurrency: expected at least 1, got ${concurrency}`);
  }
  const waiting: Awaitable<ScoredGroup<Truth>>[] = [];
  const progress = { groups: 0, rollouts: 0, scored: 0, abstained: 0, failed: 0 };
  const done = (result: ScoredGroup<Truth>) => {
    if (onProgress === undefined) return result;
    progress.groups++;
    progress.rollouts += result.scores.length;
    for (const score of result.scores) progress[score.status]++;
    onProgress({ ...progress });
    return result;
  };
  for await (const group of groups) {
    const result = scoreGroup(group, reward, options);
    if (waiting.length === 0 && !isThenable(result)) {
      yield done(result);
      continue;
    }
    waiting.push(result);
    if (waiting.length < concurrency) continue;
    const first = waiting.shift();
    if (first !== undefined) yield done(await first);
  }
  for (const result of waiting) yield done(await result);
}

/** {@link scoreStream}, collected: as many scored groups as groups, in order. */
export async function scoreAll<Truth>(
  groups: Iterable<Group<Truth>> | AsyncIterable<Group<Truth>>,
  reward: Reward<Truth>,
  options: ScoreAllOptions = {},
): Promise<readonly ScoredGroup<Truth>[]> {
  const results: ScoredGroup<Truth>[] = [];
  for await (const result of scoreStream(groups, reward, options)) results.push(result);
  return results;
}

function scoreGroup<Truth>(
  group: Group<Truth>,
  reward: Reward<Truth>,
  { signal: caller, deadline, generate }: ScoreAllOptions,
): Awaitable<ScoredGroup<Truth>> {
  const signals = [caller, deadline?.()].filter((signal) => signal !== undefined);
  const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  const context = { ...(signal === undefined ? {} : { signal }), ...(generate === undefined ? {} : { generate }) };
  const finish = (scores: readonly Score[]) => ({ group, scores });
  const result = guardGroup(reward, reward, group, context);
  if (!isThenable(result)) return finish(result);
  if (signal === undefined) return result.then(finish);
  return untilAborted(result, signal).then(finish, (thrown: unknown) =>
    finish(group.rollouts.map(() => failedScore(thrown, context))),
  );
}

/** Settles as the promise does, or rejects as soon as the signal is aborted. Leaves no listener behind. */
function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

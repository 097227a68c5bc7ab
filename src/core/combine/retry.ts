import { z } from "zod";
import { settle, type Awaitable } from "../_settle.ts";
import { defineCombinator } from "./_define-combinator.ts";
import type { RewardKind } from "../define-reward.ts";
import { rewardSchema, type AnyReward, type Reward } from "../reward.ts";
import type { Score } from "../score.ts";
import { scoreAt, scoreSome } from "./_parts.ts";

export interface RetryOptions<Truth = unknown> {
  readonly of: Reward<Truth>;
  /** How often to ask again at most; the first time does not count. Default 2. */
  readonly times?: number | undefined;
  /** Which failures are worth another try. Default "retryable": those whose error says so (a timeout, a busy peer). */
  readonly only?: "retryable" | "all" | undefined;
}

interface ResolvedRetry {
  readonly of: AnyReward;
  readonly times: number;
  readonly only: "retryable" | "all";
}

const options = z.strictObject({
  of: rewardSchema,
  times: z.number().int().min(1).max(100).default(2),
  only: z.enum(["retryable", "all"]).default("retryable"),
});

/** `retry` as a kind of reward, with the truth's type carried through. */
export interface Retry extends RewardKind {
  <Truth = unknown>(options: RetryOptions<Truth>): Reward<Truth>;
}

/**
 * The reward's scores, with failed ones asked for again; what still fails after `times` tries stays failed. A pointwise reward is
 * asked only about the rollouts that failed; one that compares rollouts is asked about the whole group, whose newest answer stands.
 * It asks at once: waiting between tries is the business of the adapter that talks to the outside. It stops when the signal aborts.
 * @example retry({ of: judge, times: 3 })
 */
export const retry = defineCombinator<RetryOptions<never>, ResolvedRetry>({
  name: "retry",
  summary: "Asks a reward again where its score failed.",
  options,
  range: ({ of }) => of.range,
  rewards: ({ of }) => [of],
  scoreGroup: ({ of, times, only }) => {
    const worthIt = (score: Score) => score.status === "failed" && (only === "all" || score.error.retryable === true);
    return (group, context) => {
      const ask = (scores: readonly Score[], left: number): Awaitable<readonly Score[]> => {
        const again = scores.flatMap((score, index) => (worthIt(score) ? [index] : []));
        if (again.length === 0 || left === 0 || context.signal?.aborted === true) return scores;
        const everyone = scores.map((_, index) => index);
        const asked = of.pointwise ? again : everyone;
        return settle(scoreSome(of, group, asked, context), (fresh) => {
          const next = [...scores];
          asked.forEach((index, position) => {
            next[index] = scoreAt(fresh, position);
          });
          return ask(next, left - 1);
        });
      };
      return settle(of(group, context), (scores) => ask(scores, times));
    };
  },
}) as Retry;

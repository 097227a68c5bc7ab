import { z } from "zod";
import { settle, type Awaitable } from "../_settle.ts";
import { defineCombinator } from "./_define-combinator.ts";
import type { RewardKind } from "../define-reward.ts";
import { rewardSchema, type AnyReward, type Reward } from "../reward.ts";
import type { Score } from "../score.ts";
import { hull } from "./_interval.ts";
import { partDetails, scoreAt, scoreSome, type PartScore } from "./_parts.ts";

export interface FirstDecidedOptions<Truth = unknown> {
  /** The rewards in the order in which they are asked, cheapest first. */
  readonly of: readonly Reward<Truth>[];
  /** What a failed score means: "stop" (default) lets it stand, "next" asks the next reward as if it had abstained. */
  readonly failed?: "stop" | "next" | undefined;
}

interface ResolvedCascade {
  readonly of: readonly AnyReward[];
  readonly failed: "stop" | "next";
}

const options = z.strictObject({
  of: z.array(rewardSchema).min(1),
  failed: z.enum(["stop", "next"]).default("stop"),
});

/** `firstDecided` as a kind of reward, with the truth's type carried through. */
export interface FirstDecided extends RewardKind {
  <Truth = unknown>(options: FirstDecidedOptions<Truth>): Reward<Truth>;
}

/**
 * A cascade: each reward is asked only about the rollouts that those before it left undecided (abstained; with
 * `failed: "next"` failed as well). The first score that decides stands, with its verdict, reason and evidence; where none does,
 * the last one stands. Parts hold the score of every reward that was asked, under its name.
 * A later reward that compares rollouts sees only those that are still open.
 *
 * How it is hacked: by answers that the cheap checks cannot read and the last, softest one likes.
 * @example firstDecided({ of: [exact(), math(), judge] })
 */
export const firstDecided = defineCombinator<FirstDecidedOptions<never>, ResolvedCascade>({
  name: "firstDecided",
  summary: "A cascade: cheap rewards first, the next only where they leave the answer undecided.",
  aliases: ["first-decided", "cascade"],
  options,
  range: ({ of }) => hull(of.map((reward) => reward.range)),
  rewards: ({ of }) => of,
  scoreGroup: ({ of, failed }) => {
    const names = uniqueNames(of);
    const isOpen = (score: Score) => score.status === "abstained" || (failed === "next" && score.status === "failed");
    return (group, context) => {
      const asked: PartScore[][] = group.rollouts.map(() => []);
      const ask = (stage: number, open: readonly number[]): Awaitable<readonly Score[]> => {
        const reward = of[stage];
        if (reward === undefined || open.length === 0) return asked.map(conclude);
        return settle(scoreSome(reward, group, open, context), (scores) => {
          open.forEach((index, position) => {
            asked[index]?.push({ name: names[stage] ?? reward.name, score: scoreAt(scores, position) });
          });
          return ask(
            stage + 1,
            open.filter((_, position) => isOpen(scoreAt(scores, position))),
          );
        });
      };
      return ask(
        0,
        group.rollouts.map((_, index) => index),
      );
    };
  },
}) as FirstDecided;

function conclude(asked: readonly PartScore[]): Score {
  const last = asked.at(-1)?.score;
  return { ...scoreAt(last === undefined ? [] : [last], 0), ...partDetails(asked) };
}

/** Each reward's name, numbered from the second one of the same name on: "math", "math-2". */
function uniqueNames(rewards: readonly AnyReward[]): readonly string[] {
  return rewards.map((reward, index) => {
    const before = rewards.slice(0, index).filter((other) => other.name === reward.name).length;
    return before === 0 ? reward.name : `${reward.name}-${before + 1}`;
  });
}

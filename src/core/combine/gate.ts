import { z } from "zod";
import { settle } from "../_settle.ts";
import { defineCombinator } from "./_define-combinator.ts";
import type { RewardKind } from "../define-reward.ts";
import { rewardSchema, type AnyReward, type Reward } from "../reward.ts";
import { scored, type Score } from "../score.ts";
import { hull } from "./_interval.ts";
import { partDetails, propagate, scoreAt, scoreChosen } from "./_parts.ts";

export interface GateOptions<Truth = unknown> {
  /** The condition. */
  readonly when: Reward<Truth>;
  /** What counts once the condition holds. */
  readonly of: Reward<Truth>;
  /** The value of `when` that opens the gate. Default: the upper end of its range. */
  readonly threshold?: number | undefined;
  /** The value of a closed gate. Default 0. */
  readonly closed?: number | undefined;
}

interface ResolvedGate {
  readonly when: AnyReward;
  readonly of: AnyReward;
  readonly threshold: number;
  readonly closed: number;
}

const options = z
  .strictObject({
    when: rewardSchema,
    of: rewardSchema,
    threshold: z.number().optional(),
    closed: z.number().default(0),
  })
  .transform((given) => ({ ...given, threshold: given.threshold ?? given.when.range[1] }))
  .refine(({ threshold }) => Number.isFinite(threshold), {
    path: ["threshold"],
    message: "has no default here, since the range of `when` has no upper end",
  });

/** `gate` as a kind of reward, with the truth's type carried through. */
export interface Gate extends RewardKind {
  <Truth = unknown>(options: GateOptions<Truth>): Reward<Truth>;
}

/**
 * The score of `of` where `when` reached the threshold; else `closed` with reason "gate-closed". `of` is asked only about
 * rollouts that passed (one that compares rollouts still sees the whole group). Parts: "when" and, where asked, "of".
 * A `when` that failed or abstained makes the whole fail or abstain, named.
 *
 * How it is hacked: a gate on form alone pays nobody, but a gate on a weak check lets everything through to `of`.
 * @example gate({ when: format({ tags: ["think", "answer"] }), of: math() })
 */
export const gate = defineCombinator<GateOptions<never>, ResolvedGate>({
  name: "gate",
  summary: "One reward counts only where another reached a threshold.",
  aliases: ["gated"],
  options,
  range: ({ of, closed }) => hull([of.range, [closed, closed]]),
  rewards: ({ when, of }) => [when, of],
  scoreGroup:
    ({ when, of, threshold, closed }) =>
    (group, context) =>
      settle(when(group, context), (conditions) => {
        const open = conditions.flatMap((score, index) => (opens(score, threshold) ? [index] : []));
        return settle(scoreChosen(of, group, open, context), (scores) => {
          const inside = new Map(open.map((index, position) => [index, scoreAt(scores, position)]));
          return conditions.map((condition, index) => join(condition, inside.get(index), closed));
        });
      }),
}) as Gate;

function opens(score: Score, threshold: number): boolean {
  return score.status === "scored" && score.value >= threshold;
}

function join(condition: Score, inside: Score | undefined, closed: number): Score {
  const when = { name: "when", score: condition };
  if (inside !== undefined) {
    const parts = [when, { name: "of", score: inside }];
    return inside.status === "scored" ? { ...inside, ...partDetails(parts) } : propagate(parts, partDetails(parts));
  }
  const details = partDetails([when]);
  return condition.status === "scored"
    ? scored(closed, { ...details, reason: "gate-closed" })
    : propagate([when], details);
}

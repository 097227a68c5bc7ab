/** @file What all combinators share: asking several rewards about one group and putting their answers together. */
import { z } from "zod";
import { failedScore } from "../_build-reward.ts";
import { settle, settleAll, type Awaitable } from "../_settle.ts";
import type { RewardContext } from "../context.ts";
import type { Group } from "../group.ts";
import type { AnyReward, Reward } from "../reward.ts";
import { abstained, failed, scored, type Cost, type Score, type ScoreDetails } from "../score.ts";

/**
 * What to do where a part has no value.
 * "propagate" (default): one failed part fails the whole; else one abstained part makes the whole abstain; both name the part.
 * "skip": such parts are left out, the rest decides, and the evidence names what was left out; where no part has a value, as "propagate".
 * Either way every part's own score stays under `parts`, where summaries count it. Nothing turns into a zero.
 */
export type Missing = "propagate" | "skip";

export const missingSchema = z.enum(["propagate", "skip"]);

export interface Part {
  readonly name: string;
  readonly reward: AnyReward;
}

export interface PartScore {
  readonly name: string;
  readonly score: Score;
}

export interface PartValue {
  readonly name: string;
  readonly value: number;
}

/** Asks every part about the whole group, side by side, then joins their answers rollout by rollout. */
export function scoreParts(
  parts: readonly Part[],
  group: Group<never>,
  context: RewardContext,
  join: (scores: readonly PartScore[]) => Score,
): Awaitable<readonly Score[]> {
  return settleAll(
    parts.map(({ reward }) => reward(group, context)),
    (lists) =>
      group.rollouts.map((_, index) =>
        guardJoin(() => join(parts.map(({ name }, part) => ({ name, score: scoreAt(lists[part], index) }))), context),
      ),
  );
}

/** An overflow while joining is the fault of one rollout, not of its siblings. */
export function guardJoin(join: () => Score, context: RewardContext): Score {
  try {
    return join();
  } catch (thrown) {
    return failedScore(thrown, context);
  }
}

export function scoreAt(scores: readonly Score[] | undefined, index: number): Score {
  return orFailed(scores?.[index], index);
}

/** Rewards keep their length, so a missing score is a broken promise, and a visible one. */
export function orFailed(score: Score | undefined, index: number): Score {
  return score ?? failed({ code: "GOODHART_REWARD", message: `no score came for rollout ${index}` });
}

/** Applies the rule for parts without a value, and `value` to the values that are there. */
export function joinValues(
  scores: readonly PartScore[],
  missing: Missing,
  value: (present: readonly PartValue[]) => number,
): Score {
  const present = scores.flatMap(({ name, score }) =>
    score.status === "scored" ? [{ name, value: score.value }] : [],
  );
  const details = partDetails(scores);
  if (present.length === scores.length) return scored(value(present), details);
  if (missing === "propagate" || present.length === 0) return propagate(scores, details);
  const left = scores.filter(({ score }) => score.status !== "scored");
  const note = `left out: ${left.map(({ name, score }) => `${name} (${score.status})`).join(", ")}`;
  return scored(value(present), { ...details, evidence: [{ kind: "missing-parts", note }] });
}

/** The whole's score where a part has no value: failed beats abstained, and the first such part is named. */
export function propagate(scores: readonly PartScore[], details: ScoreDetails): Score {
  for (const { name, score } of scores) {
    if (score.status !== "failed") continue;
    return failed({ ...score.error, message: `part "${name}": ${score.error.message}` }, details);
  }
  for (const { name, score } of scores) {
    if (score.status === "abstained") return abstained(`${name}:${score.reason}`, details);
  }
  return abstained("no-parts", details);
}

/** The parts by name, and what they cost together. */
export function partDetails(scores: readonly PartScore[]): ScoreDetails {
  const cost = totalCost(scores.map(({ score }) => score.cost));
  const parts = Object.fromEntries(scores.map(({ name, score }) => [name, score]));
  return cost === undefined ? { parts } : { parts, cost };
}

function totalCost(costs: readonly (Cost | undefined)[]): Cost | undefined {
  let total: Partial<Record<keyof Cost, number>> | undefined;
  for (const cost of costs) {
    if (cost === undefined) continue;
    total ??= {};
    for (const key of ["work", "calls", "inputTokens", "outputTokens", "usd"] as const) {
      const amount = cost[key];
      if (amount !== undefined) total[key] = (total[key] ?? 0) + amount;
    }
  }
  return total;
}

/** Asks a reward about some rollouts of a group only. Answers come in the order of `indices`. */
export function scoreSome<Truth>(
  reward: Reward<Truth>,
  group: Group<Truth>,
  indices: readonly number[],
  context: RewardContext,
): Awaitable<readonly Score[]> {
  if (indices.length === 0) return [];
  if (indices.length === group.rollouts.length) return reward(group, context);
  const rollouts = indices.flatMap((index) => group.rollouts[index] ?? []);
  return reward({ task: group.task, rollouts }, context);
}

/**
 * Asks about the chosen rollouts: a pointwise reward gets only these, one that compares rollouts still sees the whole group,
 * so that who else was chosen does not change its answer.
 */
export function scoreChosen(
  reward: AnyReward,
  group: Group<never>,
  chosen: readonly number[],
  context: RewardContext,
): Awaitable<readonly Score[]> {
  if (reward.pointwise || chosen.length === 0) return scoreSome(reward, group, chosen, context);
  return settle(reward(group, context), (scores) => chosen.map((index) => scoreAt(scores, index)));
}

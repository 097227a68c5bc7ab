import { z } from "zod";
import { defineCombinator } from "./_define-combinator.ts";
import type { RewardKind } from "../define-reward.ts";
import { rewardSchema, type AnyReward, type Reward } from "../reward.ts";
import { addIntervals, clampTo, hull, scaleInterval, type Interval } from "./_interval.ts";
import { joinValues, missingSchema, scoreParts, type Missing } from "./_parts.ts";

/** One term of a weighted sum. */
export interface WeightedPart<Truth = unknown> {
  readonly of: Reward<Truth>;
  /** Default 1. A weight of 0 means absent: the reward is not even called. */
  readonly weight?: number | undefined;
}

export interface SumOptions<Truth = unknown> {
  /** The terms by name; the names appear in every score's `parts`. */
  readonly parts: Readonly<Record<string, WeightedPart<Truth>>>;
  /** Default "propagate". */
  readonly missing?: Missing | undefined;
}

interface ResolvedSum {
  readonly parts: Readonly<Record<string, { readonly of: AnyReward; readonly weight: number }>>;
  readonly missing: Missing;
}

interface Term {
  readonly name: string;
  readonly reward: AnyReward;
  readonly weight: number;
}

const options = z.strictObject({
  parts: z
    .record(z.string().min(1), z.strictObject({ of: rewardSchema, weight: z.number().default(1) }))
    .refine((parts) => Object.values(parts).some(({ weight }) => weight !== 0), "no part has a weight other than 0"),
  missing: missingSchema.default("propagate"),
});

/** Sorted by name, so that the order of keys changes neither rounding nor which missing part is named. */
function termsOf({ parts }: ResolvedSum): readonly Term[] {
  return Object.entries(parts)
    .filter(([, { weight }]) => weight !== 0)
    .map(([name, { of, weight }]) => ({ name, reward: of, weight }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function rewardsOf(resolved: ResolvedSum): readonly AnyReward[] {
  return termsOf(resolved).map(({ reward }) => reward);
}

function totalWeight(terms: readonly Pick<Term, "weight">[]): number {
  return terms.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
}

function rangeOf(resolved: ResolvedSum): Interval {
  const terms = termsOf(resolved);
  if (resolved.missing === "propagate") {
    return terms.map(({ reward, weight }) => scaleInterval(reward.range, weight)).reduce(addIntervals);
  }
  // What is left is a weighted mean of signed parts, so it lies between the smallest and the largest of them.
  const signed = terms.map(({ reward, weight }) => scaleInterval(reward.range, Math.sign(weight)));
  return scaleInterval(hull(signed), totalWeight(terms));
}

/** `sum` as a kind of reward, with the truth's type carried from the parts to the whole. */
export interface Sum extends RewardKind {
  <Truth = unknown>(options: SumOptions<Truth>): Reward<Truth>;
}

/**
 * The weighted sum of named parts, `sum of weight * value`; range by interval arithmetic.
 * A failed part fails the sum and an abstained part makes it abstain, each named, unless `missing: "skip"`: then the weights
 * that are left are scaled up to the same total of absolute values, so that a missing part does not lower the score.
 * A sum that overflows is a failed score.
 *
 * How it is hacked: a cheap part with a large weight pays for a wrong answer; put correctness behind `gate` instead.
 * @example sum({ parts: { correct: { of: math() }, short: { of: length({ max: 2000 }), weight: 0.1 } } })
 */
export const sum = defineCombinator<SumOptions<never>, ResolvedSum>({
  name: "sum",
  summary: "The weighted sum of named rewards.",
  aliases: ["weighted-sum", "weighted"],
  options,
  range: rangeOf,
  rewards: rewardsOf,
  scoreGroup: (resolved) => {
    const terms = termsOf(resolved);
    const weights = new Map(terms.map(({ name, weight }) => [name, weight]));
    const all = totalWeight(terms);
    const range = rangeOf(resolved);
    const total = (present: readonly { readonly name: string; readonly value: number }[]) => {
      let value = 0;
      let seen = 0;
      for (const part of present) {
        const weight = weights.get(part.name) ?? 0;
        value += weight * part.value;
        seen += Math.abs(weight);
      }
      return present.length === terms.length ? value : clampTo((value * all) / seen, range);
    };
    return (group, context) =>
      scoreParts(terms, group, context, (scores) => joinValues(scores, resolved.missing, total));
  },
}) as Sum;

/** @file The shape of product, min and max: named parts, folded into one value. */
import { z } from "zod";
import { defineCombinator } from "./_define-combinator.ts";
import type { RewardKind } from "../define-reward.ts";
import { rewardSchema, type AnyReward, type Reward } from "../reward.ts";
import type { Interval } from "./_interval.ts";
import { joinValues, missingSchema, scoreParts, type Missing } from "./_parts.ts";

export interface PartsOptions<Truth = unknown> {
  /** The parts by name; the names appear in every score's `parts`. */
  readonly parts: Readonly<Record<string, Reward<Truth>>>;
  /** Default "propagate". */
  readonly missing?: Missing | undefined;
}

interface ResolvedParts {
  readonly parts: Readonly<Record<string, AnyReward>>;
  readonly missing: Missing;
}

/** A combinator of named parts as a kind of reward, with the truth's type carried from the parts to the whole. */
export interface PartsCombinator extends RewardKind {
  <Truth = unknown>(options: PartsOptions<Truth>): Reward<Truth>;
}

interface Fold {
  readonly name: string;
  readonly summary: string;
  readonly aliases: readonly string[];
  /** The range where every part has a value. */
  readonly range: (ranges: readonly Interval[]) => Interval;
  /** The range where any part but the last may be left out. */
  readonly rangeOfSome: (ranges: readonly Interval[]) => Interval;
  readonly value: (values: readonly number[]) => number;
}

const options = z.strictObject({
  parts: z
    .record(z.string().min(1), rewardSchema)
    .refine((parts) => Object.keys(parts).length > 0, "expected at least one part"),
  missing: missingSchema.default("propagate"),
});

/** Sorted by name, so that the order of keys changes neither rounding nor which missing part is named. */
function partsOf({ parts }: ResolvedParts) {
  return Object.entries(parts)
    .map(([name, reward]) => ({ name, reward }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function rewardsOf(resolved: ResolvedParts): readonly AnyReward[] {
  return partsOf(resolved).map(({ reward }) => reward);
}

export function defineFold({ name, summary, aliases, range, rangeOfSome, value }: Fold): PartsCombinator {
  return defineCombinator<PartsOptions<never>, ResolvedParts>({
    name,
    summary,
    aliases,
    options,
    range: (resolved) => {
      const ranges = rewardsOf(resolved).map((reward) => reward.range);
      return resolved.missing === "skip" ? rangeOfSome(ranges) : range(ranges);
    },
    rewards: rewardsOf,
    scoreGroup: (resolved) => {
      const parts = partsOf(resolved);
      return (group, context) =>
        scoreParts(parts, group, context, (scores) =>
          joinValues(scores, resolved.missing, (present) => value(present.map((part) => part.value))),
        );
    },
  }) as PartsCombinator;
}

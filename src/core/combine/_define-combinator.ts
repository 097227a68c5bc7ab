import type { z } from "zod";
import type { ScoreGroup } from "../_build-reward.ts";
import { defineReward, type RewardKind } from "../define-reward.ts";
import type { AnyReward } from "../reward.ts";

interface CombinatorDefinition<Options, Resolved> {
  readonly name: string;
  readonly summary: string;
  readonly aliases?: readonly string[];
  readonly options: z.ZodType<Resolved, Options>;
  readonly range: (options: Resolved) => readonly [number, number];
  /** The rewards inside; what they need and promise decides what the whole does. */
  readonly rewards: (options: Resolved) => readonly AnyReward[];
  readonly scoreGroup: (options: Resolved) => ScoreGroup<never>;
}

/**
 * Declares a reward made of rewards: needs are the union of theirs; deterministic and pointwise where all of them are.
 * It comes back as a bare kind: each combinator asserts the call signature that carries the truth's type from its parts to the
 * whole, which TypeScript cannot infer. At run time a truth is only handed through.
 */
export function defineCombinator<Options, Resolved>({
  rewards,
  ...definition
}: CombinatorDefinition<Options, Resolved>): RewardKind {
  return defineReward<Options, Resolved, never>({
    ...definition,
    version: 1,
    needs: (options) => [...new Set(rewards(options).flatMap((reward) => reward.needs))],
    deterministic: (options) => rewards(options).every((reward) => reward.deterministic),
    pointwise: (options) => rewards(options).every((reward) => reward.pointwise),
  });
}

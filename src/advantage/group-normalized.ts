import {
  GoodhartError,
  project,
  type Advantage,
  type ProjectionPolicy,
  type RolloutAdvantage,
  type ScoredGroup,
} from "../core/index.ts";
import { groupStatistics, type Deviation } from "./group-statistics.ts";

export interface GroupNormalizedOptions {
  /** Default "sample", as the common trainers have it. */
  readonly deviation?: Deviation;
  /** Added to the standard deviation, at least 0. Default 1e-6. */
  readonly epsilon?: number;
  /** What becomes of scores without a value and of truncated answers. Default: left out, with mask 0; truncated ones kept. */
  readonly projection?: ProjectionPolicy;
}

/**
 * One number per rollout: how many standard deviations its value lies above the mean of its group,
 * `A_i = (r_i - mean(r)) / (std(r) + epsilon)`. Group mean 0. A group whose values are all the same gets zeros: it has no signal.
 * Rollouts without a value are left out of mean and deviation and get value 0 and mask 0.
 * Throws GOODHART_CONFIG for a negative epsilon, and what the projection throws.
 *
 * How it is hacked: dividing by the deviation makes a group with one lucky answer weigh as much as a telling one.
 * Known as GRPO. Shao et al. 2024, "DeepSeekMath", arXiv 2402.03300.
 * @example groupNormalized({ deviation: "population" })([{ group, scores }])
 */
export function groupNormalized({
  deviation = "sample",
  epsilon = 1e-6,
  projection = {},
}: GroupNormalizedOptions = {}): Advantage {
  if (!(epsilon >= 0 && epsilon < Infinity)) {
    throw new GoodhartError(
      "GOODHART_CONFIG",
      `groupNormalized: epsilon: expected a finite number of at least 0, got ${epsilon}`,
    );
  }
  const normalize = (scored: ScoredGroup): readonly RolloutAdvantage[] => {
    const { values } = project(scored, projection);
    const { mean, deviation: spread } = groupStatistics(values, { deviation });
    const weigh = (value: number) => (spread === 0 ? 0 : (value - mean) / (spread + epsilon));
    return values.map((value) => ({
      values: Float64Array.of(value === null ? 0 : weigh(value)),
      mask: Uint8Array.of(value === null ? 0 : 1),
    }));
  };
  return (batch) => ({ level: "rollout", groups: batch.map(normalize) });
}

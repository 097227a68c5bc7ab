import { z } from "zod";
import { projectAll, projectionSchema, type Projection, type RolloutAdvantage } from "../core/index.ts";
import { defineAdvantage } from "./define-advantage.ts";
import { groupStatistics } from "./group-statistics.ts";

const options = z.strictObject({
  deviation: z
    .enum(["population", "sample"])
    .default("sample")
    .describe(
      "divide the squared differences by the size of the group, or by its size less one as the common trainers do",
    ),
  epsilon: z.number().min(0).default(1e-6).describe("added to the standard deviation"),
  projection: projectionSchema
    .default({})
    .describe("what becomes of scores without a value; by default they are left out"),
});

export type GroupNormalizedOptions = z.input<typeof options>;

/**
 * One number per rollout: how many standard deviations its value lies above the mean of its group,
 * `A_i = (r_i - mean(r)) / (std(r) + epsilon)`. Group mean 0. A group whose values are all the same gets zeros: it has no signal.
 * Rollouts without a value are left out of mean and deviation and get value 0 and mask 0.
 * Throws GOODHART_CONFIG for bad options, and what the projection throws.
 *
 * How it is hacked: dividing by the deviation makes a group with one lucky answer weigh as much as a telling one.
 *
 * Known as GRPO. Shao et al. 2024, "DeepSeekMath", arXiv 2402.03300.
 * @example groupNormalized({ deviation: "population" })([{ group, scores }])
 */
export const groupNormalized = defineAdvantage({
  name: "groupNormalized",
  summary: "Standard deviations above the mean of the group.",
  aliases: ["grpo", "group-normalized"],
  options,
  version: 1,
  estimate: ({ deviation, epsilon, projection }) => {
    const normalize = ({ values }: Projection): readonly RolloutAdvantage[] => {
      const { mean, deviation: spread } = groupStatistics(values, { deviation });
      const weigh = (value: number) => (spread === 0 ? 0 : (value - mean) / (spread + epsilon));
      return values.map((value) => ({
        values: Float64Array.of(value === null ? 0 : weigh(value)),
        mask: Uint8Array.of(value === null ? 0 : 1),
      }));
    };
    return (batch) => ({ level: "rollout", groups: projectAll(batch, projection).groups.map(normalize) });
  },
});

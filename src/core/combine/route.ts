import { z } from "zod";
import { defineCombinator } from "./_define-combinator.ts";
import type { RewardKind } from "../define-reward.ts";
import { rewardSchema, type AnyReward, type Reward } from "../reward.ts";
import { abstained } from "../score.ts";
import { hull } from "./_interval.ts";

export interface RouteOptions<Truth = unknown> {
  /** The reward for each `task.domain`. */
  readonly domains: Readonly<Record<string, Reward<Truth>>>;
  /** The reward for tasks of another domain or of none. Without it they abstain with reason "no-route". */
  readonly otherwise?: Reward<Truth> | undefined;
}

interface ResolvedRoute {
  readonly domains: Readonly<Record<string, AnyReward>>;
  readonly otherwise?: AnyReward | undefined;
}

const options = z.strictObject({
  domains: z
    .record(z.string().min(1), rewardSchema)
    .refine((domains) => Object.keys(domains).length > 0, "expected at least one domain"),
  otherwise: rewardSchema.optional(),
});

function rewardsOf({ domains, otherwise }: ResolvedRoute): readonly AnyReward[] {
  return [...Object.values(domains), ...(otherwise === undefined ? [] : [otherwise])];
}

/** `route` as a kind of reward, with the truth's type carried through. */
export interface Route extends RewardKind {
  <Truth = unknown>(options: RouteOptions<Truth>): Reward<Truth>;
}

/**
 * The score of the reward that is in charge of the task's domain, unchanged. Range: around all of them.
 *
 * How it is hacked: not by the policy, which does not choose the domain; but rewards of different scale make domains compete.
 * @example route({ domains: { math: math(), choice: choice() }, otherwise: exact() })
 */
export const route = defineCombinator<RouteOptions<never>, ResolvedRoute>({
  name: "route",
  summary: "The reward in charge of the task's domain.",
  aliases: ["by-domain"],
  options,
  range: (resolved) => hull(rewardsOf(resolved).map((reward) => reward.range)),
  rewards: rewardsOf,
  scoreGroup: ({ domains, otherwise }) => {
    const table = new Map(Object.entries(domains));
    return (group, context) => {
      const reward = table.get(group.task.domain ?? "") ?? otherwise;
      if (reward === undefined) return group.rollouts.map(() => abstained("no-route"));
      return reward(group, context);
    };
  },
}) as Route;

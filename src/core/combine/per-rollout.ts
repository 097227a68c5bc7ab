import { buildReward, liftPointwise } from "../_build-reward.ts";
import { plainOptions } from "../plain-options.ts";
import { settle } from "../_settle.ts";
import type { RewardContext } from "../context.ts";
import { GoodhartError } from "../errors.ts";
import type { Need, Reward } from "../reward.ts";
import type { Rollout } from "../rollout.ts";
import { abstained, correct, incorrect, scored, type Score } from "../score.ts";
import type { Json } from "../spec.ts";
import type { Task } from "../task.ts";

/**
 * What a pointwise function may answer: a score; a finite number; true or false for correct (1) and incorrect (0);
 * null for "does not apply", which abstains with reason "not-applicable".
 */
export type Answer = Score | number | boolean | null;

export interface PerRolloutOptions {
  /** The name in logs and configs. Default: the function's own name. */
  readonly name?: string;
  /** Raise it whenever the function may answer otherwise than before: stored verdicts hang on it. Default 1. */
  readonly version?: number;
  /** Smallest and largest value. Default [0, 1]. */
  readonly range?: readonly [min: number, max: number];
  /** What a rollout, its task or the context must have; a rollout without it abstains. Default none. */
  readonly needs?: readonly Need[];
  /** Default true. */
  readonly deterministic?: boolean;
  /** Settings of the function that change its answers; they become part of the spec and so of the hash. */
  readonly settings?: Readonly<Record<string, Json>>;
}

/**
 * A reward from a function that judges one rollout: the everyday way to write one's own. A throw, or a value outside the range,
 * is a failed score of that rollout alone. Its spec can be revived only where the reward is registered by its name.
 * Throws GOODHART_CONFIG for a missing name or an empty range.
 * @example perRollout((task, { text }) => text.includes(String(task.truth)), { name: "mentions-truth" })
 */
export function perRollout<Truth = unknown>(
  judge: (task: Task<Truth>, rollout: Rollout, context: RewardContext) => Answer | Promise<Answer>,
  options: PerRolloutOptions = {},
): Reward<Truth> {
  const { name = judge.name, version = 1, range = [0, 1], needs = [], deterministic = true, settings } = options;
  if (name === "") {
    throw new GoodhartError("GOODHART_CONFIG", "perRollout: name: expected a name, got a function without one", {
      hint: 'pass { name: "my-reward" }',
    });
  }
  if (!(range[0] <= range[1])) {
    throw new GoodhartError(
      "GOODHART_CONFIG",
      `perRollout "${name}": range: expected [min, max], got [${range.join(", ")}]`,
    );
  }
  return buildReward({
    name,
    spec: { ...plainOptions(`reward "${name}"`, settings), reward: name, version },
    range,
    needs,
    deterministic,
    pointwise: true,
    version,
    scoreGroup: liftPointwise<Truth>(name, needs, (task, rollout, context) =>
      settle(judge(task, rollout, context), toScore),
    ),
  });
}

function toScore(answer: Answer): Score {
  if (answer === null) return abstained("not-applicable");
  if (typeof answer === "number") return scored(answer);
  if (typeof answer === "boolean") return answer ? correct() : incorrect();
  return answer;
}

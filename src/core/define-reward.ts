import { z } from "zod";
import type { RewardContext } from "./context.ts";
import { errorInfo, GoodhartError } from "./errors.ts";
import type { Group } from "./group.ts";
import { isReward, type Need, type Reward } from "./reward.ts";
import type { Rollout } from "./rollout.ts";
import { failed, type Score } from "./score.ts";
import type { Json, RewardSpec } from "./spec.ts";
import type { Task } from "./task.ts";

/** Judges one rollout. What it throws becomes a failed score of this rollout alone. */
export type ScoreRollout<Truth = unknown> = (
  task: Task<Truth>,
  rollout: Rollout,
  context: RewardContext,
) => Score | Promise<Score>;

/** Judges a whole group, for rewards that compare rollouts with each other. */
export type ScoreGroup<Truth = unknown> = (
  group: Group<Truth>,
  context: RewardContext,
) => readonly Score[] | Promise<readonly Score[]>;

/** Everything that makes a kind of reward. Give `score` (one rollout) or `scoreGroup` (all of a group). */
export interface RewardDefinition<Options, Resolved, Truth> {
  readonly name: string;
  /** One sentence for help texts. */
  readonly summary: string;
  /** Names under which papers or other libraries know it. */
  readonly aliases?: readonly string[];
  /** Checks the options and fills their defaults. */
  readonly options: z.ZodType<Resolved, Options>;
  readonly version: number;
  readonly range: readonly [number, number] | ((options: Resolved) => readonly [number, number]);
  readonly needs?: readonly Need[] | ((options: Resolved) => readonly Need[]);
  readonly deterministic?: boolean | ((options: Resolved) => boolean);
  readonly score?: (options: Resolved) => ScoreRollout<Truth>;
  readonly scoreGroup?: (options: Resolved) => ScoreGroup<Truth>;
}

/** Makes rewards of one kind from options, and says what kind that is. */
export interface RewardFactory<Options = unknown, Truth = unknown> {
  (options?: Options): Reward<Truth>;
  readonly rewardName: string;
  readonly summary: string;
  readonly aliases: readonly string[];
  readonly options: z.ZodType;
  readonly version: number;
}

/** Tells a reward factory from the other exports of a room's door. */
export function isRewardFactory(value: unknown): value is RewardFactory {
  return typeof value === "function" && "rewardName" in value && "options" in value;
}

/**
 * Declares a kind of reward: options are checked once, when the reward is made; the result knows its own spec.
 * Bad options throw GOODHART_CONFIG and name the field.
 */
export function defineReward<Options, Resolved, Truth = unknown>(
  definition: RewardDefinition<Options, Resolved, Truth>,
): RewardFactory<Options, Truth> {
  const { name, summary, aliases = [], options: schema, version } = definition;
  const factory = (input?: Options): Reward<Truth> => {
    const resolved = parseOptions(name, schema, input ?? {});
    const scoreGroup = definition.scoreGroup?.(resolved) ?? perRolloutGroup(definition.score?.(resolved));
    const reward = (group: Group<Truth>, context: RewardContext = {}) => guarded(name, scoreGroup, group, context);
    return Object.defineProperties(reward, {
      name: { value: name },
      spec: { value: toSpec(name, version, input), enumerable: true },
      range: { value: valueOf(definition.range, resolved), enumerable: true },
      needs: { value: valueOf(definition.needs ?? [], resolved), enumerable: true },
      deterministic: { value: valueOf(definition.deterministic ?? true, resolved), enumerable: true },
      version: { value: version, enumerable: true },
    }) as unknown as Reward<Truth>;
  };
  return Object.assign(factory, { rewardName: name, summary, aliases, options: schema, version });
}

function valueOf<Value extends object | boolean, Resolved>(
  value: Value | ((options: Resolved) => Value),
  resolved: Resolved,
): Value {
  return typeof value === "function" ? value(resolved) : value;
}

function parseOptions<Options, Resolved>(name: string, schema: z.ZodType<Resolved, Options>, input: unknown): Resolved {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new GoodhartError("GOODHART_CONFIG", `reward "${name}": ${z.prettifyError(parsed.error)}`, {
    hint: "mend the named option",
    cause: parsed.error,
  });
}

/** Options as given, with every reward inside replaced by its spec. */
function toSpec(name: string, version: number, input: unknown): RewardSpec {
  const options = input === undefined ? {} : (plain(input) as Record<string, Json>);
  return Object.freeze({ reward: name, version, ...options });
}

function plain(value: unknown): unknown {
  if (isReward(value)) return value.spec;
  if (value instanceof RegExp) return value.source;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, plain(item)]),
    );
  }
  return value;
}

function perRolloutGroup<Truth>(score: ScoreRollout<Truth> | undefined): ScoreGroup<Truth> {
  if (score === undefined) {
    throw new GoodhartError("GOODHART_CONFIG", "a reward definition needs `score` or `scoreGroup`");
  }
  return (group, context) => {
    const scores = group.rollouts.map((rollout) => guardedOne(score, group.task, rollout, context));
    return scores.some((item) => item instanceof Promise) ? Promise.all(scores) : (scores as Score[]);
  };
}

function guardedOne<Truth>(
  score: ScoreRollout<Truth>,
  task: Task<Truth>,
  rollout: Rollout,
  context: RewardContext,
): Score | Promise<Score> {
  try {
    context.signal?.throwIfAborted();
    const result = score(task, rollout, context);
    return result instanceof Promise ? result.catch((thrown: unknown) => failedScore(thrown, context)) : result;
  } catch (thrown) {
    return failedScore(thrown, context);
  }
}

function failedScore(thrown: unknown, { signal }: RewardContext): Score {
  return failed(errorInfo(thrown, signal?.aborted === true ? "GOODHART_ABORTED" : "GOODHART_REWARD"));
}

/** Holds a reward to its contract: a throw or a wrong count fails the whole group, visibly. */
function guarded<Truth>(
  name: string,
  scoreGroup: ScoreGroup<Truth>,
  group: Group<Truth>,
  context: RewardContext,
): readonly Score[] | Promise<readonly Score[]> {
  const everyFailed = (thrown: unknown) => group.rollouts.map(() => failedScore(thrown, context));
  const checked = (scores: readonly Score[]) =>
    scores.length === group.rollouts.length
      ? scores
      : everyFailed(
          new GoodhartError(
            "GOODHART_REWARD",
            `reward "${name}" got ${group.rollouts.length} rollouts and gave ${scores.length} scores`,
            { hint: "a reward must return one score per rollout, in order" },
          ),
        );
  try {
    const result = scoreGroup(group, context);
    return result instanceof Promise ? result.then(checked, everyFailed) : checked(result);
  } catch (thrown) {
    return everyFailed(thrown);
  }
}

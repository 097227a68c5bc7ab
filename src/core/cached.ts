import { buildReward, type ScoreGroup } from "./_build-reward.ts";
import { orFailed, scoreAt, scoreSome } from "./combine/_parts.ts";
import type { RewardContext } from "./context.ts";
import { GoodhartError } from "./errors.ts";
import type { Group } from "./group.ts";
import { memoryStore, type VerdictStore } from "./memory-store.ts";
import type { Reward } from "./reward.ts";
import type { Rollout } from "./rollout.ts";
import type { Score } from "./score.ts";
import { settle, type Awaitable } from "./_settle.ts";
import { canonicalJson, digest, hash } from "./spec.ts";

export interface CachedOptions {
  /** Default: a {@link memoryStore} of its own. */
  readonly store?: VerdictStore;
  /** Keep the first draw of a reward that is not deterministic. Default false: such a reward is refused. */
  readonly evenIfRandom?: boolean;
}

/**
 * The same reward, same spec, that asks only once about the same answer to the same task; duplicates inside a group are judged once.
 * A verdict is stored under the task (id, prompt, truth, domain, metadata), the answer (text, why it ended, steps, turns, tokens, and metadata
 * where the reward needs it) and the hash of the reward's spec. A reward that compares rollouts is stored by whole groups.
 * Failed scores are never stored. A store that throws fails the group visibly.
 * Throws GOODHART_CONFIG for a reward that is not deterministic, unless `evenIfRandom`.
 */
export function cached<Truth>(
  reward: Reward<Truth>,
  { store = memoryStore(), evenIfRandom = false }: CachedOptions = {},
): Reward<Truth> {
  if (!reward.deterministic && !evenIfRandom) {
    throw new GoodhartError("GOODHART_CONFIG", `cached: reward "${reward.name}" is not deterministic`, {
      hint: "pass { evenIfRandom: true } to keep its first answer for good",
    });
  }
  const { name, spec, range, needs, deterministic, pointwise, version } = reward;
  const specHash = hash(spec);
  const answerKey = (rollout: Rollout) => rolloutKey(rollout, needs.includes("metadata"));
  const scoreGroup: ScoreGroup<Truth> = pointwise
    ? (group, context) => scorePointwise(reward, store, taskKey(specHash, group), answerKey, group, context)
    : (group, context) => scoreWhole(reward, store, taskKey(specHash, group), answerKey, group, context);
  return buildReward({ name, spec, range, needs, deterministic, pointwise, version, scoreGroup });
}

function scorePointwise<Truth>(
  reward: Reward<Truth>,
  store: VerdictStore,
  prefix: string,
  answerKey: (rollout: Rollout) => string,
  group: Group<Truth>,
  context: RewardContext,
): Awaitable<readonly Score[]> {
  const keys = group.rollouts.map((rollout) => `${prefix}:${answerKey(rollout)}`);
  const unique = [...new Set(keys)];
  return settle(store.get(unique), (found) => {
    const verdicts = new Map(unique.map((key, position) => [key, found[position]]));
    const unknown = unique.filter((key) => verdicts.get(key) === undefined);
    const indices = unknown.map((key) => keys.indexOf(key));
    return settle(scoreSome(reward, group, indices, context), (scores) => {
      const fresh = unknown.map((key, position) => [key, scoreAt(scores, position)] as const);
      for (const [key, score] of fresh) verdicts.set(key, score);
      const answers = keys.map((key, index) => orFailed(verdicts.get(key), index));
      return settle(store.set(keepable(fresh)), () => answers);
    });
  });
}

function scoreWhole<Truth>(
  reward: Reward<Truth>,
  store: VerdictStore,
  prefix: string,
  answerKey: (rollout: Rollout) => string,
  group: Group<Truth>,
  context: RewardContext,
): Awaitable<readonly Score[]> {
  const whole = digest(group.rollouts.map(answerKey).join(","));
  const keys = group.rollouts.map((_, index) => `${prefix}:${whole}:${index}`);
  return settle(store.get(keys), (found) => {
    const known = found.filter((score) => score !== undefined);
    if (known.length === keys.length) return known;
    return settle(reward(group, context), (scores) => {
      const complete = scores.every((score) => score.status !== "failed");
      const fresh = complete ? keys.map((key, index) => [key, scoreAt(scores, index)] as const) : [];
      return settle(store.set(keepable(fresh)), () => scores);
    });
  });
}

function keepable(entries: readonly (readonly [string, Score])[]): readonly (readonly [string, Score])[] {
  return entries.filter(([, score]) => score.status !== "failed");
}

function taskKey(specHash: string, { task: { id, prompt, truth, domain, metadata } }: Group): string {
  return `${specHash}:${digest(canonicalJson({ id, prompt, truth: truth ?? null, domain, metadata }))}`;
}

function rolloutKey({ text, finish, steps, turns, tokens, metadata }: Rollout, withMetadata: boolean): string {
  if (finish === undefined && steps === undefined && turns === undefined && tokens === undefined && !withMetadata) {
    return digest(JSON.stringify(text));
  }
  const lists = Object.entries(tokens ?? {}).map(([name, list]) => [
    name,
    Array.from<unknown, unknown>(list ?? [], jsonNumber),
  ]);
  return digest(canonicalJson([text, finish, steps, turns, lists, withMetadata ? metadata : undefined]));
}

/** A log-probability may be -Infinity, which JSON cannot say. */
function jsonNumber(item: unknown): unknown {
  return typeof item === "number" && !Number.isFinite(item) ? String(item) : item;
}

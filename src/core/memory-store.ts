import { GoodhartError } from "./errors.ts";
import type { Score } from "./score.ts";

/** Where verdicts are kept. Calls take many keys at once, so that a store on disk needs one round trip per group. */
export interface VerdictStore {
  /** What is known under each key, in order; undefined where nothing is. */
  get(keys: readonly string[]): readonly (Score | undefined)[] | Promise<readonly (Score | undefined)[]>;
  set(entries: readonly (readonly [key: string, score: Score])[]): void | Promise<void>;
}

export interface MemoryStore extends VerdictStore {
  get(keys: readonly string[]): readonly (Score | undefined)[];
  set(entries: readonly (readonly [key: string, score: Score])[]): void;
  /** How many verdicts are kept at the moment. */
  readonly size: number;
}

/** A store in this process that keeps the `limit` verdicts used last. Default limit 100,000. */
export function memoryStore({ limit = 100_000 }: { readonly limit?: number } = {}): MemoryStore {
  if (!(Number.isInteger(limit) && limit >= 1)) {
    throw new GoodhartError(
      "GOODHART_CONFIG",
      `memoryStore: limit: expected a whole number of at least 1, got ${limit}`,
    );
  }
  // A Map keeps its keys in the order of insertion, so its first key is the one that was not used for the longest time.
  const verdicts = new Map<string, Score>();
  const put = (key: string, score: Score) => {
    verdicts.delete(key);
    verdicts.set(key, score);
  };
  return {
    get size() {
      return verdicts.size;
    },
    get: (keys) =>
      keys.map((key) => {
        const score = verdicts.get(key);
        if (score !== undefined) put(key, score);
        return score;
      }),
    set: (entries) => {
      for (const [key, score] of entries) put(key, score);
      for (const key of verdicts.keys()) {
        if (verdicts.size <= limit) return;
        verdicts.delete(key);
      }
    },
  };
}

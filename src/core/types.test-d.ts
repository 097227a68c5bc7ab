/** @file What the types of the nouns and combinators promise. Checked by tsc; nothing here runs. */
import { describe, expectTypeOf, test } from "vitest";
import {
  cached,
  defineReward,
  firstDecided,
  gate,
  max,
  perRollout,
  project,
  retry,
  route,
  scoreAll,
  scored,
  sum,
  type ErrorInfo,
  type Group,
  type Projection,
  type Reward,
  type Score,
  type ScoredGroup,
  type Task,
} from "./index.ts";
import { z } from "zod";

declare const score: Score;
declare const anything: Reward;
declare const words: Reward<string>;

describe("Score", () => {
  test("narrows on its status", () => {
    // @ts-expect-error -- a score may have no value
    void score.value;
    if (score.status === "scored") expectTypeOf(score.value).toEqualTypeOf<number>();
    else if (score.status === "abstained") expectTypeOf(score.reason).toEqualTypeOf<string>();
    else expectTypeOf(score.error).toEqualTypeOf<ErrorInfo>();
  });
});

describe("combinators", () => {
  test("carry the truth of their parts", () => {
    expectTypeOf(sum({ parts: { a: { of: anything } } })).toEqualTypeOf<Reward>();
    expectTypeOf(sum({ parts: { a: { of: words, weight: 2 } } })).toEqualTypeOf<Reward<string>>();
    expectTypeOf(sum({ parts: { a: { of: anything }, b: { of: words } } })).toEqualTypeOf<Reward<string>>();
    expectTypeOf(max({ parts: { a: words } })).toEqualTypeOf<Reward<string>>();
    expectTypeOf(gate({ when: anything, of: words })).toEqualTypeOf<Reward<string>>();
    expectTypeOf(firstDecided({ of: [anything, words] })).toEqualTypeOf<Reward<string>>();
    expectTypeOf(route({ domains: { a: words } })).toEqualTypeOf<Reward<string>>();
    expectTypeOf(retry({ of: words })).toEqualTypeOf<Reward<string>>();
    expectTypeOf(cached(words)).toEqualTypeOf<Reward<string>>();
  });

  test("refuse what is no reward, and options that do not exist", () => {
    expectTypeOf(sum<string>).toBeCallableWith({ parts: { a: { of: words } }, missing: "skip" });
    // @ts-expect-error -- a name is no reward in code; the registry takes names
    sum({ parts: { a: { of: "math" } } });
    // @ts-expect-error -- misspelt
    sum({ parts: { a: { of: words, wieght: 2 } } });
    // @ts-expect-error -- a gate needs something to let through
    gate({ when: words });
  });

  test("refuse groups whose truth does not fit", () => {
    const numbers: Group<number> = { task: { id: "t", prompt: "?", truth: 1 }, rollouts: [] };
    // @ts-expect-error -- the reward reads words
    void words(numbers);
    expectTypeOf(anything).toBeCallableWith(numbers);
  });
});

describe("rewards of one's own", () => {
  test("perRollout takes the truth's type from the function", () => {
    expectTypeOf(perRollout((task: Task<number>) => task.truth > 1, { name: "x" })).toEqualTypeOf<Reward<number>>();
    expectTypeOf(perRollout(() => 1, { name: "x" })).toEqualTypeOf<Reward>();
    // @ts-expect-error -- an answer is a score, a number, a boolean or null
    perRollout(() => "good", { name: "x" });
  });

  test("defineReward takes the options' type from the schema", () => {
    const factory = defineReward({
      name: "x",
      summary: "x",
      options: z.strictObject({ limit: z.number().default(3) }),
      version: 1,
      range: ({ limit }) => [0, expectLimit(limit)],
      score: () => () => scored(1),
    });
    expectTypeOf(factory({ limit: 1 })).toEqualTypeOf<Reward>();
    factory();
    // @ts-expect-error -- not a number
    factory({ limit: "1" });
  });
});

function expectLimit(limit: number): number {
  return limit;
}

describe("what comes after", () => {
  test("keeps the truth's type", () => {
    const groups: Iterable<Group<string>> = [];
    expectTypeOf(scoreAll(groups, words)).toEqualTypeOf<Promise<readonly ScoredGroup<string>[]>>();
    const one: ScoredGroup = { group: { task: { id: "t", prompt: "?", truth: 1 }, rollouts: [] }, scores: [] };
    expectTypeOf(project(one)).toEqualTypeOf<Projection>();
    expectTypeOf(project(one).values).toEqualTypeOf<readonly (number | null)[]>();
  });
});

/** @file The laws that hold for every reward made of rewards, on random groups and random trees of combinators. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  abstained,
  canonicalJson,
  countScores,
  failed,
  firstDecided,
  gate,
  hash,
  max,
  min,
  perRollout,
  product,
  retry,
  route,
  scored,
  scoreSchema,
  sum,
  type Group,
  type Reward,
  type Score,
} from "./index.ts";

/** What each leaf says of a rollout: a number, "abstained" or "failed". It is written in the rollout's text. */
type Said = number | "abstained" | "failed";
type Script = Readonly<Record<"a" | "b" | "c", Said>>;

function said(answer: Said): Score {
  if (answer === "abstained") return abstained("undecided");
  if (answer === "failed") return failed({ code: "GOODHART_MODEL", message: "down" });
  return scored(answer);
}

function leaf(name: keyof Script, later: boolean): Reward {
  const judge = (text: string) => said((JSON.parse(text) as Script)[name]);
  const options = { name, range: [-1, 1] as const };
  if (later) return perRollout(async (_, { text }) => judge(text), options);
  return perRollout((_, { text }) => judge(text), options);
}

/** A tree of combinators as data, from which both the reward and the expected score are made. */
type Plan =
  | { readonly kind: "leaf"; readonly leaf: keyof Script; readonly later: boolean }
  | { readonly kind: "sum"; readonly parts: readonly (readonly [Plan, number])[]; readonly skip: boolean }
  | { readonly kind: "product" | "min" | "max"; readonly parts: readonly Plan[]; readonly skip: boolean }
  | { readonly kind: "gate"; readonly when: Plan; readonly inner: Plan; readonly threshold: number }
  | { readonly kind: "firstDecided"; readonly of: readonly Plan[]; readonly next: boolean }
  | { readonly kind: "route"; readonly math: Plan; readonly otherwise: Plan | null }
  | { readonly kind: "retry"; readonly of: Plan };

const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant("leaf"), leaf: fc.constantFrom("a", "b", "c"), later: fc.boolean() }),
    fc.record({
      kind: fc.constant("sum"),
      parts: fc.array(fc.tuple(tie("plan"), fc.constantFrom(-2, -0.5, 0.1, 1, 3)), { minLength: 1, maxLength: 3 }),
      skip: fc.boolean(),
    }),
    fc.record({
      kind: fc.constantFrom("product", "min", "max"),
      parts: fc.array(tie("plan"), { minLength: 1, maxLength: 3 }),
      skip: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant("gate"),
      when: tie("plan"),
      inner: tie("plan"),
      threshold: fc.double({ min: -1, max: 1, noNaN: true }),
    }),
    fc.record({
      kind: fc.constant("firstDecided"),
      of: fc.array(tie("plan"), { minLength: 1, maxLength: 3 }),
      next: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("route"), math: tie("plan"), otherwise: fc.option(tie("plan")) }),
    fc.record({ kind: fc.constant("retry"), of: tie("plan") }),
  ) as fc.Arbitrary<Plan>,
}));

function numbered<Item>(items: readonly Item[]): Readonly<Record<string, Item>> {
  return Object.fromEntries(items.map((item, index) => [`p${index}`, item]));
}

function build(plan: Plan): Reward {
  switch (plan.kind) {
    case "leaf":
      return leaf(plan.leaf, plan.later);
    case "sum": {
      const parts = plan.parts.map(([of, weight]) => ({ of: build(of), weight }));
      return sum({ parts: numbered(parts), missing: plan.skip ? "skip" : "propagate" });
    }
    case "product":
    case "min":
    case "max": {
      const combine = { product, min, max }[plan.kind];
      return combine({ parts: numbered(plan.parts.map(build)), missing: plan.skip ? "skip" : "propagate" });
    }
    case "gate":
      return gate({ when: build(plan.when), of: build(plan.inner), threshold: plan.threshold });
    case "firstDecided":
      return firstDecided({ of: plan.of.map(build), failed: plan.next ? "next" : "stop" });
    case "route":
      return route({
        domains: { math: build(plan.math) },
        ...(plan.otherwise === null ? {} : { otherwise: build(plan.otherwise) }),
      });
    case "retry":
      return retry({ of: build(plan.of), only: "all", times: 1 });
  }
}

/** The stated rule, written down a second time, for one rollout. */
function expected(plan: Plan, script: Script, domain: string): Said {
  switch (plan.kind) {
    case "leaf":
      return script[plan.leaf];
    case "sum": {
      const all = plan.parts.map(([of, weight]) => ({ weight, said: expected(of, script, domain) }));
      const size = (parts: readonly { weight: number }[]) =>
        parts.reduce((total, { weight }) => total + Math.abs(weight), 0);
      return combined(
        all.map((part) => part.said),
        plan.skip,
        () => {
          const present = all.flatMap(({ weight, said }) => (typeof said === "number" ? [{ weight, said }] : []));
          return (present.reduce((total, { weight, said }) => total + weight * said, 0) * size(all)) / size(present);
        },
      );
    }
    case "product":
    case "min":
    case "max": {
      const fold = {
        product: (values: number[]) => values.reduce((a, b) => a * b),
        min: (values: number[]) => Math.min(...values),
        max: (values: number[]) => Math.max(...values),
      };
      return combined(
        plan.parts.map((part) => expected(part, script, domain)),
        plan.skip,
        fold[plan.kind],
      );
    }
    case "gate": {
      const when = expected(plan.when, script, domain);
      if (typeof when !== "number") return when;
      return when >= plan.threshold ? expected(plan.inner, script, domain) : 0;
    }
    case "firstDecided": {
      const answers = plan.of.map((part) => expected(part, script, domain));
      return (
        answers.find((answer) => answer !== "abstained" && !(plan.next && answer === "failed")) ??
        answers.at(-1) ??
        "failed"
      );
    }
    case "route":
      if (domain === "math") return expected(plan.math, script, domain);
      return plan.otherwise === null ? "abstained" : expected(plan.otherwise, script, domain);
    case "retry":
      return expected(plan.of, script, domain);
  }
}

function combined(answers: readonly Said[], skip: boolean, join: (values: number[]) => number): Said {
  const values = answers.filter((answer) => typeof answer === "number");
  if (values.length === answers.length || (skip && values.length > 0)) return join(values);
  return answers.includes("failed") ? "failed" : "abstained";
}

const answer: fc.Arbitrary<Said> = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom<Said>(0, 1, -1) },
  { weight: 2, arbitrary: fc.constantFrom<Said>("abstained", "failed") },
);
const group: fc.Arbitrary<Group> = fc.record({
  task: fc.record({
    id: fc.constant("t"),
    prompt: fc.constant("?"),
    truth: fc.constant(null),
    domain: fc.constantFrom("math", "code"),
  }),
  rollouts: fc.array(
    fc.record({ a: answer, b: answer, c: answer }).map((script) => ({ text: JSON.stringify(script) })),
    { maxLength: 6 },
  ),
});

async function always(check: (plan: Plan, group: Group) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(plan, group, check), { seed: 2026, numRuns: 300 });
}

describe("every reward made of rewards", () => {
  test("gives n scores for n rollouts, in order, with the status and value of the stated rule", () =>
    always(async (plan, group) => {
      const scores = await build(plan)(group);
      expect(scores).toHaveLength(group.rollouts.length);
      scores.forEach((score, index) => {
        const wanted = expected(plan, JSON.parse(group.rollouts[index]?.text ?? "") as Script, group.task.domain ?? "");
        expect(score.status).toBe(typeof wanted === "number" ? "scored" : wanted);
        const value = score.status === "scored" ? score.value : 0;
        expect(value).toBeCloseTo(typeof wanted === "number" ? wanted : 0, 9);
      });
    }));

  test("gives finite values within its range", () =>
    always(async (plan, group) => {
      const reward = build(plan);
      const [low, high] = reward.range;
      for (const score of await reward(group)) {
        const value = score.status === "scored" ? score.value : low;
        expect(Number.isFinite(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
      }
    }));

  test("follows every permutation of the rollouts", () =>
    always(async (plan, group) => {
      const reward = build(plan);
      const turned = { task: group.task, rollouts: group.rollouts.toReversed() };
      expect(await reward(turned)).toEqual((await reward(group)).toReversed());
    }));

  test("judges a rollout alone as it does in its group", () =>
    always(async (plan, group) => {
      const reward = build(plan);
      const together = await reward(group);
      for (const [index, rollout] of group.rollouts.entries()) {
        expect(await reward({ task: group.task, rollouts: [rollout] })).toEqual([together[index]]);
      }
    }));

  test("gives scores that the schema takes and JSON keeps", () =>
    always(async (plan, group) => {
      for (const score of await build(plan)(group)) {
        expect(scoreSchema.parse(score)).toEqual(score);
        expect(JSON.parse(JSON.stringify(score))).toEqual(score);
      }
    }));

  test("counts every score in one of three states", () =>
    always(async (plan, group) => {
      const counts = countScores(await build(plan)(group));
      expect(counts.scored + counts.abstained + counts.failed).toBe(group.rollouts.length);
      const reasons = Object.values(counts.reasons).reduce((total, count) => total + count, 0);
      expect(reasons).toBe(counts.abstained + counts.failed);
    }));

  test("keeps its hash through JSON", () =>
    always(async (plan) => {
      const { spec } = build(plan);
      expect(hash(JSON.parse(canonicalJson(spec)))).toBe(hash(spec));
      expect(hash(build(plan).spec)).toBe(hash(spec));
    }));

  test("treats a weight of zero as absent", () =>
    always(async (plan, group) => {
      const calls: unknown[] = [];
      const never = perRollout(() => calls.push(1) > 0, { name: "never" });
      const parts = { some: { of: build(plan), weight: 0.5 } };
      const without = await sum({ parts })(group);
      expect(await sum({ parts: { ...parts, absent: { of: never, weight: 0 } } })(group)).toEqual(without);
      expect(calls).toEqual([]);
    }));
});

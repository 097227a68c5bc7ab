import { describe, expect, test } from "vitest";
import { abstained, failed, perRollout, scored, sum, type Group, type Reward, type Score } from "../index.ts";

const group: Group = { task: { id: "t", prompt: "?", truth: null }, rollouts: [{ text: "one" }] };

function always(score: Score, range: readonly [number, number] = [0, 1]): Reward {
  return perRollout(() => score, { name: "always", range });
}

const one = always(scored(1, { cost: { calls: 2, usd: 0.5 } }));
const undecided = always(abstained("undecided", { cost: { calls: 1 } }));
const broken = always(failed({ code: "GOODHART_MODEL", message: "no answer", hint: "start it", retryable: true }));

describe("sum", () => {
  test("adds weighted parts and keeps each under its name, with the cost of all", () => {
    const reward = sum({ parts: { correct: { of: one }, short: { of: always(scored(0.5)), weight: -0.2 } } });
    expect(reward(group)).toEqual([
      scored(0.9, {
        parts: { correct: scored(1, { cost: { calls: 2, usd: 0.5 } }), short: scored(0.5) },
        cost: { calls: 2, usd: 0.5 },
      }),
    ]);
  });

  test("knows its range, needs, spec and promises", () => {
    const needy = perRollout(() => 1, { name: "needy", range: [-1, 2], needs: ["truth"], deterministic: false });
    const reward = sum({ parts: { b: { of: needy, weight: -2 }, a: { of: one } } });
    expect(reward.range).toEqual([-4, 3]);
    expect(reward.needs).toEqual(["truth"]);
    expect(reward.deterministic).toBe(false);
    expect(reward.pointwise).toBe(true);
    expect(reward.spec).toEqual({
      reward: "sum",
      version: 1,
      parts: { b: { of: { reward: "needy", version: 1 }, weight: -2 }, a: { of: { reward: "always", version: 1 } } },
    });
  });

  test("fails with the first failed part, named, before it abstains", () => {
    const [score] = sum({ parts: { judge: { of: broken }, rule: { of: undecided } } })(group) as readonly Score[];
    expect(score).toMatchObject({
      status: "failed",
      error: { code: "GOODHART_MODEL", message: 'part "judge": no answer', hint: "start it", retryable: true },
      parts: { rule: { status: "abstained" } },
    });
  });

  test("abstains with the first abstained part, named through every level", () => {
    const inner = sum({ parts: { rule: { of: undecided } } });
    expect(sum({ parts: { deep: { of: inner }, fine: { of: one } } })(group)).toMatchObject([
      { status: "abstained", reason: "deep:rule:undecided", cost: { calls: 3 } },
    ]);
  });

  test("scales the weights that are left to the same total when told to skip", () => {
    const parts = {
      correct: { of: one, weight: 1 },
      wrong: { of: always(scored(0)), weight: 1 },
      judge: { of: broken, weight: 2 },
    };
    const reward = sum({ parts, missing: "skip" });
    expect(reward(group)).toMatchObject([
      { status: "scored", value: 2, evidence: [{ kind: "missing-parts", note: "left out: judge (failed)" }] },
    ]);
    expect(reward.range).toEqual([0, 4]);
    expect(sum({ parts: { judge: { of: broken }, rule: { of: undecided } }, missing: "skip" })(group)).toMatchObject([
      { status: "failed" },
    ]);
  });

  test("fails one rollout, not its siblings, when the sum overflows", () => {
    const size = perRollout((_, { text }) => text.length * 1e307, { name: "size", range: [0, Infinity] });
    const rollouts = [{ text: "1" }, { text: "1234567890" }, { text: "12" }];
    const scores = sum({ parts: { size: { of: size, weight: 5 } } })({ ...group, rollouts });
    expect(scores).toMatchObject([{ status: "scored" }, { status: "failed" }, { status: "scored" }]);
  });

  test.each([
    [{ parts: {} }, "parts: no part has a weight other than 0"],
    [{ parts: { a: { of: one, weight: 0 } } }, "parts: no part has a weight other than 0"],
    [{ parts: { a: { of: one, weight: NaN } } }, "parts.a.weight"],
    [{ parts: { a: { of: "math" } } }, "parts.a.of: expected a reward"],
    [{ parts: { a: { of: one, wieght: 2 } } }, "wieght"],
    [{ parts: { a: { of: one } }, missing: "zero" }, "missing"],
  ])("refuses options %#, naming the field", (options, fault) => {
    const call = () => sum(options as Parameters<typeof sum>[0]);
    expect(call).toThrow(expect.objectContaining({ code: "GOODHART_CONFIG" }));
    expect(call).toThrow(fault);
  });
});

import { describe, expect, test } from "vitest";
import { abstained, max, min, perRollout, product, scored, type Group, type Reward } from "../index.ts";

const group: Group = { task: { id: "t", prompt: "?", truth: null }, rollouts: [{ text: "one" }] };

function always(value: number, range: readonly [number, number] = [0, 1]): Reward {
  return perRollout(() => value, { name: "always", range });
}

const unknown = perRollout(() => abstained("undecided"), { name: "unknown", range: [-3, 5] });

describe("product, min and max", () => {
  const parts = { a: always(0.5), b: always(-2, [-2, 3]) };
  test.each([
    ["product", product, -1, [-2, 3]],
    ["min", min, -2, [-2, 1]],
    ["max", max, 0.5, [0, 3]],
  ] as const)("%s folds values and ranges", (_, combine, value, range) => {
    const reward = combine({ parts });
    expect(reward(group)).toEqual([scored(value, { parts: { a: scored(0.5), b: scored(-2) } })]);
    expect(reward.range).toEqual(range);
  });

  test.each([
    ["product", product, -1, [-10, 15]],
    ["min", min, -2, [-3, 5]],
    ["max", max, 0.5, [-3, 5]],
  ] as const)("%s leaves missing parts out only when told to", (_, combine, value, range) => {
    const all = { ...parts, c: unknown };
    expect(combine({ parts: all })(group)).toMatchObject([{ status: "abstained", reason: "c:undecided" }]);
    const reward = combine({ parts: all, missing: "skip" });
    expect(reward(group)).toMatchObject([{ status: "scored", value }]);
    expect(reward.range).toEqual(range);
  });

  test("multiplies an infinite range by zero to zero", () => {
    expect(product({ parts: { a: always(0, [0, 0]), b: always(1, [0, Infinity]) } }).range).toEqual([0, 0]);
  });

  test("refuses to be made of nothing", () => {
    expect(() => product({ parts: {} })).toThrow("parts: expected at least one part");
  });
});

import { describe, expect, test } from "vitest";
import { abstained, correct, hash, incorrect, perRollout, scored, type Answer, type Group } from "../index.ts";

const group: Group = { task: { id: "t", prompt: "?", truth: "7" }, rollouts: [{ text: "7" }, { text: "8" }] };

describe("perRollout", () => {
  test.each<[Answer, unknown]>([
    [true, correct()],
    [false, incorrect()],
    [0.25, scored(0.25)],
    [-0, scored(0)],
    [null, abstained("not-applicable")],
    [abstained("undecided"), abstained("undecided")],
  ])("takes %j as an answer, now or later", async (answer, score) => {
    expect(perRollout(() => answer, { name: "x" })(group)).toEqual([score, score]);
    expect(await perRollout(async () => answer, { name: "x" })(group)).toEqual([score, score]);
  });

  test.each([NaN, Infinity, 1.5, -0.1])("fails for the value %d", (value) => {
    expect(perRollout(() => value, { name: "x" })(group)).toMatchObject([
      { status: "failed", error: { code: "GOODHART_REWARD" } },
      { status: "failed" },
    ]);
  });

  test("fails the rollout that it throws for, and no other", () => {
    const reward = perRollout(
      ({ truth }, { text }) => {
        if (text !== truth) throw new Error("cannot read this");
        return 1;
      },
      { name: "picky" },
    );
    expect(reward(group)).toMatchObject([{ value: 1 }, { status: "failed", error: { message: "cannot read this" } }]);
  });

  test("takes the function's name, and its settings into the hash", () => {
    function isShort(): number {
      return 1;
    }
    expect(perRollout(isShort).spec).toEqual({ reward: "isShort", version: 1 });
    const short = perRollout(isShort, { settings: { limit: 10 } });
    expect(short.spec).toEqual({ reward: "isShort", version: 1, limit: 10 });
    expect(hash(short.spec)).not.toBe(hash(perRollout(isShort).spec));
  });

  test("refuses a reward without a name or with an empty range", () => {
    expect(() =>
      perRollout(
        (
          () => () =>
            1
        )(),
      ),
    ).toThrow("name");
    expect(() => perRollout(() => 1, { name: "x", range: [1, 0] })).toThrow("range");
    expect(() => perRollout(() => 1, { name: "x", range: [NaN, 0] })).toThrow("range");
  });
});

import { describe, expect, test } from "vitest";
import { firstDecided, perRollout, type Group, type Reward } from "../index.ts";

const group: Group = {
  task: { id: "t", prompt: "?", truth: null },
  rollouts: ["1", "22", "333", "4444"].map((text) => ({ text })),
};

/** Decides only texts of one length; throws for length 4. */
function decides(length: number, asked: string[]): Reward {
  return perRollout(
    async (_, { text }) => {
      asked.push(text);
      if (text.length === 4) throw new Error("too long");
      return text.length === length ? 1 / length : null;
    },
    { name: "rule" },
  );
}

describe("firstDecided", () => {
  test("asks the next only about what is undecided, and keeps what everyone said", async () => {
    const asked: [string[], string[]] = [[], []];
    const reward = firstDecided({ of: [decides(1, asked[0]), decides(2, asked[1])] });
    expect(await reward(group)).toMatchObject([
      { value: 1, parts: { rule: { value: 1 } } },
      { value: 0.5, parts: { rule: { status: "abstained" }, "rule-2": { value: 0.5 } } },
      { status: "abstained", reason: "not-applicable" },
      { status: "failed" },
    ]);
    expect(asked).toEqual([
      ["1", "22", "333", "4444"],
      ["22", "333"],
    ]);
  });

  test("goes on after a failure when told to", async () => {
    const reward = firstDecided({ of: [decides(1, []), perRollout(() => 0.25, { name: "last" })], failed: "next" });
    expect(await reward(group)).toMatchObject([{ value: 1 }, { value: 0.25 }, { value: 0.25 }, { value: 0.25 }]);
  });

  test("has the hull of all ranges, and needs at least one reward", () => {
    const wide = perRollout(() => 0, { name: "wide", range: [-2, 0] });
    expect(firstDecided({ of: [decides(1, []), wide] }).range).toEqual([-2, 1]);
    expect(() => firstDecided({ of: [] })).toThrow("of:");
  });
});

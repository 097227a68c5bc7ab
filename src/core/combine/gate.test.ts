import { describe, expect, test } from "vitest";
import {
  abstained,
  correct,
  defineReward,
  failed,
  gate,
  perRollout,
  scored,
  type Group,
  type Score,
} from "../index.ts";
import { z } from "zod";

const group: Group = {
  task: { id: "t", prompt: "?", truth: null },
  rollouts: ["0.2", "0.8", "abstain", "fail", "1"].map((text) => ({ text })),
};
const when = perRollout(
  (_, { text }): Score => {
    if (text === "abstain") return abstained("undecided");
    return text === "fail" ? failed({ code: "GOODHART_SANDBOX", message: "gone" }) : scored(Number(text));
  },
  { name: "condition" },
);

describe("gate", () => {
  test("counts the second only where the first reached the threshold", () => {
    const asked: string[] = [];
    const inner = perRollout((_, { text }) => asked.push(text) > 0 && correct({ reason: "equal" }), { name: "inner" });
    const scores = gate({ when, of: inner, threshold: 0.8 })(group);
    expect(scores).toEqual([
      scored(0, { reason: "gate-closed", parts: { when: scored(0.2) } }),
      { ...correct({ reason: "equal" }), parts: { when: scored(0.8), of: correct({ reason: "equal" }) } },
      abstained("when:undecided", { parts: { when: abstained("undecided") } }),
      expect.objectContaining({ status: "failed", error: { code: "GOODHART_SANDBOX", message: 'part "when": gone' } }),
      expect.objectContaining({ value: 1 }),
    ]);
    expect(asked).toEqual(["0.8", "1"]);
  });

  test("opens by default at the upper end of the first one's range, and closes at the value it is told", () => {
    const reward = gate({ when, of: perRollout(() => 1, { name: "one" }), closed: -0.5 });
    expect(reward(group)).toMatchObject([{ value: -0.5 }, { value: -0.5 }, {}, {}, { value: 1 }]);
    expect(reward.range).toEqual([-0.5, 1]);
    const open = perRollout(() => 1, { name: "open-ended", range: [0, Infinity] });
    expect(() => gate({ when: open, of: when })).toThrow("threshold");
  });

  test("shows the whole group to a reward that compares rollouts", () => {
    const share = defineReward({
      name: "share",
      summary: "One over the size of the group.",
      options: z.object({}),
      version: 1,
      range: [0, 1],
      scoreGroup:
        () =>
        ({ rollouts }) =>
          rollouts.map(() => scored(1 / rollouts.length)),
    });
    expect(gate({ when, of: share(), threshold: 0.8 })(group)).toMatchObject([
      { value: 0 },
      { value: 0.2 },
      {},
      {},
      { value: 0.2 },
    ]);
  });

  test("names the inner part that has no value", () => {
    const inner = perRollout(() => null, { name: "inner" });
    expect(gate({ when, of: inner })({ ...group, rollouts: [{ text: "1" }] })).toMatchObject([
      { status: "abstained", reason: "of:not-applicable" },
    ]);
  });
});

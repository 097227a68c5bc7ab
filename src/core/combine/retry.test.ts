import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineReward, GoodhartError, perRollout, retry, scored, type Group } from "../index.ts";

const group: Group = { task: { id: "t", prompt: "?", truth: null }, rollouts: [{ text: "1" }, { text: "3" }] };

/** Fails as often as the text says before it answers. */
function flaky(asked: string[], retryable = true) {
  return perRollout(
    async (_, { text }) => {
      asked.push(text);
      const before = asked.filter((other) => other === text).length - 1;
      if (before < Number(text)) throw new GoodhartError("GOODHART_MODEL", "busy", { retryable });
      return 1;
    },
    { name: "flaky" },
  );
}

describe("retry", () => {
  test("asks again about what failed, and only as often as told", async () => {
    const asked: string[] = [];
    expect(await retry({ of: flaky(asked), times: 2 })(group)).toMatchObject([{ value: 1 }, { status: "failed" }]);
    expect(asked).toEqual(["1", "3", "1", "3", "3"]);
  });

  test("lets failures stand that will not go away, unless told otherwise", async () => {
    expect(await retry({ of: flaky([], false) })(group)).toMatchObject([{ status: "failed" }, { status: "failed" }]);
    expect(await retry({ of: flaky([], false), only: "all", times: 3 })(group)).toMatchObject([
      { value: 1 },
      { value: 1 },
    ]);
  });

  test("asks a reward that compares rollouts about the whole group", async () => {
    let calls = 0;
    const ranking = defineReward({
      name: "ranking",
      summary: "Fails at first.",
      options: z.object({}),
      version: 1,
      range: [0, 1],
      scoreGroup:
        () =>
        ({ rollouts }) => {
          if (calls++ === 0) throw new GoodhartError("GOODHART_MODEL", "busy", { retryable: true });
          return rollouts.map(() => scored(1 / rollouts.length));
        },
    });
    expect(await retry({ of: ranking() })(group)).toEqual([scored(0.5), scored(0.5)]);
  });

  test("stops when the caller aborts", async () => {
    const controller = new AbortController();
    const asked: string[] = [];
    const of = perRollout(
      async (_, { text }) => {
        asked.push(text);
        controller.abort();
        throw new GoodhartError("GOODHART_MODEL", "busy", { retryable: true });
      },
      { name: "aborting" },
    );
    const scores = await retry({ of, times: 9 })(group, { signal: controller.signal });
    expect(scores).toMatchObject([{ status: "failed" }, { status: "failed" }]);
    expect(asked).toEqual(["1"]);
  });
});

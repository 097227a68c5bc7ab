import { describe, expect, test } from "vitest";
import { perRollout, scoreAll, scoreStream, type Group, type Reward, type ScoreProgress } from "./index.ts";

function groupsOf(count: number): readonly Group[] {
  return Array.from({ length: count }, (_, index) => ({
    task: { id: `t${index}`, prompt: "?", truth: index },
    rollouts: Array.from({ length: index % 3 }, () => ({ text: String(index) })),
  }));
}

async function* later(groups: readonly Group[]): AsyncGenerator<Group> {
  for (const group of groups) {
    await Promise.resolve();
    yield group;
  }
}

/** Takes longer for smaller numbers, so that later groups are done first; throws for 4. */
const slow = perRollout(
  async (_, { text }) => {
    for (let turn = 0; turn < 30 - Number(text); turn++) await Promise.resolve();
    if (text === "4") throw new Error("no four");
    return Number(text) / 100;
  },
  { name: "slow" },
);
const quick = perRollout((_, { text }) => Number(text) / 100, { name: "quick" });

describe("scoreAll", () => {
  test.each<[string, Reward, readonly Group[] | AsyncIterable<Group>, number]>([
    ["at once", quick, groupsOf(20), 32],
    ["one by one", slow, groupsOf(20), 1],
    ["many at a time", slow, groupsOf(20), 7],
    ["from a stream", slow, later(groupsOf(20)), 7],
  ])("keeps order and length: %s", async (_, reward, groups, concurrency) => {
    const results = await scoreAll(groups, reward, { concurrency });
    expect(results.map(({ group }) => group.task.id)).toEqual(groupsOf(20).map(({ task }) => task.id));
    expect(results.map(({ scores }) => scores.length)).toEqual(groupsOf(20).map(({ rollouts }) => rollouts.length));
    expect(results[19]?.scores).toEqual([{ status: "scored", value: 0.19 }]);
  });

  test("lets a failure stay where it is", async () => {
    const results = await scoreAll(groupsOf(10), slow);
    const failing = results.filter(({ scores }) => scores.some(({ status }) => status === "failed"));
    expect(failing.map(({ group }) => group.task.id)).toEqual(["t4"]);
  });

  test("never has more groups under way than told", async () => {
    let now = 0;
    let most = 0;
    const watched = perRollout(
      async () => {
        most = Math.max(most, ++now);
        for (let turn = 0; turn < 100; turn++) await Promise.resolve();
        now--;
        return 1;
      },
      { name: "watched" },
    );
    await scoreAll(
      groupsOf(30).filter(({ rollouts }) => rollouts.length === 1),
      watched,
      { concurrency: 4 },
    );
    expect(most).toBe(4);
  });

  test("reports progress after each group, in order", async () => {
    const seen: ScoreProgress[] = [];
    await scoreAll(groupsOf(6), slow, { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ groups }) => groups)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seen.at(-1)).toEqual({ groups: 6, rollouts: 6, scored: 5, abstained: 0, failed: 1 });
  });

  const never = perRollout(() => new Promise<number>(() => {}), { name: "never" });

  test("gives every group its scores after an abort, even where the reward does not listen", async () => {
    const controller = new AbortController();
    const results = scoreAll(groupsOf(9), never, { signal: controller.signal });
    controller.abort();
    const all = await results;
    expect(all.map(({ scores }) => scores.length)).toEqual(groupsOf(9).map(({ rollouts }) => rollouts.length));
    expect(all.flatMap(({ scores }) => scores)).toEqual(
      Array.from({ length: 9 }, () =>
        expect.objectContaining({ error: expect.objectContaining({ code: "GOODHART_ABORTED" }) }),
      ),
    );
  });

  test("fails only the group whose deadline has passed", async () => {
    const controllers: AbortController[] = [];
    const deadline = () => {
      const controller = new AbortController();
      controllers.push(controller);
      if (controllers.length === 3) queueMicrotask(() => controller.abort(new DOMException("late", "TimeoutError")));
      return controller.signal;
    };
    const third = perRollout((_, { text }) => (text === "2" ? new Promise<number>(() => {}) : 0.5), { name: "third" });
    const results = await scoreAll(groupsOf(5), third, { deadline, signal: new AbortController().signal });
    const late = { status: "failed", error: { code: "GOODHART_TIMEOUT", retryable: true } };
    expect(results[2]?.scores).toMatchObject([late, late]);
    expect(results[1]?.scores).toMatchObject([{ value: 0.5 }]);
    expect(results[4]?.scores).toMatchObject([{ value: 0.5 }]);
  });

  test("holds a function that only looks like a reward to the contract", async () => {
    const short: Reward = Object.assign(() => [], {
      spec: { reward: "short" },
      range: [0, 1] as const,
      needs: [],
      deterministic: true,
      pointwise: true,
      version: 1,
    });
    const [result] = await scoreAll(groupsOf(2).slice(1), short);
    expect(result?.scores).toMatchObject([{ status: "failed", error: { code: "GOODHART_REWARD" } }]);
  });

  test("hands over the model, and refuses to do nothing at a time", async () => {
    const asking = perRollout(async (_, __, { generate }) => (await generate?.({ prompt: "?" }))?.text === "yes", {
      name: "asking",
      needs: ["generate"],
    });
    const [, result] = await scoreAll(groupsOf(2), asking, { generate: async () => ({ text: "yes" }) });
    expect(result?.scores).toMatchObject([{ value: 1 }]);
    await expect(scoreAll([], quick, { concurrency: 0 })).rejects.toThrow("concurrency");
  });
});

describe("scoreStream", () => {
  test("takes groups only as fast as results are taken", async () => {
    let taken = 0;
    function* source() {
      for (const group of groupsOf(1000)) {
        taken++;
        yield group;
      }
    }
    for await (const { group } of scoreStream(source(), slow, { concurrency: 5 })) {
      if (group.task.id === "t3") break;
    }
    expect(taken).toBeLessThan(12);
  });
});

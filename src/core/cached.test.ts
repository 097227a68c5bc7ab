import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  cached,
  defineReward,
  GoodhartError,
  memoryStore,
  perRollout,
  scored,
  type Group,
  type Reward,
  type Rollout,
  type VerdictStore,
} from "./index.ts";

function groupOf(texts: readonly string[], id = "t"): Group {
  return { task: { id, prompt: "?", truth: "1" }, rollouts: texts.map((text) => ({ text })) };
}

function counting(asked: string[], options: Parameters<typeof perRollout>[1] = {}): Reward {
  return perRollout(
    (_, { text }) => {
      asked.push(text);
      if (text === "bad") throw new Error("broken");
      return text === "none" ? null : text.length / 10;
    },
    { name: "counting", ...options },
  );
}

describe("cached", () => {
  test("judges duplicates once, within a group and later, and scores the same", async () => {
    const asked: string[] = [];
    const plain = counting([]);
    const reward = cached(counting(asked));
    const group = groupOf(["a", "bb", "a", "none", "bb", "a"]);
    expect(reward(group)).toEqual(plain(group));
    expect(reward(groupOf(["none", "ccc", "a"]))).toEqual(plain(groupOf(["none", "ccc", "a"])));
    expect(asked).toEqual(["a", "bb", "none", "ccc"]);
    expect(reward.spec).toEqual(plain.spec);
    expect({ name: reward.name, pointwise: reward.pointwise }).toEqual({ name: "counting", pointwise: true });
  });

  test("never keeps a failure", async () => {
    const asked: string[] = [];
    const store = memoryStore();
    const reward = cached(counting(asked), { store });
    expect(reward(groupOf(["bad", "a"]))).toMatchObject([{ status: "failed" }, { value: 0.1 }]);
    await reward(groupOf(["bad", "a"]));
    expect(asked).toEqual(["bad", "a", "bad"]);
    expect(store.size).toBe(1);
  });

  test.each<[string, Partial<Rollout>]>([
    ["finish", { finish: "length" }],
    ["tokens", { tokens: { logprobs: [-Infinity, -1] } }],
    ["steps", { steps: [{ start: 0, end: 1 }] }],
    ["turns", { turns: [{ role: "assistant", content: "a" }] }],
  ])("tells answers apart by %s", async (_, extra) => {
    const asked: string[] = [];
    const reward = cached(counting(asked));
    await reward({
      task: groupOf([]).task,
      rollouts: [{ text: "a" }, { text: "a", ...extra }, { text: "a", ...extra }],
    });
    expect(asked).toHaveLength(2);
  });

  test("tells answers apart by their metadata only where the reward needs it, and never by their id", async () => {
    const rollouts = [1, 2].map((row) => ({ text: "a", id: `r${row}`, metadata: { row } }));
    const asked: string[] = [];
    await cached(counting(asked))({ task: groupOf([]).task, rollouts });
    expect(asked).toHaveLength(1);
    await cached(counting(asked, { needs: ["metadata"] }))({ task: groupOf([]).task, rollouts });
    expect(asked).toHaveLength(3);
  });

  test("tells lone surrogates apart", async () => {
    const asked: string[] = [];
    await cached(counting(asked))(groupOf(["\uD800", "\uD801"]));
    expect(asked).toHaveLength(2);
  });

  test("tells tasks and rewards apart that share a store", async () => {
    const asked: string[] = [];
    const store = memoryStore();
    const reward = cached(counting(asked), { store });
    const other = cached(counting(asked, { settings: { limit: 2 } }), { store });
    const { task } = groupOf([]);
    await reward({ task, rollouts: [{ text: "a" }] });
    for (const change of [
      { id: "u" },
      { truth: "2" },
      { truth: 1 },
      { prompt: "!" },
      { domain: "x" },
      { metadata: { x: 1 } },
    ]) {
      await reward({ task: { ...task, ...change }, rollouts: [{ text: "a" }] });
    }
    await other({ task, rollouts: [{ text: "a" }] });
    expect(asked).toHaveLength(8);
  });

  test("keeps a reward that compares rollouts by whole groups, and only where every score has a value or reason", async () => {
    let calls = 0;
    const ranking = defineReward({
      name: "ranking",
      summary: "Compares.",
      options: z.object({}),
      version: 1,
      range: [0, 1],
      scoreGroup:
        () =>
        ({ rollouts }) => {
          calls++;
          if (calls === 1) throw new GoodhartError("GOODHART_MODEL", "busy");
          return rollouts.map(({ text }) => scored(text.length / 10));
        },
    })();
    const reward = cached(ranking);
    expect(reward(groupOf(["a", "bb"]))).toMatchObject([{ status: "failed" }, { status: "failed" }]);
    for (let again = 0; again < 2; again++)
      expect(await reward(groupOf(["a", "bb"]))).toEqual([scored(0.1), scored(0.2)]);
    expect(calls).toBe(2);
    await reward(groupOf(["bb", "a"]));
    expect(calls).toBe(3);
  });

  test("works with a store that answers later, and shows one that breaks", async () => {
    const memory = memoryStore();
    const store: VerdictStore = { get: async (keys) => memory.get(keys), set: async (entries) => memory.set(entries) };
    const asked: string[] = [];
    const reward = cached(counting(asked), { store });
    expect(await reward(groupOf(["a", "a"]))).toEqual([scored(0.1), scored(0.1)]);
    expect(await reward(groupOf(["a"]))).toEqual([scored(0.1)]);
    expect(asked).toEqual(["a"]);
    const gone: VerdictStore = {
      ...memory,
      get: () => {
        throw new GoodhartError("GOODHART_STORE", "disk full");
      },
    };
    expect(cached(counting([]), { store: gone })(groupOf(["a"]))).toMatchObject([
      { status: "failed", error: { code: "GOODHART_STORE" } },
    ]);
  });

  test("refuses a reward that is not deterministic, unless told to keep its first draw", async () => {
    const asked: string[] = [];
    const random = counting(asked, { deterministic: false });
    expect(() => cached(random)).toThrow("not deterministic");
    const reward = cached(random, { evenIfRandom: true });
    await reward(groupOf(["a", "a"]));
    expect(asked).toEqual(["a"]);
  });
});

describe("memoryStore", () => {
  test("keeps what was used last", () => {
    const store = memoryStore({ limit: 2 });
    store.set([
      ["a", scored(1)],
      ["b", scored(2)],
    ]);
    store.get(["a"]);
    store.set([["c", scored(3)]]);
    expect(store.get(["a", "b", "c"])).toEqual([scored(1), undefined, scored(3)]);
    expect(store.size).toBe(2);
  });

  test.each([0, 1.5, NaN])("refuses the limit %d", (limit) => {
    expect(() => memoryStore({ limit })).toThrow("limit");
  });
});

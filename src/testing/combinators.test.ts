/** @file The combinators of core keep the contract that every reward must keep. */
import { describe, expect, test } from "vitest";
import {
  abstained,
  cached,
  firstDecided,
  gate,
  max,
  min,
  perRollout,
  product,
  retry,
  route,
  sum,
  type Group,
} from "../core/index.ts";
import { contractChecks } from "./index.ts";

const groups: readonly Group[] = ["math", "code"].map((domain) => ({
  task: { id: domain, prompt: "?", truth: "42", domain },
  rollouts: [{ text: "42" }, { text: "I say 42." }, { text: "" }, { text: "42" }, { text: "x", finish: "length" }],
}));

const right = perRollout((task, { text }) => text.includes(String(task.truth)), { name: "right" });
const short = perRollout(async (_, { text }) => 1 / (1 + text.length), { name: "short" });
const unsure = perRollout((_, { text }) => (text === "" ? abstained("undecided") : 1), { name: "unsure" });

const rewards = [
  sum({ parts: { right: { of: right }, short: { of: short, weight: -0.1 }, unsure: { of: unsure } }, missing: "skip" }),
  product({ parts: { right, unsure } }),
  min({ parts: { right, short } }),
  max({ parts: { unsure, short } }),
  gate({ when: short, of: right, threshold: 0.2 }),
  firstDecided({ of: [unsure, right] }),
  route({ domains: { math: right } }),
  retry({ of: unsure }),
  cached(right),
];

describe.each(rewards.map((reward) => [reward.spec.reward, reward] as const))("%s", (_, reward) => {
  test.each(contractChecks(reward, { groups }).map(({ name, run }) => [name, run] as const))("%s", async (_, run) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

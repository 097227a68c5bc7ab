import { describe, expect, test } from "vitest";
import { GoodhartError, perRollout, type Group } from "../core/index.ts";
import { contractChecks, leaky, scripted, type Fault } from "./index.ts";

const groups: readonly Group[] = [
  { task: { id: "odd", prompt: "?", truth: "42" }, rollouts: [{ text: "42" }, { text: "it is 7" }, { text: "none" }] },
  { task: { id: "even", prompt: "?", truth: "1" }, rollouts: [{ text: "1" }] },
];

async function brokenBy(fault: Fault): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const { name, run } of contractChecks(leaky(fault), { groups: structuredClone(groups) })) {
    await run().catch((thrown: unknown) => {
      if (!GoodhartError.isInstance(thrown) || thrown.code !== "GOODHART_CONTRACT") throw thrown;
      broken.push(name);
    });
  }
  return broken;
}

describe("contractChecks", () => {
  test.each<[Fault, string]>([
    ["bad-spec", "says what it is"],
    ["throws", "gives one score per rollout"],
    ["drops-one", "gives one score per rollout"],
    ["answers-nobody", "answers an empty group with no scores"],
    ["out-of-range", "stays within its range"],
    ["not-finite", "gives well-formed scores"],
    ["not-json", "gives scores that survive JSON"],
    ["random", "gives the same scores again"],
    ["remembers", "remembers nothing of earlier groups"],
    ["by-position", "follows a permutation of the rollouts"],
    ["by-neighbours", "judges each rollout by itself, if it says so"],
    ["changes-input", "leaves its input unchanged"],
    ["ignores-abort", "ends an aborted call as failed scores"],
    ["breaks-on-nul", "survives hostile texts"],
  ])("catches a reward with the fault %s: %s", async (fault, check) => {
    expect(await brokenBy(fault)).toContain(check);
  });

  test("catches groups that cannot show anything", async () => {
    const [first] = contractChecks(leaky("random"), { groups: groups.slice(1) });
    await expect(first?.run()).rejects.toThrow("two rollouts");
  });

  const honest = perRollout((task, { text }) => text.includes(String(task.truth)), { name: "honest" });
  test.each(contractChecks(honest, { groups }).map(({ name, run }) => [name, run] as const))(
    "an honest reward %s",
    async (_, run) => {
      await expect(run()).resolves.toBeUndefined();
    },
  );

  const asking = perRollout(async (_, __, { generate }) => (await generate?.({ prompt: "good?" }))?.text === "yes", {
    name: "asking",
    needs: ["generate"],
  });
  test.each(
    contractChecks(asking, { groups, generate: () => scripted(["yes"], { loop: true }) }).map(
      ({ name, run }) => [name, run] as const,
    ),
  )("an honest judge %s", async (_, run) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

describe("scripted", () => {
  test("answers in order, records requests, and says when the script is over", async () => {
    const model = scripted([
      "one",
      { text: "two" },
      (request) => `you said ${String(request.prompt)}`,
      new Error("down"),
    ]);
    expect((await model({ prompt: "a" })).text).toBe("one");
    expect((await model({ prompt: "b" })).text).toBe("two");
    expect((await model({ prompt: "c" })).text).toBe("you said c");
    await expect(model({ prompt: "d" })).rejects.toThrow("down");
    await expect(model({ prompt: "e" })).rejects.toMatchObject({ code: "GOODHART_MODEL" });
    expect(model.requests.map(({ prompt }) => prompt)).toEqual(["a", "b", "c", "d", "e"]);
    await expect(model({ prompt: "f" }, { signal: AbortSignal.abort() })).rejects.toThrow("abort");
  });
});

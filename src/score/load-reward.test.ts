import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadReward } from "./load-reward.ts";

const module = fileURLToPath(new URL("./_test-kind.ts", import.meta.url));

test("a kind of reward that nobody called gets the mend", async () => {
  await expect(loadReward({ module })).rejects.toMatchObject({
    code: "GOODHART_CONFIG",
    hint: expect.stringContaining("call it with its options"),
  });
});

test("a reward under another name is offered", async () => {
  await expect(loadReward({ module, name: "other" })).rejects.toMatchObject({ hint: 'it has "made"' });
  await expect(loadReward({ module, name: "made" })).resolves.toHaveProperty("spec.reward", "plain");
});

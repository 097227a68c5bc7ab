import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { scoreFile } from "./index.ts";

const data = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

/** The labels that came with real rollouts, through the whole job. Skipped where the data is not beside the repository. */
describe.skipIf(!existsSync(data))("real rollouts (skipped without ../shared/data)", () => {
  test.each([
    ["6b_finetuning", 286],
    ["6b_verification", 515],
    ["175b_finetuning", 458],
    ["175b_verification", 742],
  ])("GSM8K: %s has %i right solutions, and no label differs", async (model, correct) => {
    const { summary } = await scoreFile({
      threads: 0,
      input: `${data}gsm8k/model-solutions.jsonl`,
      reward: { reward: "math", truthFrom: "solution" },
      columns: { response: `${model}.solution`, label: `${model}.is_correct` },
    });
    expect(summary).toMatchObject({ rows: 1319, correct, failed: 0, labels: { falsePositive: 0, falseNegative: 0 } });
  });

  test("a training run: 12 checkpoints of 500 problems are gathered into groups", async () => {
    const { summary, groups } = await scoreFile({
      threads: 0,
      input: `${data}goodhart-run/control-format.jsonl.gz`,
      reward: "math",
      columns: { label: "score" },
    });
    expect(groups).toBe("scattered");
    expect(summary).toMatchObject({ rows: 6000, failed: 0, groups: { count: 500, largest: 12, mean: 12 } });
    expect(summary.labels?.falseNegative).toBe(0);
  });

  test("a row with eight responses is a group of eight", async () => {
    const { summary } = await scoreFile({
      threads: 0,
      input: `${data}qwen-rm/math-100x.jsonl`,
      reward: "math",
      columns: { label: "score" },
    });
    // One truth, "4:30p..", is cut short in the data: whether it can be read is the reward's affair.
    expect(summary).toMatchObject({ rows: 100, rollouts: 800, groups: { count: 100, largest: 8 } });
    expect(summary.failed).toBeLessThanOrEqual(8);
    expect(summary.passAtK.map(({ k }) => k)).toEqual([1, 2, 4, 8]);
  });
});

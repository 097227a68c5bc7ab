import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Reward, Score } from "../../core/index.ts";
import { math } from "./math.ts";

const folder = new URL("../../../../shared/data/", import.meta.url);
const isThere = existsSync(folder);

/** The rows of a JSONL file, plain or zipped. */
function rows(path: string): readonly Record<string, unknown>[] {
  const bytes = readFileSync(new URL(path, folder));
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function score(reward: Reward, truth: unknown, text: unknown): Promise<Score | undefined> {
  const scores = await reward({ task: { id: "row", prompt: "", truth }, rollouts: [{ text: String(text) }] });
  return scores[0];
}

const isCorrect = (found: Score | undefined) => found?.status === "scored" && found.verdict === "correct";

describe.skipIf(!isThere)("real labels (skipped where ../shared/data is absent)", () => {
  test.each([
    ["6b_finetuning", 286],
    ["6b_verification", 515],
    ["175b_finetuning", 458],
    ["175b_verification", 742],
  ])("GSM8K solutions of %s: %d correct, each as labelled", async (model, expected) => {
    const reward = math({ truthFrom: "solution" });
    let correct = 0;
    const disagreements: unknown[] = [];
    for (const row of rows("gsm8k/model-solutions.jsonl")) {
      const { solution, is_correct } = row[model] as { solution: string; is_correct: boolean };
      const found = isCorrect(await score(reward, row["ground_truth"], solution));
      if (found) correct++;
      if (found !== is_correct) disagreements.push(row["question"]);
    }
    expect(disagreements).toEqual([]);
    expect(correct).toBe(expected);
  });

  test("MATH responses: every one labelled right is right; 9 more are equal in another notation", async () => {
    let more = 0;
    for (const row of rows("qwen-rm/math-100x.jsonl")) {
      const labels = row["score"] as boolean[];
      for (const [index, text] of (row["code"] as string[]).entries()) {
        const found = isCorrect(await score(math(), row["answer"], text));
        expect(found || labels[index] === false).toBe(true);
        if (found && labels[index] === false) more++;
      }
    }
    expect(more).toBe(9);
  });

  test.each(["control-format", "collapse-length"])(
    "training run %s: every response labelled right is right, none breaks the reward",
    async (run) => {
      const reward = math({ extract: { strict: { place: "boxed" } } });
      let labelled = 0;
      for (const { response, ground_truth, score: label } of rows(`goodhart-run/${run}.jsonl.gz`)) {
        const found = await score(reward, ground_truth, response);
        expect(found?.status).not.toBe("failed");
        if (label !== 1) continue;
        labelled++;
        expect(isCorrect(found)).toBe(true);
      }
      expect(labelled).toBeGreaterThan(3000);
    },
  );
});

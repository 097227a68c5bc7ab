/** @file The labels that came with real responses, reproduced. `npm run perf:labels` lists what differs and why. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Reward, Score } from "../../core/index.ts";
import { math } from "./math.ts";

const folder = new URL("../../../../shared/data/", import.meta.url);
const isThere = existsSync(folder);

const files = new Map<string, readonly unknown[]>();

/** The rows of a JSONL file, plain or zipped, each read once. */
function rows<Row>(path: string): readonly Row[] {
  const known = files.get(path);
  if (known !== undefined) return known as readonly Row[];
  const bytes = readFileSync(new URL(path, folder));
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const read = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
  files.set(path, read);
  return read;
}

async function score(reward: Reward, truth: string, text: string): Promise<Score | undefined> {
  const scores = await reward({ task: { id: "row", prompt: "", truth }, rollouts: [{ text }] });
  return scores[0];
}

const isCorrect = (found: Score | undefined) => found?.status === "scored" && found.verdict === "correct";

interface GsmRow extends Record<string, unknown> {
  readonly question: string;
  readonly ground_truth: string;
}

interface QwenRow {
  readonly answer: string;
  readonly code: readonly string[];
  readonly score: readonly boolean[];
}

interface RunRow {
  readonly step: number;
  readonly response: string;
  readonly ground_truth: string;
  readonly score: number;
}

/** Correct by step: what the label says, and what we say. */
type Checkpoints = Readonly<Record<number, readonly [label: number, ours: number]>>;

const checkpoints: Readonly<Record<string, Checkpoints>> = {
  "control-format": {
    0: [254, 261],
    5: [317, 324],
    10: [360, 367],
    15: [361, 369],
    20: [363, 373],
    25: [365, 374],
    30: [361, 370],
    35: [360, 369],
    40: [360, 369],
    45: [364, 373],
    50: [369, 379],
    55: [370, 381],
  },
  "collapse-length": {
    0: [254, 261],
    5: [279, 285],
    10: [307, 313],
    15: [330, 335],
    20: [330, 337],
    25: [347, 354],
    30: [350, 357],
    35: [349, 354],
    40: [342, 347],
    45: [315, 321],
    50: [292, 296],
    55: [253, 257],
  },
};

describe.skipIf(!isThere)("real labels (NOT CHECKED where ../shared/data is absent)", () => {
  test.each([
    ["6b_finetuning", 286],
    ["6b_verification", 515],
    ["175b_finetuning", 458],
    ["175b_verification", 742],
  ])("GSM8K solutions of %s: %d correct, each as labelled", async (model, expected) => {
    const reward = math({ truthFrom: "solution" });
    let correct = 0;
    const disagreements: string[] = [];
    for (const row of rows<GsmRow>("gsm8k/model-solutions.jsonl")) {
      const { solution, is_correct } = row[model] as { solution: string; is_correct: boolean };
      const found = isCorrect(await score(reward, row.ground_truth, solution));
      if (found) correct++;
      if (found !== is_correct) disagreements.push(row.question);
    }
    expect(disagreements).toEqual([]);
    expect(correct).toBe(expected);
  });

  test("MATH responses: every one labelled right is right; 9 more are, which the labelled extraction misread", async () => {
    const more: string[] = [];
    for (const row of rows<QwenRow>("qwen-rm/math-100x.jsonl")) {
      for (const [index, text] of row.code.entries()) {
        const found = isCorrect(await score(math(), row.answer, text));
        expect(found || row.score[index] === false).toBe(true);
        if (found && row.score[index] === false) more.push(row.answer);
      }
    }
    expect(more).toEqual([...Array.from({ length: 8 }, () => "\\text{4:30 p.m.}"), "10{,}000"]);
  });

  test.each(Object.entries(checkpoints))(
    "training run %s: no label of right is missed at any checkpoint, and only the reviewed answers are right besides",
    async (run, expected) => {
      const reward = math({ extract: { strict: { place: "boxed" } } });
      const counts: Record<number, [number, number]> = {};
      const missed: string[] = [];
      const open: unknown[] = [];
      for (const { step, response, ground_truth, score: label } of rows<RunRow>(`goodhart-run/${run}.jsonl.gz`)) {
        const found = await score(reward, ground_truth, response);
        const count = (counts[step] ??= [0, 0]);
        if (label === 1) count[0]++;
        if (isCorrect(found)) count[1]++;
        else if (label === 1) missed.push(ground_truth);
        if (found?.status === "failed" || (found?.status === "abstained" && found.reason !== "truncated"))
          open.push(found);
      }
      expect(missed).toEqual([]);
      expect(open).toEqual([]);
      expect(counts).toEqual(expected);
    },
  );

  test.each([
    ["control-format", 113],
    ["collapse-length", 81],
  ])("training run %s, an answer allowed in any place: %d more are right, none less", async (run, more) => {
    const reward = math();
    const counts = { more: 0, missed: 0 };
    for (const { response, ground_truth, score: label } of rows<RunRow>(`goodhart-run/${run}.jsonl.gz`)) {
      const found = isCorrect(await score(reward, ground_truth, response));
      if (found && label !== 1) counts.more++;
      if (!found && label === 1) counts.missed++;
    }
    expect(counts).toEqual({ more, missed: 0 });
  });
});

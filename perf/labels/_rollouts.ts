/** @file The real responses with the labels that came with them, from the data folder beside the repository. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** One response and what its label says of it. */
export interface LabelledRollout {
  /** The four GSM8K models, "qwen-rm", "control-format" or "collapse-length". */
  readonly set: string;
  /** Counted from zero within the file; a second number counts the responses of one row. */
  readonly row: string;
  /** The training step of a checkpoint. */
  readonly step?: number;
  readonly truth: string;
  readonly text: string;
  readonly label: boolean;
}

export const gsmModels = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"] as const;
export const trainingRuns = ["control-format", "collapse-length"] as const;

const folder = new URL("../../../shared/data/", import.meta.url);

export function isDataThere(): boolean {
  return existsSync(folder);
}

interface GsmRow extends Record<
  (typeof gsmModels)[number],
  { readonly solution: string; readonly is_correct: boolean }
> {
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

export function* labelledRollouts(): Iterable<LabelledRollout> {
  for (const [index, row] of rowsOf<GsmRow>("gsm8k/model-solutions.jsonl").entries()) {
    for (const set of gsmModels) {
      const { solution, is_correct } = row[set];
      yield { set, row: String(index), truth: row.ground_truth, text: solution, label: is_correct };
    }
  }
  for (const [index, { answer, code, score }] of rowsOf<QwenRow>("qwen-rm/math-100x.jsonl").entries()) {
    for (const [position, text] of code.entries()) {
      yield { set: "qwen-rm", row: `${index}.${position}`, truth: answer, text, label: score[position] === true };
    }
  }
  for (const set of trainingRuns) {
    for (const [index, row] of rowsOf<RunRow>(`goodhart-run/${set}.jsonl.gz`).entries()) {
      const { step, response, ground_truth, score } = row;
      yield { set, row: String(index), step, truth: ground_truth, text: response, label: score === 1 };
    }
  }
}

function rowsOf<Row>(path: string): readonly Row[] {
  const bytes = readFileSync(new URL(path, folder));
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
}

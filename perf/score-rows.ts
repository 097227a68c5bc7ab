/**
 * @file Rows per second and peak memory of `scoreFile` on synthetic flat rows.
 * node perf/score-rows.ts [rows = 1000000] [reward = math] [output ending = jsonl] [rows per group = 4] [threads]
 */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scoreFile } from "../src/score/index.ts";

const [rows = "1000000", reward = "math", ending = "jsonl", group = "4", threads] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "goodhart-perf-"));

/** Short sums, two thirds of them right, eight different wordings. */
function row(index: number, perGroup: number): string {
  const task = Math.floor(index / perGroup);
  const [a, b] = [(task * 7919) % 1000, (task * 104729) % 1000];
  const answer = index % 3 === 0 ? a + b + 1 : a + b;
  return JSON.stringify({
    id: index,
    problem: task,
    prompt: `What is ${a} + ${b}?`,
    response: `First I add ${a} and ${b}. Wording ${index % 8}. The result follows at once: \\boxed{${answer}}.`,
    truth: String(a + b),
    score: index % 3 === 0 ? 0 : 1,
  });
}

function writeInput(path: string, count: number, perGroup: number): void {
  const handle = openSync(path, "w");
  for (let index = 0; index < count; index += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, count - index) }, (_, offset) => row(index + offset, perGroup));
    writeSync(handle, `${lines.join("\n")}\n`);
  }
  closeSync(handle);
}

try {
  const input = join(folder, "rows.jsonl");
  const output = join(folder, `scored.${ending}`);
  writeInput(input, Number(rows), Number(group));
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const started = performance.now();
  const phases: Record<string, number> = {};
  const { summary } = await scoreFile({
    input,
    output,
    reward: reward.endsWith(".ts") ? { module: reward } : reward,
    columns: { label: "score" },
    ...(threads === undefined ? {} : { threads: Number(threads) }),
    onProgress: ({ phase }) => (phases[phase] = performance.now() - started),
  });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  console.log({
    rows: summary.rows,
    seconds: Number(seconds.toFixed(1)),
    rowsPerSecond: Math.round(summary.rows / seconds),
    peakMegabytes: megabytes(Math.max(peak, process.resourceUsage().maxRSS * 1024)),
    inputMegabytes: megabytes(statSync(input).size),
    outputMegabytes: megabytes(statSync(output).size),
    secondsAtEndOfPhase: Object.fromEntries(
      Object.entries(phases).map(([name, end]) => [name, Number((end / 1000).toFixed(1))]),
    ),
    accuracy: summary.accuracy,
    agreement: summary.labels === null ? null : summary.labels.agreed / summary.labels.compared,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

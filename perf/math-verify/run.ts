/**
 * @file Our engine against Math-Verify, on the same pairs, in the same run, one thread each, in turns.
 *
 *     npm run perf:math-verify                 the pairs of pairs.jsonl and, where the data folder is there, real ones
 *     npm run perf:math-verify -- --pairs F    JSONL of { truth, answer, equal? }
 *
 * Installs the peer into perf/.venv on the first run. Prints microseconds a pair, pairs a second, the ratio,
 * and on which pairs the two disagree with the labels.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { check, extract } from "../../src/math/index.ts";
import { percentile } from "../_statistics.ts";

interface Pair {
  readonly truth: string;
  readonly answer: string;
  readonly equal?: boolean;
}

interface Timed {
  readonly equal: boolean;
  readonly us: number;
}

const here = import.meta.dirname;
const data = join(here, "../../../shared/data");
const blockSize = 200;
const warmRounds = 30;

const { values: options } = parseArgs({
  options: { pairs: { type: "string" }, limit: { type: "string", default: "2000" } },
});
const sets: Readonly<Record<string, readonly Pair[]>> =
  options.pairs === undefined
    ? { "own pairs": jsonl<Pair>(join(here, "pairs.jsonl")), ...realPairs(Number(options.limit)) }
    : { [options.pairs]: jsonl<Pair>(options.pairs) };

const peer = startPeer();
// Warm the JIT, not the cache of truths: each round spells them otherwise. The peer warms its own imports and tables.
for (let round = 1; round <= warmRounds; round++) {
  for (const pair of jsonl<Pair>(join(here, "pairs.jsonl")))
    ours({ ...pair, truth: `${pair.truth}${" ".repeat(round)}` });
}
for (const [name, pairs] of Object.entries(sets)) {
  const rounds = repeated(pairs, Math.max(1, Math.ceil(500 / pairs.length)));
  report(name, rounds, await compare(rounds));
}
peer.close();

/** A small set several times over, each time spelt otherwise, so that neither side's caches help and one pause of the machine counts less. */
function repeated(pairs: readonly Pair[], rounds: number): readonly Pair[] {
  return Array.from({ length: rounds }, (_, round) =>
    pairs.map((pair) => ({ ...pair, truth: `${" ".repeat(round)}${pair.truth}` })),
  ).flat();
}

/** Both sides over blocks of pairs, in turns, so that a drift of the machine's speed hits both. */
async function compare(pairs: readonly Pair[]): Promise<{ readonly ours: Timed[]; readonly peer: Timed[] }> {
  const timings: { ours: Timed[]; peer: Timed[] } = { ours: [], peer: [] };
  for (let start = 0; start < pairs.length; start += blockSize) {
    const block = pairs.slice(start, start + blockSize);
    timings.ours.push(...block.map(ours));
    for (const pair of block) timings.peer.push(await peer.judge(pair));
  }
  return timings;
}

function ours({ truth, answer }: Pair): Timed {
  const start = process.hrtime.bigint();
  const { outcome } = check({ truth, answer });
  return { equal: outcome === "equal", us: Number(process.hrtime.bigint() - start) / 1000 };
}

function startPeer(): { judge: (pair: Pair) => Promise<Timed>; close: () => void } {
  const venv = join(here, "../.venv");
  const python = join(venv, "bin/python");
  if (!existsSync(python)) {
    process.stderr.write("installing Math-Verify into perf/.venv\n");
    must("python3", ["-m", "venv", venv]);
    must(python, ["-m", "pip", "install", "-q", "-r", join(here, "requirements.txt")]);
  }
  const child = spawn(python, [join(here, "peer.py")], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async judge({ truth, answer }) {
      child.stdin.write(`${JSON.stringify({ truth, answer })}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error("the peer ended early");
      return JSON.parse(value) as Timed;
    },
    close: () => child.stdin.end(),
  };
}

function must(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
}

/** Answers that real models gave, with the truths of their problems, and every MATH truth against itself. */
function realPairs(limit: number): Record<string, readonly Pair[]> {
  const file = join(data, "qwen-rm/math-100x.jsonl");
  if (!existsSync(file)) {
    process.stderr.write("no data folder beside the project: real pairs are left out\n");
    return {};
  }
  const rows = jsonl<{ gt: string; pred: string[]; score: boolean[] }>(file);
  const answers = rows.flatMap(({ gt, pred, score }) =>
    pred.map((answer, index): Pair => ({
      truth: gt,
      answer,
      ...(score[index] === undefined ? {} : { equal: score[index] }),
    })),
  );
  const truths = jsonl<{ solution: string }>(join(data, "math/test.jsonl")).flatMap(({ solution }): Pair[] => {
    const boxed = extract(solution);
    return boxed.status === "found" ? [{ truth: boxed.answer, answer: boxed.answer, equal: true }] : [];
  });
  return { "real answers to MATH": answers.slice(0, limit), "MATH truths against themselves": truths.slice(0, limit) };
}

function jsonl<Row>(file: string): Row[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Row);
}

function report(
  name: string,
  pairs: readonly Pair[],
  { ours, peer }: { readonly ours: readonly Timed[]; readonly peer: readonly Timed[] },
): void {
  process.stdout.write(`\n${name}: ${pairs.length} pairs\n`);
  for (const [who, timed] of Object.entries({ goodhart: ours, "math-verify": peer })) {
    const times = timed.map(({ us }) => us).sort((a, b) => a - b);
    const mean = times.reduce((sum, us) => sum + us, 0) / times.length;
    const right = pairs.filter((pair, index) => pair.equal === timed[index]?.equal).length;
    const labelled = pairs.filter((pair) => pair.equal !== undefined).length;
    process.stdout.write(
      `  ${who.padEnd(12)} mean ${mean.toFixed(1)} us   p50 ${percentile(times, 0.5).toFixed(1)}   p99 ${percentile(times, 0.99).toFixed(1)}   ` +
        `${Math.round(1e6 / mean)} pairs/s   agrees with ${right} of ${labelled} labels\n`,
    );
  }
  const total = (timed: readonly Timed[]): number => timed.reduce((sum, { us }) => sum + us, 0);
  process.stdout.write(`  ratio of throughput: ${(total(peer) / total(ours)).toFixed(0)}\n`);
}

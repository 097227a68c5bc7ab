/**
 * @file Scores the real responses of the data folder and holds the verdicts against the labels that came with them.
 *
 *     npm run perf:labels                        agreement tables and the classes of disagreement
 *     npm run perf:labels -- --out FILE          writes every single disagreement as JSONL too
 *
 * The GSM8K truths are worked solutions. The training runs asked for a box, so they are scored with the box as the only
 * place ("strict") and once more with every place ("default"). Exits with 1 where a disagreement has not been reviewed.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Reward, Score } from "../../src/core/index.ts";
import { math } from "../../src/reward/verify/index.ts";
import { gsmModels, isDataThere, labelledRollouts, trainingRuns, type LabelledRollout } from "./_rollouts.ts";
import { reviewOf } from "./_reviewed.ts";

type Mode = "strict" | "default";

interface Disagreement extends Omit<LabelledRollout, "text"> {
  readonly mode: Mode;
  readonly answer: string;
  /** "correct (equal)", "abstained (unread)" ... */
  readonly ours: string;
  readonly right: "ours" | "label" | "not reviewed";
  readonly reason: string;
}

interface Tally {
  rows: number;
  labelled: number;
  ours: number;
  /** Labelled right, and not correct for us; labelled wrong, and correct for us; labelled wrong, and open for us. */
  missed: number;
  more: number;
  open: number;
}

const { values: options } = parseArgs({ options: { out: { type: "string" } } });

const solution = math({ truthFrom: "solution" });
const everywhere = math();
const boxOnly = math({ extract: { strict: { place: "boxed" } } });

if (isDataThere()) await main();
else console.log("The data folder ../shared/data is absent: nothing to score.");

async function main(): Promise<void> {
  const tallies = new Map<string, Tally>();
  const disagreements: Disagreement[] = [];
  let scored = 0;
  const started = performance.now();
  for (const rollout of labelledRollouts()) {
    for (const [mode, reward] of rewardsFor(rollout)) {
      scored++;
      const score = await scoreOne(reward, rollout);
      count(tallies, rollout, mode, score);
      if (disagrees(rollout.label, score)) disagreements.push(describe(rollout, mode, score));
    }
  }
  const seconds = (performance.now() - started) / 1000;
  printTables(tallies);
  printClasses(disagreements);
  console.log(`\n${scored} verdicts in ${seconds.toFixed(2)} s, ${Math.round((seconds * 1e6) / scored)} µs each`);
  if (options.out !== undefined) {
    writeFileSync(options.out, disagreements.map((row) => `${JSON.stringify(row)}\n`).join(""));
    console.log(`${disagreements.length} disagreements written to ${options.out}`);
  }
  process.exitCode = disagreements.some(({ right }) => right === "not reviewed") ? 1 : 0;
}

function rewardsFor({ set }: LabelledRollout): readonly (readonly [Mode, Reward])[] {
  if (gsmModels.some((model) => model === set)) return [["default", solution]];
  if (!trainingRuns.some((run) => run === set)) return [["default", everywhere]];
  return [
    ["strict", boxOnly],
    ["default", everywhere],
  ];
}

async function scoreOne(reward: Reward, { set, row, truth, text }: LabelledRollout): Promise<Score> {
  const [score] = await reward({ task: { id: `${set}/${row}`, prompt: "", truth }, rollouts: [{ text }] });
  if (score === undefined) throw new Error(`no score for ${set}/${row}`);
  return score;
}

function isCorrect(score: Score): boolean {
  return score.status === "scored" && score.verdict === "correct";
}

/** Neither right nor wrong for us, though the response was brought to its end. */
function isOpen(score: Score): boolean {
  return score.status === "failed" || (score.status === "abstained" && score.reason !== "truncated");
}

function disagrees(label: boolean, score: Score): boolean {
  return label !== isCorrect(score) || isOpen(score);
}

function count(tallies: Map<string, Tally>, { set, step, label }: LabelledRollout, mode: Mode, score: Score): void {
  for (const name of [`${set} ${mode}`, ...(step === undefined ? [] : [`${set} ${mode} ${step}`])]) {
    const tally = tallies.get(name) ?? { rows: 0, labelled: 0, ours: 0, missed: 0, more: 0, open: 0 };
    const correct = isCorrect(score);
    tally.rows++;
    if (label) tally.labelled++;
    if (correct) tally.ours++;
    if (label && !correct) tally.missed++;
    if (!label && correct) tally.more++;
    if (!label && isOpen(score)) tally.open++;
    tallies.set(name, tally);
  }
}

function describe(rollout: LabelledRollout, mode: Mode, score: Score): Disagreement {
  const extraction = score.evidence?.find(({ kind }) => kind === "extraction");
  const note = extraction?.note ?? "";
  const answer = note.slice(note.indexOf(": ") + 2);
  const review = reviewOf(rollout.truth, answer);
  const { set, row, step, truth, label } = rollout;
  return {
    set,
    row,
    ...(step === undefined ? {} : { step }),
    truth: truth.slice(-80),
    label,
    mode,
    answer,
    ours: outcomeOf(score),
    right: review?.right ?? "not reviewed",
    reason: review?.reason ?? "",
  };
}

function outcomeOf(score: Score): string {
  if (score.status === "failed") return `failed (${score.error.code})`;
  return score.status === "abstained" ? `abstained (${score.reason})` : `${score.verdict} (${score.reason ?? ""})`;
}

function printTables(tallies: ReadonlyMap<string, Tally>): void {
  const wholes = [...tallies].filter(([name]) => !/\d$/.test(name));
  console.log("| set, mode | rows | labelled right | ours | label only | ours only | open | agreement |");
  console.log("|---|--:|--:|--:|--:|--:|--:|--:|");
  for (const [name, { rows, labelled, ours, missed, more, open }] of wholes) {
    const agreement = (100 * (1 - (missed + more) / rows)).toFixed(2);
    console.log(`| ${name} | ${rows} | ${labelled} | ${ours} | ${missed} | ${more} | ${open} | ${agreement}% |`);
  }
  const heads = trainingRuns.flatMap((run) => [`${run}: label`, "strict", "default"]);
  console.log(`\n| step | ${heads.join(" | ")} |`);
  console.log(`|--:|${heads.map(() => "--:").join("|")}|`);
  for (let step = 0; step <= 55; step += 5) {
    const cells = trainingRuns.flatMap((run) => {
      const [strict, anywhere] = [tallies.get(`${run} strict ${step}`), tallies.get(`${run} default ${step}`)];
      return [strict?.labelled, strict?.ours, anywhere?.ours];
    });
    console.log(`| ${step} | ${cells.join(" | ")} |`);
  }
}

/** Disagreements of the same truth, answer and verdict in one line, the most frequent first. */
function printClasses(disagreements: readonly Disagreement[]): void {
  const classes = new Map<string, { first: Disagreement; counts: Record<Mode, number>; sets: Set<string> }>();
  for (const found of disagreements) {
    const name = [found.truth, found.answer, found.ours].join("\n");
    const entry = classes.get(name) ?? { first: found, counts: { strict: 0, default: 0 }, sets: new Set<string>() };
    entry.counts[found.mode]++;
    entry.sets.add(found.set);
    classes.set(name, entry);
  }
  console.log("\n| truth | answer | label | ours | strict | default | in | right | reason |");
  console.log("|---|---|---|---|--:|--:|---|---|---|");
  const sorted = [...classes.values()].sort((a, b) => b.counts.default - a.counts.default);
  for (const { first, counts, sets } of sorted) {
    const cells = [
      code(first.truth, "end"),
      code(first.answer, "start"),
      first.label ? "right" : "wrong",
      first.ours,
      counts.strict,
      counts.default,
      [...sets].join(", "),
      first.right,
      first.reason,
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

/** One line of code in a table cell, shortened to forty characters. */
function code(words: string, keep: "start" | "end"): string {
  const line = words.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  if (line.length <= 40) return `\`${line}\``;
  return keep === "start" ? `\`${line.slice(0, 39)}…\`` : `\`…${line.slice(-39)}\``;
}

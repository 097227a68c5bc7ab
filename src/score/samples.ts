import { promptText, type Prompt } from "../core/index.ts";
import type { Measure } from "./_measure.ts";
import type { OutputCells } from "./output-columns.ts";
import type { RowReading } from "./read-row.ts";

/** One rollout as a person should see it. */
export interface Sample {
  /** "file.jsonl, row 17". */
  readonly place: string;
  readonly prompt: string;
  readonly truth: string;
  /** The response, cut to a readable length around the answer; `cutBefore` and `cutAfter` say how many UTF-16 units are missing. */
  readonly response: string;
  readonly cutBefore: number;
  readonly cutAfter: number;
  /** Where the answer stands in `response` as shown. */
  readonly span: readonly [start: number, end: number] | null;
  readonly length: number;
  readonly label: 0 | 1 | null;
  readonly work: number;
  readonly cells: OutputCells;
}

/** Rollouts worth looking at, chosen by a rule that hangs on the rows alone. */
export interface Samples {
  readonly correct: readonly Sample[];
  readonly incorrect: readonly Sample[];
  /** Without a verdict, where the reward gives only numbers. */
  readonly scored: readonly Sample[];
  readonly abstained: readonly Sample[];
  readonly failed: readonly Sample[];
  /** Verdict and label differ: the first ones. */
  readonly disagreements: readonly Sample[];
  /** Most work units. */
  readonly mostWork: readonly Sample[];
}

export interface SampleBuilder {
  /** `reading` and `cells` are asked for only when the rollout is kept. */
  add(rollout: SampledRollout): void;
  finish(): Samples;
}

export interface SampledRollout {
  readonly row: number;
  readonly position: number;
  readonly place: () => string;
  readonly measure: Measure;
  readonly reading: () => RowReading | undefined;
  readonly cells: () => OutputCells;
}

interface Kept {
  readonly rank: number;
  readonly sample: Sample;
}

/** Keeps the entries of the smallest rank, in order. */
function createShelf(size: number) {
  const kept: Kept[] = [];
  return {
    wants: (rank: number) => kept.length < size || rank < (kept.at(-1)?.rank ?? -Infinity),
    put(rank: number, sample: Sample) {
      const at = kept.findIndex((item) => item.rank > rank);
      kept.splice(at === -1 ? kept.length : at, 0, { rank, sample });
      if (kept.length > size) kept.pop();
    },
    finish: () => kept.map(({ sample }) => sample),
  };
}

type Shelf = keyof Samples;

/** Six of each outcome, spread over the file by a fixed hash of the row's index; the first 200 disagreements. */
export function createSamples(): SampleBuilder {
  const shelves = {
    correct: createShelf(6),
    incorrect: createShelf(6),
    scored: createShelf(6),
    abstained: createShelf(6),
    failed: createShelf(6),
    disagreements: createShelf(200),
    mostWork: createShelf(5),
  } satisfies Record<Shelf, ReturnType<typeof createShelf>>;

  return {
    add(rollout) {
      const { measure, row, position } = rollout;
      const spread = scramble(row * 31 + position);
      const wanted: [Shelf, number][] = [[outcomeOf(measure), spread]];
      if (measure.verdict !== null && measure.label !== null && measure.verdict !== measure.label) {
        wanted.push(["disagreements", row + position / 1e6]);
      }
      if (measure.work > 0) wanted.push(["mostWork", -measure.work]);
      let sample: Sample | undefined;
      for (const [shelf, rank] of wanted) {
        if (!shelves[shelf].wants(rank)) continue;
        sample ??= sampleOf(rollout);
        shelves[shelf].put(rank, sample);
      }
    },
    finish: () => ({
      correct: shelves.correct.finish(),
      incorrect: shelves.incorrect.finish(),
      scored: shelves.scored.finish(),
      abstained: shelves.abstained.finish(),
      failed: shelves.failed.finish(),
      disagreements: shelves.disagreements.finish(),
      mostWork: shelves.mostWork.finish(),
    }),
  };
}

function outcomeOf({ status, verdict }: Measure): Shelf {
  if (status !== 0) return status === 1 ? "abstained" : "failed";
  return verdict === null ? "scored" : verdict === 1 ? "correct" : "incorrect";
}

function scramble(index: number): number {
  let mixed = Math.imul(index ^ (index >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const shownLength = 900;

function sampleOf({ measure, position, reading, cells, place }: SampledRollout): Sample {
  const row = reading();
  const text = row?.rollouts[position]?.rollout?.text ?? "";
  const [start, end] = measure.span ?? [text.length, text.length];
  const [from, to] = excerpt(text, start, end);
  return {
    place: place(),
    prompt: clip(promptOf(row?.prompt), 600),
    truth: clip(truthText(row?.truth), 300),
    response: text.slice(from, to),
    cutBefore: from,
    cutAfter: text.length - to,
    span: measure.span === null ? null : [Math.max(0, start - from), Math.max(0, Math.min(end, to) - from)],
    length: text.length,
    label: measure.label,
    work: measure.work,
    cells: cells(),
  };
}

/** The piece to show: around the answer, mostly what comes before it. */
function excerpt(text: string, start: number, end: number): readonly [from: number, to: number] {
  if (text.length <= shownLength) return [0, text.length];
  const to = Math.min(text.length, Math.max(end, start) + 200, start + shownLength / 2);
  const from = Math.max(0, to - shownLength);
  return [from, Math.max(to, Math.min(text.length, from + shownLength))];
}

function promptOf(prompt: Prompt | undefined): string {
  return prompt === undefined ? "" : promptText(prompt);
}

function truthText(truth: unknown): string {
  return truth === undefined ? "" : typeof truth === "string" ? truth : JSON.stringify(truth);
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

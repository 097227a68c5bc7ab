import { assign } from "../_assign.ts";
import type { Call } from "./_calls.ts";

export interface CorrectnessOptions {
  /** ToolRL's ablations: every field counts; lists of names count whole; calls count whole; all or nothing. */
  readonly grain: "fine" | "refined" | "intermediate" | "coarse";
  readonly reading: "careful" | "published";
}

/** How right the calls are, from 0 to 1; 1 exactly where they are the wanted ones, in any order. */
export function correctness(wanted: readonly Call[], calls: readonly Call[], options: CorrectnessOptions): number {
  const { grain, reading } = options;
  const same = reading === "published" ? inOrder(wanted, calls) : overlap(keys(wanted), keys(calls)) === 1;
  if (same) return 1;
  if (grain === "coarse" || (reading === "careful" && wanted.length === 0)) return 0;
  const weights = wanted.map((want) => calls.map((call) => likeness(want, call, grain)));
  const costs = wanted.map((want) => cost(want, grain));
  const most = 1 + sum(costs);
  if (reading === "published") {
    return (similarity(names(wanted), names(calls), grain) + greedily(weights)) / most;
  }
  const counted = withoutRepeats(wanted, calls);
  const { columns, total } = assign(weights.map((row) => row.map((weight, at) => (counted[at] === true ? weight : 0))));
  const used = new Set(columns);
  // a call that matches nothing costs what a wanted one can earn: to guess more often never pays
  const surplus = sum(calls.filter((_, at) => !used.has(at)).map((call) => cost(call, grain)));
  const named = names(calls.filter((_, at) => counted[at] === true));
  const alike = similarity(names(wanted), named, grain, calls.length - named.length);
  return (alike + total) / (most + surplus);
}

/** Calls said more often than wanted count once (or as often as wanted); the rest is surplus. */
function withoutRepeats(wanted: readonly Call[], calls: readonly Call[]): readonly boolean[] {
  const left = new Map<string, number>();
  for (const { key } of wanted) left.set(key, (left.get(key) ?? 0) + 1);
  const seen = new Set<string>();
  return calls.map(({ key }) => {
    const allowed = left.get(key) ?? 0;
    const first = !seen.has(key);
    seen.add(key);
    left.set(key, allowed - 1);
    return first || allowed > 0;
  });
}

const names = (calls: readonly Call[]) => calls.map(({ name }) => name);
const keys = (calls: readonly Call[]) => calls.map(({ key }) => key);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The most that a call can earn: 1 for its parameters' names, 1 for each value. */
function cost({ values }: Call, grain: CorrectnessOptions["grain"]): number {
  return grain === "intermediate" ? 1 : 1 + values.size;
}

/** What a call earns for a wanted one; 0 for a call of another tool. */
function likeness(want: Call, call: Call, grain: CorrectnessOptions["grain"]): number {
  if (want.name !== call.name) return 0;
  if (grain === "intermediate") return want.key === call.key ? 1 : 0;
  let equal = 0;
  for (const [parameter, value] of want.values) if (call.values.get(parameter) === value) equal++;
  return similarity([...want.values.keys()], [...call.values.keys()], grain) + equal;
}

/**
 * Jaccard's index of two lists as multisets, with so many more in the second that are like none; with grain "refined" 1 for
 * equal lists in order and 0 else.
 */
function similarity(a: readonly string[], b: readonly string[], grain: CorrectnessOptions["grain"], more = 0): number {
  if (grain !== "refined") return overlap(a, b, more);
  return more === 0 && a.length === b.length && a.every((item, index) => item === b[index]) ? 1 : 0;
}

function overlap(a: readonly string[], b: readonly string[], more = 0): number {
  const left = new Map<string, number>();
  for (const item of a) left.set(item, (left.get(item) ?? 0) + 1);
  let common = 0;
  for (const item of b) {
    const count = left.get(item) ?? 0;
    if (count > 0) common++;
    left.set(item, count - 1);
  }
  const union = a.length + b.length + more - common;
  return union === 0 ? 1 : common / union;
}

function inOrder(wanted: readonly Call[], calls: readonly Call[]): boolean {
  return wanted.length === calls.length && wanted.every(({ key }, index) => key === calls[index]?.key);
}

/** Every wanted call in turn takes the best one left, as published. */
function greedily(weights: readonly (readonly number[])[]): number {
  const used = new Set<number>();
  let total = 0;
  for (const row of weights) {
    let best = -1;
    let most = 0;
    row.forEach((weight, column) => {
      if (weight > most && !used.has(column)) {
        most = weight;
        best = column;
      }
    });
    if (best >= 0) used.add(best);
    total += most;
  }
  return total;
}

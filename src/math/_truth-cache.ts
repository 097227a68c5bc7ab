/** @file Reading with its work counted, and a small memory of truths, since all rollouts of a group share theirs. */
import { createBudget, type BudgetLimits } from "../core/index.ts";
import { read } from "./read/index.ts";
import type { Tree } from "./tree.ts";

/** A reading and what it cost. */
export interface CountedReading {
  /** Absent where the text was not read. */
  readonly tree?: Tree;
  /** Why not, in words. */
  readonly why?: string;
  /** Set where a limit stopped the reading: "budget:depth" ... */
  readonly budget?: string;
  readonly spent: number;
}

/** Reads with a budget of its own, so that a remembered truth leaves the same budget for the rest as a fresh one. */
export function readCounted(source: string, limits: Partial<BudgetLimits> | undefined): CountedReading {
  const budget = createBudget(limits);
  const reading = read(source, { budget });
  if (reading.status === "read") return { tree: reading.tree, spent: budget.spent };
  const limit = /work budget exceeded: .* (\w+)$/.exec(reading.why)?.[1];
  const why = `${reading.why} (at character ${reading.at + 1})`;
  return { why, ...(limit === undefined ? {} : { budget: `budget:${limit}` }), spent: budget.spent };
}

const mostEntries = 512;
const longestEntry = 4_096;

interface Entry {
  readonly limits: Partial<BudgetLimits> | undefined;
  readonly reading: CountedReading;
}

const remembered = new Map<string, Entry>();

/** The same as {@link readCounted}; the texts last used are remembered. */
export function readTruth(source: string, limits: Partial<BudgetLimits> | undefined): CountedReading {
  const known = remembered.get(source);
  if (known !== undefined && known.limits === limits) {
    // A map iterates in the order of insertion: putting an entry back makes it the youngest.
    remembered.delete(source);
    remembered.set(source, known);
    return known.reading;
  }
  const reading = readCounted(source, limits);
  if (source.length <= longestEntry) {
    remembered.delete(source);
    remembered.set(source, { limits, reading });
    const oldest = remembered.size > mostEntries ? remembered.keys().next().value : undefined;
    if (oldest !== undefined) remembered.delete(oldest);
  }
  return reading;
}

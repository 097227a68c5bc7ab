import type { Score } from "./score.ts";

/** How many scores are in each state, and why those without a value have none. Plain data; add two with {@link addCounts}. */
export interface ScoreCounts {
  readonly scored: number;
  readonly abstained: number;
  readonly failed: number;
  /** Abstained scores by reason, failed ones by error code. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The same for each named part, however deep. */
  readonly parts: Readonly<Record<string, ScoreCounts>>;
}

interface MutableCounts {
  scored: number;
  abstained: number;
  failed: number;
  reasons: Record<string, number>;
  parts: Record<string, MutableCounts>;
}

function emptyCounts(): MutableCounts {
  // Names come from outside: without a prototype, "constructor" is a name like any other.
  return { scored: 0, abstained: 0, failed: 0, reasons: Object.create(null), parts: Object.create(null) };
}

/** Counts the states of scores and of their parts: nothing is left out silently. */
export function countScores(scores: Iterable<Score>): ScoreCounts {
  const counts = emptyCounts();
  for (const score of scores) addScore(counts, score);
  return counts;
}

/** The counts of two lots of scores together. */
export function addCounts(a: ScoreCounts, b: ScoreCounts): ScoreCounts {
  return mergeCounts(a, b);
}

function mergeCounts(a: ScoreCounts, b: ScoreCounts): MutableCounts {
  const sum = emptyCounts();
  for (const counts of [a, b]) {
    sum.scored += counts.scored;
    sum.abstained += counts.abstained;
    sum.failed += counts.failed;
    for (const [reason, count] of Object.entries(counts.reasons))
      sum.reasons[reason] = (sum.reasons[reason] ?? 0) + count;
  }
  for (const name of new Set([...Object.keys(a.parts), ...Object.keys(b.parts)])) {
    sum.parts[name] = mergeCounts(a.parts[name] ?? emptyCounts(), b.parts[name] ?? emptyCounts());
  }
  return sum;
}

function addScore(counts: MutableCounts, score: Score): void {
  counts[score.status]++;
  if (score.status !== "scored") {
    const reason = score.status === "abstained" ? score.reason : score.error.code;
    counts.reasons[reason] = (counts.reasons[reason] ?? 0) + 1;
  }
  if (score.parts === undefined) return;
  for (const [name, part] of Object.entries(score.parts)) addScore((counts.parts[name] ??= emptyCounts()), part);
}

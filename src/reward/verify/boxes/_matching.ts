import { assign } from "../_assign.ts";
import { iou, type Edges } from "./_geometry.ts";
import type { Found } from "./_read-boxes.ts";

/** For each prediction the wanted box it was matched with, -1 for none, and their IoU. */
export interface Matched {
  readonly wanted: number;
  readonly iou: number;
}

export interface MatchingOptions {
  readonly matching: "optimal" | "greedy";
  /** Only pairs above it are matched. */
  readonly threshold: number;
  readonly labels: "kept" | "ignored";
  readonly edges?: Edges;
}

/**
 * Pairs predictions with wanted boxes, one to one: "greedy" lets predictions choose in order of confidence; "optimal" makes
 * the sum of IoU largest.
 */
export function match(found: readonly Found[], wanted: readonly Found[], options: MatchingOptions): readonly Matched[] {
  const { matching, threshold, labels, edges = "lines" } = options;
  const weights = found.map((one) =>
    wanted.map((other) => {
      if (labels === "kept" && one.label !== other.label) return 0;
      const likeness = iou(one.box, other.box, edges);
      return likeness > threshold ? likeness : 0;
    }),
  );
  const columns = matching === "optimal" ? assign(weights).columns : greedy(weights, byConfidence(found));
  return columns.map((column, row) => ({ wanted: column, iou: column < 0 ? 0 : (weights[row]?.[column] ?? 0) }));
}

/** Indices by falling confidence, those without one as certain; in order where equal. */
export function byConfidence(found: readonly Found[]): readonly number[] {
  return found
    .map((_, index) => index)
    .sort((a, b) => (found[b]?.confidence ?? 1) - (found[a]?.confidence ?? 1) || a - b);
}

export function greedy(weights: readonly (readonly number[])[], order: readonly number[]): readonly number[] {
  const used = new Set<number>();
  const columns = weights.map(() => -1);
  for (const row of order) {
    let best = -1;
    let most = 0;
    (weights[row] ?? []).forEach((weight, column) => {
      if (weight > most && !used.has(column)) {
        most = weight;
        best = column;
      }
    });
    if (best >= 0) used.add(best);
    columns[row] = best;
  }
  return columns;
}

/** The same box with the same label once, the most confident first of its kind. */
export function withoutCopies(found: readonly Found[]): readonly Found[] {
  const seen = new Set<string>();
  const kept = byConfidence(found).filter((index) => {
    const key = JSON.stringify([found[index]?.box, found[index]?.label ?? null]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return kept.toSorted((a, b) => a - b).flatMap((index) => found[index] ?? []);
}

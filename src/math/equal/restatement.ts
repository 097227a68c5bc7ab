/** @file An answer that hands the question back instead of answering it. */
import type { Head, Tree } from "../tree.ts";
import { hasHead } from "./_walk.ts";

/**
 * Forms that name a value without working it out. Arithmetic, roots, logarithms, factorials, binomials and determinants
 * of given numbers are not among them: `2 + 3`, `5!` and `sqrt(16)` are accepted for their values.
 */
const unevaluated: ReadonlySet<Head> = new Set<Head>(["sum", "product", "integral", "derivative", "limit", "repeat"]);

/** Tells whether the answer leaves something unevaluated while the truth does not. */
export function restates(truth: Tree, answer: Tree): boolean {
  return hasHead(answer, unevaluated) && !hasHead(truth, unevaluated);
}

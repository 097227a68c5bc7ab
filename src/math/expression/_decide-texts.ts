/** @file Deciding about two LaTeX texts, for tests: what the table of cases would say again and again. */
import { createBudget } from "../../core/index.ts";
import type { Outcome } from "../outcome.ts";
import { read } from "../read/index.ts";
import type { Tree } from "../tree.ts";
import { decideExpression } from "./decide.ts";

/** The tree of a text that must be readable. */
export function treeOf(latex: string): Tree {
  const result = read(latex);
  if (result.status !== "read") throw new Error(`not read: ${latex}`);
  return result.tree;
}

/** The outcome and the steps that it took. */
export function decideTexts(a: string, b: string): Outcome & { readonly spent: number } {
  const budget = createBudget();
  return { ...decideExpression(treeOf(a), treeOf(b), { budget }), spent: budget.spent };
}

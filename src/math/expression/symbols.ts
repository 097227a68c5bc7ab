/** @file Which names in a tree are free, and which are constants. */
import { children, type Tree } from "../tree.ts";

/** Names that are numbers, never variables. */
export const constantNames: ReadonlySet<string> = new Set(["pi", "e", "i", "infinity"]);

/** Heads whose second argument is a variable of their own. */
export const binders: ReadonlySet<string> = new Set(["sum", "product", "integral", "derivative", "limit"]);

/**
 * The free variables of a tree in order of first appearance. Constants and bound variables are left out;
 * the function name of `f(x)` counts as free.
 */
export function freeSymbols(tree: Tree): readonly string[] {
  const found = new Set<string>();
  collectSymbols(tree, found, []);
  return [...found];
}

function collectSymbols(tree: Tree, found: Set<string>, bound: readonly string[]): void {
  if (tree.kind === "symbol") {
    if (!constantNames.has(tree.name) && !bound.includes(tree.name)) found.add(tree.name);
    return;
  }
  if (tree.kind === "number") return;
  if (tree.kind === "call" && binders.has(tree.head) && bindsItsVariable(tree.head, tree.args.length)) {
    const [body, variable, ...rest] = tree.args;
    for (const item of rest) collectSymbols(item, found, bound);
    if (body === undefined) return;
    collectSymbols(body, found, variable?.kind === "symbol" ? [...bound, variable.name] : bound);
    return;
  }
  for (const child of children(tree)) collectSymbols(child, found, bound);
}

/** A derivative and an indefinite integral are still functions of their variable; the others are not. */
export function bindsItsVariable(head: string, length: number): boolean {
  return head === "derivative" ? false : head === "integral" ? length > 2 : true;
}

/** @file When two values in brackets are an interval and not a point. */

import { isCall, type Tree } from "../tree.ts";

/** Is the tree infinite: ∞, +∞ or -∞? */
export function isInfinite(tree: Tree): boolean {
  if (tree.kind === "symbol") return tree.name === "infinity";
  return isCall(tree, "negate") && tree.args[0] !== undefined && isInfinite(tree.args[0]);
}

export function interval(low: Tree, high: Tree, lowClosed: boolean, highClosed: boolean): Tree {
  return { kind: "interval", low, high, lowClosed, highClosed };
}

/** `(a, b)` beside a union, an intersection or "in" is an open interval; anything else stays what it is. */
export function intervalOf(tree: Tree): Tree {
  if (!isCall(tree, "tuple") || tree.args.length !== 2) return tree;
  const [low, high] = tree.args;
  return low === undefined || high === undefined ? tree : interval(low, high, false, false);
}

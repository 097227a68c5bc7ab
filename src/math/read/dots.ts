/** @file Dots: `1, 2, \ldots, n` becomes list(1, 2, repeat(array(1, 2), n), n), so that it equals nothing but the same dots. */

import { call, type CallTree, type Tree } from "../tree.ts";
import { stop } from "./_token.ts";

/** Stands for dots until their neighbours are known. */
export const dots: CallTree = call("repeat");

const joined = new Set([
  "add",
  "multiply",
  "list",
  "set",
  "tuple",
  "array",
  "apply",
  "max",
  "min",
  "gcd",
  "lcm",
  "union",
  "intersection",
  "ratio",
]);

/** Puts what is shown before and after into every `repeat`. Stops where dots join nothing. */
export function spellDots(tree: Tree): Tree {
  if (tree === dots) throw stop("dots that join nothing", 0);
  switch (tree.kind) {
    case "call": {
      if (!tree.args.includes(dots)) return { ...tree, args: tree.args.map(spellDots) };
      const around = joined.has(tree.head) ? tree.args : [];
      if (around.length === 0) throw stop("dots that join nothing", 0);
      return { ...tree, args: around.map((arg, index) => (arg === dots ? spelt(around, index) : spellDots(arg))) };
    }
    case "relation":
      return { ...tree, sides: tree.sides.map(spellDots) };
    case "interval":
      return { ...tree, low: spellDots(tree.low), high: spellDots(tree.high) };
    case "quantity":
      return { ...tree, value: spellDots(tree.value) };
    case "matrix":
      if (tree.rows.some((row) => row.includes(dots))) throw stop("a matrix with dots", 0);
      return tree;
    default:
      return tree;
  }
}

function spelt(around: readonly Tree[], index: number): Tree {
  const before = around
    .slice(0, index)
    .filter((arg) => arg !== dots)
    .map(spellDots);
  const after = around
    .slice(index + 1)
    .filter((arg) => arg !== dots)
    .map(spellDots);
  const shown = call("array", ...before);
  return after[0] === undefined ? call("repeat", shown) : call("repeat", shown, after[0]);
}

/** @file Sums and products of any length as one flat call, appended to while they are open. */

import { isCall, type Tree } from "../tree.ts";
import type { Open, Reader } from "./_reader.ts";

/** Appends to the open sum or product, or opens one. */
export function chained(
  reader: Reader,
  head: "add" | "multiply",
  left: Tree,
  open: Open | undefined,
  right: Tree,
): Tree {
  const rightOpen = reader.open;
  const more = rightOpen?.tree === right && isCall(right, head) ? rightOpen.args : [right];
  if (open?.tree === left && isCall(left, head)) {
    for (const arg of more) open.args.push(arg);
    reader.open = open;
    return left;
  }
  const args = [left, ...more];
  const tree: Tree = { kind: "call", head, args };
  reader.open = { tree, args };
  return tree;
}

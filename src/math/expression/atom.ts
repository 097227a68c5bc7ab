/** @file Random rationals in the place of transcendental constants, one for each constant. */
import type { Budget } from "../../core/index.ts";
import { ballEnds } from "../number/ball.ts";
import { rational } from "../number/rational.ts";
import { number, type Tree } from "../tree.ts";
import { encloseContext, encloseTree } from "./enclose.ts";
import { treeKey } from "./order.ts";

export interface AtomState {
  readonly budget: Budget;
  readonly atoms: Map<string, Tree>;
  readonly isZero: (tree: Tree) => boolean | undefined;
}

export const randomBits = 40;

/** A random rational within 2^-24 of the value of a real constant, the same for every occurrence. */
export function atom(tree: Tree, state: AtomState): Tree | undefined {
  const key = treeKey(tree);
  const known = state.atoms.get(key);
  if (known !== undefined) return known;
  const value = encloseTree(tree, encloseContext(state.budget, 64));
  if (value === undefined || value.im !== undefined) return undefined;
  const { low } = ballEnds(value.re);
  const scale = 1n << BigInt(randomBits + 24);
  const near = (low.n * scale) / low.d;
  const replaced = number(rational(near + (hashText(key) >> 24n), scale));
  state.atoms.set(key, replaced);
  return replaced;
}

/** 64 bits of FNV-1a, mixed: the fixed seed of an atom's random part. */
function hashText(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  hash = BigInt.asUintN(64, (hash ^ (hash >> 30n)) * 0xbf58476d1ce4e5b9n);
  return hash ^ (hash >> 31n);
}

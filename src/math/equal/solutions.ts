/** @file Statements that are already solved: `x = 5`, `a = 4, -8`, `x = 1 or x = 2`, `p = 5, q = 2; p = 7, q = 2`. */
import { call, isCall, type RelationTree, type Tree } from "../tree.ts";
import { baseName, isClosed, isName } from "./names.ts";
import { sameTree } from "../expression/order.ts";

/** A value together with the names it was given. */
export interface Solution {
  /** The names on the left, in order; empty where a plain calculation was written out, as in `2 + 3 = 5`. */
  readonly names: readonly Tree[];
  readonly value: Tree;
}

const statements: ReadonlySet<string> = new Set(["and", "or", "system", "list", "set"]);

/** Tells whether a tree says something rather than being something. */
export function isStatement(tree: Tree): boolean {
  if (tree.kind === "relation") return true;
  if (tree.kind !== "call") return false;
  if (
    tree.head === "implies" ||
    tree.head === "iff" ||
    tree.head === "not" ||
    tree.head === "forall" ||
    tree.head === "exists"
  )
    return true;
  return statements.has(tree.head) && tree.args.some(isStatement);
}

/** The value that a solved statement gives; undefined where something is still to be solved. */
export function asSolution(tree: Tree): Solution | undefined {
  if (tree.kind === "relation") return fromRelation(tree);
  if (tree.kind !== "call" || !statements.has(tree.head)) return undefined;
  const parts: Solution[] = [];
  for (const part of tree.args) {
    const solved = isStatement(part) ? asSolution(part) : undefined;
    if (solved !== undefined) parts.push(solved);
    else if (isStatement(part) || parts.length === 0 || tree.head === "system")
      return tree.head === "or" && !isStatement(part) ? plainValues(tree.args) : undefined;
    // `n = 2, 3, 4`: the later values belong to the first name.
    else parts.push({ names: parts[0]?.names ?? [], value: part });
  }
  return gather(parts);
}

/** `5 or 6` without names is a plain list. */
function plainValues(args: readonly Tree[]): Solution | undefined {
  return args.some(isStatement) ? undefined : { names: [], value: call("list", ...args) };
}

function gather(parts: readonly Solution[]): Solution | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  if (parts.length === 1) return first;
  const names = parts.map((part) => part.names);
  const values = parts.map((part) => part.value);
  if (names.every((own) => sameNames(own, first.names) || sameBase(own, first.names)))
    return { names: first.names, value: call("list", ...values) };
  if (names.some((own) => own.length !== 1)) return undefined;
  // p, q, p, q: one tuple for each round.
  const single = names.map((own) => own[0] as Tree);
  const round = single.findIndex((name, index) => index > 0 && sameTree(name, single[0] as Tree));
  const size = round < 0 ? single.length : round;
  if (
    size < 2 ||
    single.length % size !== 0 ||
    !single.every((name, index) => sameTree(name, single[index % size] as Tree))
  )
    return undefined;
  const tuples: Tree[] = [];
  for (let start = 0; start < values.length; start += size)
    tuples.push(call("tuple", ...values.slice(start, start + size)));
  const [only] = tuples;
  return {
    names: single.slice(0, size),
    value: tuples.length === 1 && only !== undefined ? only : call("list", ...tuples),
  };
}

export function sameNames(first: readonly Tree[], second: readonly Tree[]): boolean {
  return first.length === second.length && first.every((name, index) => sameTree(name, second[index] as Tree));
}

/** `x_1 = ..., x_2 = ...`: values of one unknown, in no order. */
function sameBase(first: readonly Tree[], second: readonly Tree[]): boolean {
  if (first.length !== 1 || second.length !== 1) return false;
  const base = baseName(first[0] as Tree);
  return base !== undefined && base === baseName(second[0] as Tree);
}

/** `x = 5`, `5 = x`, `x = 2 + 3 = 5`, `x = 1/3 ≈ 0.33`, `x ∈ {1, 2}`, `10^3 = 1000`. */
function fromRelation({ ops, sides }: RelationTree): Solution | undefined {
  const [first, second] = sides;
  if (first === undefined || second === undefined) return undefined;
  if (ops.length === 1 && ops[0] === "in") return isName(first) ? { names: namesOf(first), value: second } : undefined;
  if (!ops.every((op) => op === "=" || op === "approx")) return undefined;
  const firstRough = ops.indexOf("approx");
  const exact = firstRough < 0 ? sides : sides.slice(0, firstRough + 1);
  const last = exact.at(-1);
  if (last === undefined) return undefined;
  if (isName(first)) return { names: namesOf(first), value: exact.length === 1 ? second : last };
  if (exact.length > 1 && isName(last)) return { names: namesOf(last), value: first };
  // A calculation written out with its result; a free variable would make it an equation to solve.
  return sides.every(isClosed) ? { names: [], value: last } : undefined;
}

function namesOf(tree: Tree): readonly Tree[] {
  return isCall(tree, "tuple") || isCall(tree, "list") ? tree.args : [tree];
}

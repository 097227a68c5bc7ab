/** @file Trees that denote sets of reals: intervals, unions, set builders, lists of points, conditions. */
import { isCall, type Tree } from "../tree.ts";
import type { Context } from "./_context.ts";
import { sameTree } from "../expression/order.ts";
import { asCondition } from "./inequality.ts";
import { expandPlusMinus } from "./plus-minus.ts";
import { complement, intersection, normalise, piece, point, union, wholeLine, type RealSet } from "./real-sets.ts";
import { wordsAsTree } from "./words.ts";

const realLine: ReadonlySet<string> = new Set(["reals", "real", "ℝ", "Reals", "mathbb{R}", "mathbb_R", "RR"]);

export function isRealLine(tree: Tree): boolean {
  return tree.kind === "symbol" && realLine.has(tree.name);
}

/** Heads and kinds that can only be sets of reals. */
export function isRealSet(tree: Tree): boolean {
  if (tree.kind === "interval" || isRealLine(tree)) return true;
  return (
    tree.kind === "call" &&
    (tree.head === "union" ||
      tree.head === "intersection" ||
      tree.head === "difference" ||
      tree.head === "complement" ||
      tree.head === "setbuilder")
  );
}

/**
 * The set that a tree denotes. `pairs` says what a bracketed pair is: beside something that is surely an interval, `(1, 2)`
 * is the open interval; otherwise it is a point of the plane and no set of reals. Undefined where it cannot be told exactly.
 */
export function asRealSet(tree: Tree, context: Context, pairs: "interval" | "point"): RealSet | undefined {
  if (isRealLine(tree)) return wholeLine;
  if (tree.kind === "interval")
    return normalise([piece(tree.low, tree.high, tree.lowClosed, tree.highClosed)], context);
  if (tree.kind === "relation") return asCondition(tree, context)?.set;
  if (tree.kind === "text") {
    const meaning = wordsAsTree(tree);
    return meaning && asRealSet(meaning, context, pairs);
  }
  if (tree.kind === "number" || tree.kind === "symbol") return normalise([point(tree)], context);
  if (tree.kind !== "call") return undefined;
  // A lone letter in a union is the name of a set, not an element.
  const inner = (part: Tree) =>
    part.kind === "number" || (part.kind === "symbol" && !isRealLine(part))
      ? undefined
      : asRealSet(part, context, "interval");
  const [first, second] = tree.args;
  switch (tree.head) {
    case "tuple":
    case "array":
      if (pairs !== "interval" || tree.args.length !== 2 || first === undefined || second === undefined)
        return undefined;
      return normalise([piece(first, second, tree.head === "array", tree.head === "array")], context);
    case "set":
    case "list": {
      // Pairs beside each other are points, unless one of them has a bracket that only an interval has.
      const among = tree.head === "list" && tree.args.some(isRealSet) ? "interval" : "point";
      const parts = tree.args.flatMap((part) => expandPlusMinus(part) ?? [part]);
      const sets = parts.map((part) => asRealSet(part, context, among));
      return sets.every((set) => set !== undefined) ? union(sets, context) : undefined;
    }
    case "union": {
      const sets = tree.args.map(inner);
      return sets.every((set) => set !== undefined) ? union(sets, context) : undefined;
    }
    case "intersection": {
      const sets = tree.args.map(inner);
      return sets.reduce(
        (whole, set) => whole && set && intersection(whole, set, context),
        wholeLine as RealSet | undefined,
      );
    }
    case "difference": {
      const [whole, taken] = [first && inner(first), second && inner(second)];
      const outside = taken && complement(taken, context);
      return whole && outside && intersection(whole, outside, context);
    }
    case "complement": {
      const set = first && inner(first);
      return set && complement(set, context);
    }
    case "setbuilder":
      return fromBuilder(tree.args, context);
    case "and":
    case "or":
    case "not":
    case "system":
      return asCondition(tree, context)?.set;
    default:
      return normalise([point(tree)], context);
  }
}

/** `{x : x > 3}` and `{x ∈ R : x > 3}`. */
function fromBuilder(args: readonly Tree[], context: Context): RealSet | undefined {
  const [element, ...conditions] = args;
  if (element === undefined) return undefined;
  let subject = element;
  let whole: RealSet | undefined = wholeLine;
  if (
    element.kind === "relation" &&
    element.ops.length === 1 &&
    element.ops[0] === "in" &&
    element.sides[0] !== undefined &&
    element.sides[1] !== undefined
  ) {
    subject = element.sides[0];
    whole = asRealSet(element.sides[1], context, "interval");
  }
  for (const part of conditions) {
    const condition = asCondition(part, context);
    if (condition === undefined || !sameTree(condition.subject, subject)) return undefined;
    whole = whole && intersection(whole, condition.set, context);
  }
  return conditions.length === 0 && !isCall(element, "set") && element.kind !== "relation" ? undefined : whole;
}

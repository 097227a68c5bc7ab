/** @file Sets, tuples, lists and arrays: how their elements are laid side by side. */
import { different, type Outcome } from "../outcome.ts";
import { isCall, type CallTree, type Tree } from "../tree.ts";
import { everyPart } from "./_combine.ts";
import { against, type Context } from "./_context.ts";
import { decideDots } from "./dots.ts";
import { decideMultisets, decideSets } from "./matching.ts";
import { expandPlusMinus } from "./plus-minus.ts";

export type Collection = CallTree & { readonly head: "set" | "tuple" | "list" | "array" };

export function isCollection(tree: Tree): tree is Collection {
  return (
    tree.kind === "call" &&
    (tree.head === "set" || tree.head === "tuple" || tree.head === "list" || tree.head === "array")
  );
}

function isDots(tree: Tree): boolean {
  return isCall(tree, "repeat");
}

function isOrdered(tree: Collection, context: Context): boolean {
  return (
    tree.head === "tuple" || tree.head === "array" || (tree.head === "list" && context.policy.listOrder === "kept")
  );
}

/** Elements of a set or list, with every `±` written out and inner bare lists opened. */
function elements(tree: Collection): readonly Tree[] {
  if (tree.head === "tuple" || tree.head === "array") return tree.args;
  return tree.args.flatMap((part) => {
    if (isCall(part, "list") && isCollection(part)) return elements(part);
    return expandPlusMinus(part) ?? [part];
  });
}

export function decideCollections(first: Tree, second: Tree, context: Context): Outcome {
  if (!isCollection(first) || !isCollection(second)) return different("shape", against(first, second, context));
  const heads = [first.head, second.head];
  if (first.head !== second.head && !compatible(first, second, context))
    return different("brackets", against(first, second, context));
  if (first.args.some(isDots) && second.args.some(isDots)) return decideDots(first, second, context);
  if (isPairInTwoBrackets(first, second) && context.policy.strictIntervals) {
    return different("brackets", `${against(first, second, context)}: as intervals they differ at the ends`);
  }
  const [left, right] = [elements(first), elements(second)];
  if (isOrdered(first, context) || isOrdered(second, context))
    return decideSequences(left, right, first, second, context);
  // Repeated numbers in a bare list count (prime factors, modes); a repeated solution in a set or a list of points does not.
  if (heads[0] === "list" && heads[1] === "list" && !left.some(isCollection) && !right.some(isCollection))
    return decideMultisets(left, right, context);
  return decideSets(left, right, context);
}

/** A set and a bare list may stand for each other, and a tuple and an array; a bare list has no order, so it is no tuple. */
function compatible(first: Collection, second: Collection, context: Context): boolean {
  if (!context.policy.looseBrackets) return false;
  const loose = (tree: Collection) => tree.head === "set" || tree.head === "list";
  return loose(first) === loose(second);
}

/** `(1, 2)` against `[1, 2]`: as points the same, as intervals not. */
function isPairInTwoBrackets(first: Collection, second: Collection): boolean {
  return (
    first.args.length === 2 &&
    second.args.length === 2 &&
    first.head !== second.head &&
    first.head !== "list" &&
    second.head !== "list"
  );
}

function decideSequences(
  left: readonly Tree[],
  right: readonly Tree[],
  first: Tree,
  second: Tree,
  context: Context,
): Outcome {
  if (left.length !== right.length)
    return different("length", `${against(first, second, context)}: not as many elements`);
  return everyPart(
    "each-element",
    left.map((part, index) => ({
      place: `element ${index + 1}`,
      decide: () => context.decide(part, right[index] as Tree),
    })),
  );
}

/** One value against a collection: a set or list all of whose elements equal it, or brackets around it alone. */
export function decideOneAgainstMany(one: Tree, many: Tree, context: Context): Outcome {
  if (!isCollection(many)) return different("shape", against(one, many, context));
  const parts = elements(many);
  const ordered = many.head === "tuple" || many.head === "array";
  if (parts.length === 0 || (ordered && parts.length > 1)) return different("shape", against(one, many, context));
  if (!context.policy.looseBrackets && many.head !== "list") return different("shape", against(one, many, context));
  if (many.head === "list" && parts.length > 1) return decideMultisets([one], parts, context);
  return decideSets([one], parts, context);
}

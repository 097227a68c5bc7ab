/** @file Dots, as in `1, 2, ..., n`: the same only as the same dots, different only where what is shown differs. */
import { children, isCall, type CallTree, type Tree } from "../tree.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { against, type Context } from "./_context.ts";
import { some } from "./_walk.ts";

export function hasDots(tree: Tree): boolean {
  return tree.kind !== "number" && tree.kind !== "symbol" && some(tree, (part) => isCall(part, "repeat"));
}

function dotsOf(tree: Tree): readonly CallTree[] {
  if (isCall(tree, "repeat")) return [tree];
  return children(tree).flatMap(dotsOf);
}

/** What stands before the dots, in order. */
function shown(tree: CallTree): readonly Tree[] {
  const [before] = tree.args;
  return before !== undefined && isCall(before, "array") ? before.args : tree.args.slice(0, 1);
}

/**
 * Two forms with dots in them. What they leave out is not guessed: `1, 2, ..., n` and `1, 2, 3, ..., n` stay open, while
 * `1, 2, ...` and `1, 3, ...` differ in the second place.
 */
export function decideDots(first: Tree, second: Tree, context: Context): Outcome {
  const [one, other] = [dotsOf(first), dotsOf(second)];
  if (one.length !== other.length) return undecided("dots");
  for (const [index, mine] of one.entries()) {
    const [left, right] = [shown(mine), shown(other[index] as CallTree)];
    for (let place = 0; place < Math.min(left.length, right.length); place++) {
      const [a, b] = [left[place] as Tree, right[place] as Tree];
      if (context.decide(a, b).outcome === "different")
        return different("dots", `term ${place + 1}: ${against(a, b, context)}`);
    }
  }
  return alike(first, second, context) ? equal("same-dots") : undecided("dots");
}

/** The same shape with equal parts, place by place. */
function alike(first: Tree, second: Tree, context: Context): boolean {
  if (first.kind !== "call" || second.kind !== "call") return context.decide(first, second).outcome === "equal";
  if (!hasDots(first) && !hasDots(second)) return context.decide(first, second).outcome === "equal";
  return (
    first.head === second.head &&
    first.args.length === second.args.length &&
    first.args.every((part, index) => alike(part, second.args[index] as Tree, context))
  );
}

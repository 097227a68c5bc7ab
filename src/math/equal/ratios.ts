/** @file Ratios, equal up to a common factor. */
import { different, equal, type Outcome } from "../outcome.ts";
import { call, number, type CallTree, type Tree } from "../tree.ts";
import { everyPart } from "./_combine.ts";
import { against, type Context } from "./_context.ts";
import { decideDates, asDate } from "./dates.ts";

export function isRatio(tree: Tree): tree is CallTree {
  return tree.kind === "call" && tree.head === "ratio";
}

/** `2 : 4 : 6` is `1 : 2 : 3`, and `3 : 4` stands for 3/4. Compared by cross products, so that zero parts are right too. */
export function decideRatios(first: Tree, second: Tree, context: Context): Outcome {
  if (!isRatio(first) || !isRatio(second)) return decideRatioAgainst(first, second, context);
  const [left, right] = [first.args, second.args];
  if (left.length !== right.length) {
    // 20:34 beside 20:34:00: a last part of zero is no ratio but a second.
    const last = (left.length > right.length ? left : right).at(-1);
    const clock =
      last?.kind === "number" && last.value.n === 0n && asDate(first) !== undefined && asDate(second) !== undefined;
    return clock ? decideDates(first, second, context) : different("ratio-length", against(first, second, context));
  }
  if (left.every((part, index) => context.decide(part, right[index] as Tree).outcome === "equal"))
    return equal("same-ratio");
  const pivot = left.findIndex((part, index) => surely(part, context) && surely(right[index] as Tree, context));
  if (pivot < 0) return different("ratio", against(first, second, context));
  const outcome = everyPart(
    "same-ratio",
    left.map((part, index) => ({
      place: `part ${index + 1}`,
      decide: () =>
        context.decide(
          call("multiply", part, right[pivot] as Tree),
          call("multiply", right[index] as Tree, left[pivot] as Tree),
        ),
    })),
  );
  return outcome.outcome === "different" ? different("ratio", against(first, second, context)) : outcome;
}

function surely(part: Tree, context: Context): boolean {
  return context.decide(part, number(0n)).outcome === "different";
}

function decideRatioAgainst(first: Tree, second: Tree, context: Context): Outcome {
  const quotients = [first, second].map((side) => {
    const [above, below] = isRatio(side) ? side.args : [];
    return isRatio(side)
      ? side.args.length === 2 && above !== undefined && below !== undefined
        ? call("divide", above, below)
        : undefined
      : side;
  });
  const [one, other] = quotients;
  if (one === undefined || other === undefined)
    return different("ratio-against-value", against(first, second, context));
  return context.decide(one, other);
}

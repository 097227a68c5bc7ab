/** @file Sets and unordered lists: matching elements when equality itself may be open. */
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { treeKey } from "../expression/order.ts";
import type { Tree } from "../tree.ts";
import { against, type Context } from "./_context.ts";
import { print } from "../print.ts";

const sameNumber = equal("same-number");
const otherNumber = different("other-number");

/**
 * What a pair of elements that are not both numbers is charged beyond the rules' own count. Long lists of formulas would
 * otherwise turn a budget meant for one comparison into thousands of small ones.
 */
const pairCost = 50;

/** Outcomes of all pairs, each decided at most once and only when asked for. */
function pairTable(first: readonly Tree[], second: readonly Tree[], context: Context) {
  const known: (Outcome | undefined)[] = [];
  const exact = context.policy.tolerance === undefined;
  let bound: string | undefined;
  return {
    get(row: number, column: number): Outcome {
      const [one, other] = [first[row] as Tree, second[column] as Tree];
      if (exact && one.kind === "number" && other.kind === "number") {
        context.budget.spend(1);
        return one.value.n === other.value.n && one.value.d === other.value.d ? sameNumber : otherNumber;
      }
      const place = row * second.length + column;
      const found = known[place];
      if (found !== undefined) return found;
      context.budget.spend(pairCost);
      const outcome = context.decide(one, other);
      known[place] = outcome;
      if (outcome.outcome === "equal") bound ??= outcome.bound;
      return outcome;
    },
    bound: () => bound,
  };
}

function counterparts(
  second: readonly Tree[],
  row: number,
  decide: (column: number) => Outcome,
): "some" | "none" | "open" {
  // The same place first: most answers list their elements in the order of the truth.
  if (row < second.length && decide(row).outcome === "equal") return "some";
  let open = row < second.length && decide(row).outcome === "undecided";
  for (let column = 0; column < second.length; column++) {
    if (column === row) continue;
    const { outcome } = decide(column);
    if (outcome === "equal") return "some";
    if (outcome === "undecided") open = true;
  }
  return open ? "open" : "none";
}

/**
 * Sets: equal if every element of each has an equal one in the other, so that `{2, sqrt(4)}` is `{2}`;
 * different if one element of either is proved different from all of the other.
 */
export function decideSets(first: readonly Tree[], second: readonly Tree[], context: Context): Outcome {
  const table = pairTable(first, second, context);
  let open = false;
  const sides = [
    {
      from: first,
      to: second,
      decide: (row: number) => (column: number) => table.get(row, column),
      whose: context.reversed ? "answer" : "truth",
    },
    {
      from: second,
      to: first,
      decide: (row: number) => (column: number) => table.get(column, row),
      whose: context.reversed ? "truth" : "answer",
    },
  ];
  for (const { from, to, decide, whose } of sides) {
    const keys = context.identity ? new Set(to.map(treeKey)) : undefined;
    for (const [row, element] of from.entries()) {
      if (keys?.has(treeKey(element))) continue;
      const found = counterparts(to, row, decide(row));
      if (found === "none") return different("set-elements", lonely(element, from, to, row, whose, context));
      if (found === "open") open = true;
    }
  }
  if (open) return undecided("set-elements");
  const bound = table.bound();
  return equal("set-elements", bound === undefined ? {} : { bound });
}

function lonely(
  element: Tree,
  from: readonly Tree[],
  to: readonly Tree[],
  row: number,
  whose: string,
  context: Context,
): string {
  const other = to[row];
  if (from.length === to.length && other !== undefined && whose === (context.reversed ? "answer" : "truth")) {
    return `element ${row + 1}: ${against(element, other, context)}`;
  }
  return `only the ${whose} has ${print(element)}`;
}

/** Lists whose order is free but whose repetitions count: equal if the elements pair off, one to one. */
export function decideMultisets(first: readonly Tree[], second: readonly Tree[], context: Context): Outcome {
  if (first.length !== second.length) {
    const sets = decideSets(first, second, context);
    if (sets.outcome === "different") return sets;
    const [truth, answer] = context.reversed ? [second, first] : [first, second];
    return different("list-length", `${truth.length} elements against ${answer.length}`);
  }
  const [left, right] = context.identity ? withoutCommon(first, second) : [first, second];
  const table = pairTable(left, right, context);
  const proved = matchingSize(left.length, (row, column) => table.get(row, column).outcome === "equal");
  if (proved.size === left.length) {
    const bound = table.bound();
    return equal("list-elements", bound === undefined ? {} : { bound });
  }
  const possible = matchingSize(left.length, (row, column) => table.get(row, column).outcome !== "different");
  if (possible.size === left.length) return undecided("list-elements");
  const lone = left[possible.unmatched] as Tree;
  const place = first.indexOf(lone) + 1;
  return different("list-elements", `element ${place}: ${against(lone, right[possible.unmatched] as Tree, context)}`);
}

/** Both lists without the elements that are written alike in both: equality being transitive, they may be paired first. */
function withoutCommon(first: readonly Tree[], second: readonly Tree[]): readonly [readonly Tree[], readonly Tree[]] {
  const counts = new Map<string, number>();
  for (const element of second) counts.set(treeKey(element), (counts.get(treeKey(element)) ?? 0) + 1);
  const take = (element: Tree) => {
    const key = treeKey(element);
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left > 0;
  };
  const mine = first.filter((element) => !take(element));
  // What is left of a count was not taken; elements written alike are interchangeable, so the first of them stay.
  const theirs = second.filter((element) => take(element));
  return [mine, theirs];
}

/** The largest matching by augmenting paths (Kuhn), and the first row that stays alone. */
function matchingSize(
  count: number,
  allowed: (row: number, column: number) => boolean,
): { readonly size: number; readonly unmatched: number } {
  const rowOf: number[] = Array.from({ length: count }, () => -1);
  let size = 0;
  let unmatched = 0;
  const augment = (row: number, seen: Set<number>): boolean => {
    for (let step = 0; step < count; step++) {
      const column = (row + step) % count;
      if (seen.has(column) || !allowed(row, column)) continue;
      seen.add(column);
      if (rowOf[column] === -1 || augment(rowOf[column] as number, seen)) {
        rowOf[column] = row;
        return true;
      }
    }
    return false;
  };
  for (let row = 0; row < count; row++) {
    if (augment(row, new Set())) size++;
    else if (size === row) unmatched = row;
  }
  return { size, unmatched };
}

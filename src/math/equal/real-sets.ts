/** @file Sets of real numbers as sorted pieces, compared end by end. */
import { compareValues } from "../expression/index.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { call, isCall, number, symbol, type Tree } from "../tree.ts";
import { everyPart } from "./_combine.ts";
import { against, type Context } from "./_context.ts";
import { print } from "../print.ts";

/** From `low` to `high`; a lone point has both ends equal and closed. The ends of the line are the infinities, open. */
export interface Piece {
  readonly low: Tree;
  readonly high: Tree;
  readonly lowClosed: boolean;
  readonly highClosed: boolean;
}

/** Disjoint pieces in rising order that do not touch; `sorted` is false where the order of some ends could not be proved. */
export interface RealSet {
  readonly pieces: readonly Piece[];
  readonly sorted: boolean;
}

export const infinity = symbol("infinity");
export const minusInfinity = call("negate", infinity);
export const wholeLine: RealSet = {
  pieces: [{ low: minusInfinity, high: infinity, lowClosed: false, highClosed: false }],
  sorted: true,
};

function infinite(tree: Tree): -1 | 0 | 1 {
  if (tree.kind === "symbol") return tree.name === "infinity" ? 1 : 0;
  if (isCall(tree, "negate") && tree.args[0] !== undefined) return infinite(tree.args[0]) === 1 ? -1 : 0;
  return 0;
}

/** The proved order of two ends: -1, 0 or 1, or undefined where it could not be proved. */
export function order(first: Tree, second: Tree, context: Context): -1 | 0 | 1 | undefined {
  context.budget.spend(1);
  const [a, b] = [infinite(first), infinite(second)];
  if (a !== 0 || b !== 0) return a === b ? 0 : a < b ? -1 : 1;
  if (first.kind === "number" && second.kind === "number") {
    const [left, right] = [first.value.n * second.value.d, second.value.n * first.value.d];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return compareValues(first, second, context.budget);
}

export function point(value: Tree): Piece {
  return { low: value, high: value, lowClosed: true, highClosed: true };
}

export function piece(low: Tree, high: Tree, lowClosed: boolean, highClosed: boolean): Piece {
  return { low, high, lowClosed: lowClosed && infinite(low) === 0, highClosed: highClosed && infinite(high) === 0 };
}

/** A place on the line just before, at, or just after a value: what ends of pieces are compared by. */
interface Edge {
  readonly at: Tree;
  readonly side: -1 | 0 | 1;
}

const lowEdge = (part: Piece): Edge => ({ at: part.low, side: part.lowClosed ? -1 : 1 });
const highEdge = (part: Piece): Edge => ({ at: part.high, side: part.highClosed ? 1 : -1 });

function orderEdges(first: Edge, second: Edge, context: Context): number | undefined {
  const places = order(first.at, second.at, context);
  return places === 0 ? first.side - second.side : places;
}

/** Sorts, drops empty pieces and joins touching ones. */
export function normalise(pieces: readonly Piece[], context: Context): RealSet {
  const kept: Piece[] = [];
  for (const part of pieces) {
    const ends = orderEdges(lowEdge(part), highEdge(part), context);
    if (ends === undefined) return { pieces, sorted: false };
    if (ends < 0) kept.push(part);
  }
  for (let index = 1; index < kept.length; index++) {
    for (let place = index; place > 0; place--) {
      const sign = orderEdges(lowEdge(kept[place - 1] as Piece), lowEdge(kept[place] as Piece), context);
      if (sign === undefined) return { pieces, sorted: false };
      if (sign <= 0) break;
      [kept[place - 1], kept[place]] = [kept[place] as Piece, kept[place - 1] as Piece];
    }
  }
  const joined: Piece[] = [];
  for (const part of kept) {
    const last = joined.at(-1);
    const gap = last === undefined ? -1 : orderEdges(highEdge(last), lowEdge(part), context);
    if (gap === undefined) return { pieces, sorted: false };
    if (last === undefined || gap < 0) {
      joined.push(part);
      continue;
    }
    const longer = orderEdges(highEdge(last), highEdge(part), context);
    if (longer === undefined) return { pieces, sorted: false };
    if (longer < 0) joined[joined.length - 1] = { ...last, high: part.high, highClosed: part.highClosed };
  }
  return { pieces: joined, sorted: true };
}

export function union(sets: readonly RealSet[], context: Context): RealSet {
  return normalise(
    sets.flatMap((set) => set.pieces),
    context,
  );
}

/** Everything outside; undefined where the ends could not be ordered. */
export function complement(set: RealSet, context: Context): RealSet | undefined {
  if (!set.sorted) return undefined;
  const gaps: Piece[] = [];
  let low: Piece | undefined;
  for (const part of set.pieces) {
    gaps.push(
      piece(low?.high ?? minusInfinity, part.low, low === undefined ? false : !low.highClosed, !part.lowClosed),
    );
    low = part;
  }
  gaps.push(piece(low?.high ?? minusInfinity, infinity, low === undefined ? false : !low.highClosed, false));
  return normalise(gaps, context);
}

export function intersection(first: RealSet, second: RealSet, context: Context): RealSet | undefined {
  const [outside, beyond] = [complement(first, context), complement(second, context)];
  return outside === undefined || beyond === undefined
    ? undefined
    : complement(union([outside, beyond], context), context);
}

/** Equal piece by piece. Without a proved order the pieces are laid side by side as written, and a difference stays open. */
export function decideRealSets(
  first: RealSet,
  second: RealSet,
  context: Context,
  trees: readonly [Tree, Tree],
): Outcome {
  const [one, other] = [first.pieces, second.pieces];
  const sure = first.sorted && second.sorted;
  if (one.length !== other.length) {
    return sure
      ? different(
          "real-set",
          `${against(trees[0], trees[1], context)}: ${pieceCount(one)} against ${pieceCount(other)}`,
        )
      : undecided("real-set");
  }
  if (one.length === 0) return equal("empty-set");
  const outcome = everyPart(
    "real-set",
    one.flatMap((part, index) => [
      ...ends(part, other[index] as Piece, one.length > 1 ? `piece ${index + 1}, ` : "", context),
    ]),
  );
  return outcome.outcome === "different" && !sure && one.length > 1 ? undecided("real-set") : outcome;
}

function pieceCount(pieces: readonly Piece[]): string {
  return pieces.length === 1 ? "1 piece" : `${pieces.length} pieces`;
}

function* ends(one: Piece, other: Piece, prefix: string, context: Context) {
  const { strictIntervals } = context.policy;
  for (const end of ["low", "high"] as const) {
    const closed =
      end === "low" ? ([one.lowClosed, other.lowClosed] as const) : ([one.highClosed, other.highClosed] as const);
    yield {
      place: `${prefix}${end === "low" ? "lower" : "upper"} end`,
      decide: () => {
        const sides = [infinite(one[end]), infinite(other[end])];
        if (sides[0] !== sides[1]) return different("interval-end", against(one[end], other[end], context));
        if (sides[0] !== 0) return equal("infinity");
        const outcome = context.decide(one[end], other[end]);
        if (outcome.outcome === "equal" && strictIntervals && closed[0] !== closed[1]) {
          const [truth, answer] = context.reversed ? [closed[1], closed[0]] : closed;
          return different(
            "interval-bracket",
            `${print(one[end])} is ${truth ? "in" : "out"} against ${answer ? "in" : "out"}`,
          );
        }
        return outcome;
      },
    };
  }
}

export const zero = number(0n);

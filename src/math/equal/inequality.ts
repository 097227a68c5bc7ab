/** @file Conditions on one variable as sets of reals: `1 < x <= 2`, `x != 3`, `-x > -1`, `x < 1 or x > 2`. */
import { compareValues, decideExpression } from "../expression/index.ts";
import { call, number, type RelationOp, type RelationTree, type Tree } from "../tree.ts";
import type { Context } from "./_context.ts";
import { substitute, variables } from "./_walk.ts";
import {
  complement,
  intersection,
  infinity,
  minusInfinity,
  normalise,
  piece,
  point,
  union,
  type RealSet,
} from "./real-sets.ts";
import { isName, sameName } from "./names.ts";
import { expandPlusMinus } from "./plus-minus.ts";
import { asRealSet, isRealLine } from "./set-reading.ts";

/** The set of values that a condition leaves to its subject. */
export interface Condition {
  readonly subject: Tree;
  readonly set: RealSet;
}

const opposite: Readonly<Partial<Record<RelationOp, RelationOp>>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "=": "=",
  "!=": "!=",
};

/** Undefined where the tree is no condition on a single subject, or where one could not be read off exactly. */
export function asCondition(tree: Tree, context: Context): Condition | undefined {
  if (tree.kind === "relation") {
    const [subject, excluded] = tree.sides;
    const values = tree.ops[0] === "!=" && tree.ops.length === 1 && excluded ? expandPlusMinus(excluded) : undefined;
    if (subject === undefined || values === undefined || values.length < 2) return fromRelation(tree, context);
    return asCondition(call("and", ...values.map((value): Tree => ({ ...tree, sides: [subject, value] }))), context);
  }
  if (tree.kind !== "call") return undefined;
  if (tree.head === "not" && tree.args[0] !== undefined) {
    const inner = asCondition(tree.args[0], context);
    const outside = inner && complement(inner.set, context);
    return inner && outside && { subject: inner.subject, set: outside };
  }
  if (
    tree.head !== "and" &&
    tree.head !== "or" &&
    tree.head !== "system" &&
    tree.head !== "list" &&
    tree.head !== "set"
  )
    return undefined;
  const parts = tree.args.map((part) => asCondition(part, context));
  const [first] = parts;
  if (first === undefined || !parts.every((part) => part !== undefined && sameName(part.subject, first.subject)))
    return undefined;
  const sets = (parts as Condition[]).map((part) => part.set);
  if (tree.head === "or" || tree.head === "set") return { subject: first.subject, set: union(sets, context) };
  const both = sets.reduce<RealSet | undefined>((whole, set) => whole && intersection(whole, set, context), sets[0]);
  if (both === undefined) return undefined;
  // "x < 1, x > 2" with only a comma between: nothing satisfies both, so either is meant.
  if (tree.head !== "and" && both.sorted && both.pieces.length === 0)
    return { subject: first.subject, set: union(sets, context) };
  return { subject: first.subject, set: both };
}

function fromRelation(tree: RelationTree, context: Context): Condition | undefined {
  const { ops, sides } = tree;
  const [left, right] = sides;
  if (left === undefined || right === undefined) return undefined;
  if (ops.length === 1 && (ops[0] === "in" || ops[0] === "notin")) {
    const set =
      isName(left) && (right.kind !== "symbol" || isRealLine(right))
        ? asRealSet(right, context, "interval")
        : undefined;
    const kept = ops[0] === "in" ? set : set && complement(set, context);
    return kept && { subject: left, set: kept };
  }
  if (!ops.every((op) => op in opposite)) return undefined;
  const turned = ops[0] && opposite[ops[0]];
  if (sides.length === 2 && turned !== undefined && variables(left).length === 0 && asDistance(right, left)[0]) {
    return fromRelation(relation(right, turned, left), context);
  }
  const [distance, bound] = sides.length === 2 ? asDistance(left, right) : [undefined, right];
  if (distance !== undefined) return fromDistance(distance, ops[0], bound, context);
  // Of `a < x < b` the middle is the subject.
  const middle = sides[1];
  const [, second] = ops;
  const last = sides[2];
  const isWhole = middle !== undefined && isName(middle) && asDistance(middle, left)[0] === undefined;
  if (sides.length === 3 && variables(middle ?? left).length === 1 && variables(tree).length === 1 && !isWhole) {
    if (turned === undefined || second === undefined || last === undefined) return undefined;
    return asCondition(call("and", relation(right, turned, left), relation(right, second, last)), context);
  }
  const place = sides.length === 3 && middle !== undefined && isName(middle) ? 1 : sides.findIndex(isName);
  const subject = sides[place];
  if (subject === undefined || sides.some((side, index) => index !== place && mentions(side, subject)))
    return linear(tree, context);
  // Of `a < x`, `a` and `x` are both names: only a lone variable beside closed ends is read as a condition.
  if (sides.some((side, index) => index !== place && isName(side) && side.kind !== "number") && sides.length === 2)
    return undefined;
  let set: RealSet | undefined;
  for (const [index, op] of ops.entries()) {
    const here = index === place ? op : index + 1 === place ? opposite[op] : undefined;
    const bound = index === place ? sides[index + 1] : sides[index];
    if (here === undefined || bound === undefined) return undefined;
    const half = halfLine(here, bound, context);
    set = set === undefined ? half : (intersection(set, half, context) ?? between(set, half));
  }
  return set && { subject, set };
}

function relation(left: Tree, op: RelationOp, right: Tree): RelationTree {
  return { kind: "relation", ops: [op], sides: [left, right] };
}

/** Of `|u| < c` the u and the c; `u^2 < c` is `|u| < sqrt(c)`. */
function asDistance(left: Tree, right: Tree): readonly [inner: Tree | undefined, bound: Tree] {
  if (left.kind !== "call") return [undefined, right];
  const [inner, exponent] = left.args;
  if (left.head === "abs") return [inner, right];
  const isSquare =
    left.head === "power" && exponent?.kind === "number" && exponent.value.n === 2n && exponent.value.d === 1n;
  return isSquare ? [inner, call("root", right, number(2))] : [undefined, right];
}

/** `|u| < c` is `-c < u < c`, and `|u| > c` is `u < -c` or `u > c`, for a constant c that is not negative. */
function fromDistance(inner: Tree, op: RelationOp | undefined, bound: Tree, context: Context): Condition | undefined {
  const sign = variables(bound).length === 0 ? compareValues(bound, number(0n), context.budget) : undefined;
  const back = op && opposite[op];
  if (op === undefined || back === undefined || op === "=" || op === "!=" || sign === undefined || sign < 0)
    return undefined;
  const [low, high] = [relation(inner, back, call("negate", bound)), relation(inner, op, bound)];
  return asCondition(call(op === "<" || op === "<=" ? "and" : "or", low, high), context);
}

/** Two half lines whose ends cannot be ordered, as in `a < x < b`: one piece as written. */
function between(first: RealSet, second: RealSet): RealSet | undefined {
  const [one, other] = [first.pieces[0], second.pieces[0]];
  if (one === undefined || other === undefined || first.pieces.length + second.pieces.length > 2) return undefined;
  const [low, high] = one.low === minusInfinity ? [other, one] : [one, other];
  if (low.high !== infinity || high.low !== minusInfinity) return undefined;
  return {
    pieces: [{ low: low.low, lowClosed: low.lowClosed, high: high.high, highClosed: high.highClosed }],
    sorted: false,
  };
}

function halfLine(op: RelationOp, bound: Tree, context: Context): RealSet {
  switch (op) {
    case "<":
    case "<=":
      return { pieces: [piece(minusInfinity, bound, false, op === "<=")], sorted: true };
    case ">":
    case ">=":
      return { pieces: [piece(bound, infinity, op === ">=", false)], sorted: true };
    case "!=":
      return {
        pieces: [piece(minusInfinity, bound, false, false), piece(bound, infinity, false, false)],
        sorted: true,
      };
    default:
      return normalise([point(bound)], context);
  }
}

function mentions(side: Tree, subject: Tree): boolean {
  const inside = variables(side);
  return variables(subject).some((name) => inside.includes(name));
}

/** One inequality that is linear in its one variable, such as `2x - 3 > 1`, solved exactly. */
function linear(tree: RelationTree, context: Context): Condition | undefined {
  const [left, right] = tree.sides;
  const op = tree.ops[0];
  const free = variables(tree);
  const [name] = free;
  if (
    tree.ops.length !== 1 ||
    op === undefined ||
    op === "=" ||
    free.length !== 1 ||
    name === undefined ||
    left === undefined ||
    right === undefined
  )
    return undefined;
  const { budget } = context;
  const difference = call("add", left, call("negate", right));
  const at = (value: bigint) => substitute(difference, new Map([[name, number(value)]]));
  const start = at(0n);
  const slope = call("add", at(1n), call("negate", start));
  const line = call("add", start, call("multiply", slope, { kind: "symbol", name }));
  if (decideExpression(difference, line, { budget }).outcome !== "equal") return undefined;
  const sign = compareValues(slope, number(0n), budget);
  if (sign === undefined || sign === 0) return undefined;
  const root = call("negate", call("divide", start, slope));
  const turned = sign > 0 ? op : opposite[op];
  return turned && { subject: { kind: "symbol", name }, set: halfLine(turned, root, context) };
}

/** Tells whether a statement is made of conditions only, so that it is worth reading as a set. */
export function isInequality(tree: Tree): boolean {
  if (tree.kind === "relation") return tree.ops.some((op) => op !== "=" && op in opposite);
  if (tree.kind !== "call") return false;
  return (
    tree.head === "not" ||
    ((tree.head === "and" || tree.head === "or" || tree.head === "system" || tree.head === "list") &&
      tree.args.some(isInequality))
  );
}

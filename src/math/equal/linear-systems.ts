/** @file Systems of linear equations with rational coefficients: the same solutions exactly if the same reduced rows. */
import { decideExpression, exactValue } from "../expression/index.ts";
import {
  addRational,
  divideRational,
  multiplyRational,
  negateRational,
  sameRational,
  subtractRational,
  zero,
} from "../number/rational.ts";
import { different, equal, type Outcome } from "../outcome.ts";
import { call, number, symbol, type Rational, type Tree } from "../tree.ts";
import { against, type Context } from "./_context.ts";
import { substitute, variables } from "./_walk.ts";

type Row = readonly Rational[];

/** Undefined where a relation is no linear equation. Otherwise proved either way, also for inconsistent systems. */
export function decideLinearSystems(
  first: readonly Tree[],
  second: readonly Tree[],
  context: Context,
  trees: readonly [Tree, Tree],
): Outcome | undefined {
  const names = [...new Set([...first, ...second].flatMap(variables))].sort();
  if (names.length === 0 || names.length > 12) return undefined;
  const [one, other] = [reducedRows(first, names, context), reducedRows(second, names, context)];
  if (one === undefined || other === undefined) return undefined;
  if (isInconsistent(one) || isInconsistent(other))
    return isInconsistent(one) && isInconsistent(other)
      ? equal("linear-system")
      : different("linear-system", against(trees[0], trees[1], context));
  const same = one.length === other.length && one.every((row, index) => sameRow(row, other[index] as Row));
  return same
    ? equal("linear-system")
    : different("linear-system", `the solutions differ: ${against(trees[0], trees[1], context)}`);
}

function sameRow(first: Row, second: Row): boolean {
  return first.every((entry, index) => sameRational(entry, second[index] ?? zero));
}

/** A last row that says 0 = 1. */
function isInconsistent(rows: readonly Row[]): boolean {
  return (
    rows
      .at(-1)
      ?.slice(0, -1)
      .every((entry) => entry.n === 0n) ?? false
  );
}

function reducedRows(
  relations: readonly Tree[],
  names: readonly string[],
  context: Context,
): readonly Row[] | undefined {
  const rows: Row[] = [];
  for (const relation of relations) {
    const row = coefficients(relation, names, context);
    if (row === undefined) return undefined;
    rows.push(row);
  }
  return reduce(rows, context);
}

/** The coefficients of the names and, last, the constant on the right; proved by an identity, not only sampled. */
function coefficients(relation: Tree, names: readonly string[], { budget }: Context): Row | undefined {
  if (relation.kind !== "relation" || relation.ops.length !== 1 || relation.ops[0] !== "=") return undefined;
  const [left, right] = relation.sides;
  if (left === undefined || right === undefined) return undefined;
  const difference = call("add", left, call("negate", right));
  const at = (one: string | undefined) =>
    exactValue(substitute(difference, new Map(names.map((name) => [name, number(name === one ? 1n : 0n)]))), budget);
  const start = at(undefined);
  if (start === undefined) return undefined;
  const row: Rational[] = [];
  for (const name of names) {
    const value = at(name);
    if (value === undefined) return undefined;
    row.push(subtractRational(value, start));
  }
  const linear = call(
    "add",
    number(start),
    ...row.map((slope, index) => call("multiply", number(slope), symbol(names[index] ?? ""))),
  );
  return decideExpression(difference, linear, { budget }).outcome === "equal"
    ? [...row, negateRational(start)]
    : undefined;
}

/** Gauss and Jordan over the rationals; rows of zeros are dropped. */
function reduce(rows: readonly Row[], { budget }: Context): readonly Row[] {
  const left = [...rows];
  const done: Row[] = [];
  const width = rows[0]?.length ?? 0;
  for (let column = 0; column < width; column++) {
    const place = left.findIndex((row) => row[column]?.n !== 0n);
    if (place < 0) continue;
    const [pivot] = left.splice(place, 1) as [Row];
    budget.spend(width * (left.length + done.length + 1));
    const scaled = pivot.map((entry) => divideRational(entry, pivot[column] ?? zero) ?? zero);
    const clear = (row: Row): Row =>
      row.map((entry, index) =>
        addRational(entry, negateRational(multiplyRational(row[column] ?? zero, scaled[index] ?? zero))),
      );
    for (const [index, row] of left.entries()) left[index] = clear(row);
    for (const [index, row] of done.entries()) done[index] = clear(row);
    done.push(scaled);
  }
  return done;
}

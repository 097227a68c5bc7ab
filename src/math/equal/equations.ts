/** @file One relation against one relation: the same sides, the same equation up to a factor, the same congruence. */
import { compareValues, decideExpression, exactValue } from "../expression/index.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { call, isCall, number, type RelationOp, type RelationTree, type Tree } from "../tree.ts";
import { everyPart } from "./_combine.ts";
import { against, type Context } from "./_context.ts";
import { substitute, variables } from "./_walk.ts";
import { isCollection } from "./collections.ts";
import { zero } from "./real-sets.ts";
import { isRealSet } from "./set-reading.ts";
import { isStatement } from "./solutions.ts";

const turned: Readonly<Partial<Record<RelationOp, RelationOp>>> = { ">": "<", ">=": "<=" };

/** `>` and `>=` are read from the right. */
export function forward(
  tree: RelationTree,
): { readonly op: RelationOp; readonly left: Tree; readonly right: Tree } | undefined {
  const [left, right] = tree.sides;
  const op = tree.ops[0];
  if (left === undefined || right === undefined || op === undefined) return undefined;
  const back = turned[op];
  return back === undefined ? { op, left, right } : { op: back, left: right, right: left };
}

export function decideSingle(first: RelationTree, second: RelationTree, context: Context): Outcome {
  const [one, other] = [forward(first), forward(second)];
  if (one === undefined || other === undefined) return undecided("relation");
  if (one.op === "congruent" && other.op === "congruent")
    return decideCongruences(one, other, context, [first, second]);
  const sameOp = one.op === other.op || (isEquality(one.op) && isEquality(other.op));
  if (sameOp) {
    const sides = everyPart("", [
      { place: "left side", decide: () => context.decide(one.left, other.left) },
      { place: "right side", decide: () => context.decide(one.right, other.right) },
    ]);
    if (sides.outcome === "equal")
      return equal("same-relation", sides.bound === undefined ? {} : { bound: sides.bound });
    const flips = one.op === "=" || one.op === "approx" || one.op === "!=";
    if (
      flips &&
      context.decide(one.left, other.right).outcome === "equal" &&
      context.decide(one.right, other.left).outcome === "equal"
    )
      return equal("same-relation");
  }
  if (![one, other].every(({ op }) => op === "=" || op === "!=" || op === "<" || op === "<="))
    return undecided("relation");
  if (!sameOp)
    return isEquality(one.op) === isEquality(other.op)
      ? different("other-relation", against(first, second, context))
      : undecided("relation");
  return decideProportional(one, other, context, [first, second]);
}

/** `x ≡ a (mod m)`: the same modulus, and residues that are congruent to each other. */
function decideCongruences(one: Sided, other: Sided, context: Context, trees: readonly [Tree, Tree]): Outcome {
  const [mine, theirs] = [modulusOf(one.right), modulusOf(other.right)];
  if (mine === undefined || theirs === undefined) return undecided("congruence");
  const outcome = everyPart("congruence", [
    { place: "modulus", decide: () => context.decide(mine.modulus, theirs.modulus) },
    { place: "left side", decide: () => context.decide(one.left, other.left) },
    {
      place: "residue",
      decide: () => context.decide(call("mod", mine.value, mine.modulus), call("mod", theirs.value, mine.modulus)),
    },
  ]);
  // `2x ≡ 4 (mod 10)` and `x ≡ 2 (mod 5)` have the same solutions.
  const sure = outcome.outcome !== "different" || (one.left.kind === "symbol" && other.left.kind === "symbol");
  if (!sure) return undecided("congruence");
  return outcome.outcome === "different" ? different("congruence", against(trees[0], trees[1], context)) : outcome;
}

function modulusOf(tree: Tree): { readonly value: Tree; readonly modulus: Tree } | undefined {
  const [value, modulus] = isCall(tree, "mod") ? tree.args : [];
  return value === undefined || modulus === undefined ? undefined : { value, modulus };
}

function isEquality(op: RelationOp): boolean {
  return op === "=" || op === "approx";
}

type Sided = { readonly op: RelationOp; readonly left: Tree; readonly right: Tree };

/** Points at which differences of sides are measured: small, distinct, and off the usual zeros. */
const probes: readonly bigint[] = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n];

/**
 * The same up to moving terms and a constant factor: `lhs - rhs` of one is a nonzero constant times that of the other
 * (positive for `<` and `<=`). The constant is read off at a point and the identity then decided exactly.
 * Different needs a witness: a point on the first curve that is off the second.
 */
function decideProportional(one: Sided, other: Sided, context: Context, trees: readonly [Tree, Tree]): Outcome {
  const { budget } = context;
  if ([one.left, one.right, other.left, other.right].some((side) => !isPlainValue(side))) return undecided("relation");
  const [a, b] = [subtract(one), subtract(other)];
  const [mine, theirs] = [variables(a), variables(b)];
  if (mine.length !== theirs.length || mine.some((name) => !theirs.includes(name))) {
    return different("other-variables", `${mine.join(", ") || "none"} against ${theirs.join(", ") || "none"}`);
  }
  for (const shift of [0, 3, 6]) {
    const place = new Map(
      mine.map((name, index) => [name, number(probes[(index + shift) % probes.length] ?? 2n)] as const),
    );
    const [atA, atB] = [substitute(a, place), substitute(b, place)];
    const signs = [compareValues(atA, zero, budget), compareValues(atB, zero, budget)];
    if (signs.includes(undefined)) continue;
    if (signs[0] === 0 && signs[1] === 0) continue;
    if (one.op === "=" && (signs[0] === 0) !== (signs[1] === 0)) {
      return different("other-equation", {
        note: `a solution of only one of them: ${against(trees[0], trees[1], context)}`,
        at: point(place),
      });
    }
    const identity = decideExpression(call("multiply", a, atB), call("multiply", b, atA), { budget });
    if (identity.outcome === "equal") {
      if (one.op === "=" || one.op === "!=" || signs[0] === signs[1])
        return equal("same-equation", identity.bound === undefined ? {} : { bound: identity.bound });
      return different("reversed-inequality", against(trees[0], trees[1], context));
    }
    if (identity.outcome === "undecided") return identity;
    break;
  }
  if (one.op !== "=") return onlyOneHolds(a, b, one.op, mine, trees, context) ?? undecided("inequality");
  return (
    separatingPoint(a, b, mine, trees, context) ?? separatingPoint(b, a, mine, trees, context) ?? undecided("equation")
  );
}

function subtract({ left, right }: Sided): Tree {
  return call("add", left, call("negate", right));
}

function isPlainValue(tree: Tree): boolean {
  return (
    tree.kind === "number" ||
    tree.kind === "symbol" ||
    (tree.kind === "call" && !isCollection(tree) && !isRealSet(tree) && !isStatement(tree))
  );
}

function point(place: ReadonlyMap<string, Tree>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...place].map(([name, value]) => [
      name,
      value.kind === "number"
        ? value.value.d === 1n
          ? String(value.value.n)
          : `${value.value.n}/${value.value.d}`
        : "?",
    ]),
  );
}

const grid: readonly bigint[] = [0n, 1n, -1n, 2n, -2n, 3n, -3n, 5n, -5n, 10n, -10n];

/** A point at which one of two inequalities `... < 0` holds and the other does not. */
function onlyOneHolds(
  a: Tree,
  b: Tree,
  op: RelationOp,
  names: readonly string[],
  trees: readonly [Tree, Tree],
  context: Context,
): Outcome | undefined {
  const holds = (sign: -1 | 0 | 1) => (op === "!=" ? sign !== 0 : sign < 0 || (op === "<=" && sign === 0));
  for (let step = 0; step < 2 * grid.length; step++) {
    const place = new Map(
      names.map((name, index) => [name, number(grid[(step + index * (1 + (step % 3))) % grid.length] ?? 0n)] as const),
    );
    const signs = [a, b].map((side) => compareValues(substitute(side, place), zero, context.budget));
    const [one, other] = signs;
    if (one === undefined || other === undefined || holds(one) === holds(other)) continue;
    return different("other-inequality", {
      note: `only one of them holds: ${against(trees[0], trees[1], context)}`,
      at: point(place),
    });
  }
  return undefined;
}

/** A rational point with `zeroed = 0` and `other != 0`, found where `zeroed` is linear in some variable. */
function separatingPoint(
  zeroed: Tree,
  other: Tree,
  names: readonly string[],
  trees: readonly [Tree, Tree],
  context: Context,
): Outcome | undefined {
  const { budget } = context;
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    for (let root = -12n; root <= 12n; root++) {
      const place = new Map<string, Tree>([[only, number(root)]]);
      if (exactValue(substitute(zeroed, place), budget)?.n !== 0n) continue;
      const off = exactValue(substitute(other, place), budget);
      if (off !== undefined && off.n !== 0n)
        return different("other-equation", {
          note: `a solution of only one of them: ${against(trees[0], trees[1], context)}`,
          at: point(place),
        });
    }
  }
  for (const solved of names) {
    for (const shift of [0, 2, 5]) {
      const place = new Map<string, Tree>(
        names.map((name, index) => [name, number(probes[(index + shift) % probes.length] ?? 2n)] as const),
      );
      const at = (value: Tree) => exactValue(substitute(zeroed, new Map(place).set(solved, value)), budget);
      const [low, high] = [at(number(0n)), at(number(1n))];
      if (low === undefined || high === undefined) continue;
      const slope = { n: high.n * low.d - low.n * high.d, d: high.d * low.d };
      if (slope.n === 0n) continue;
      const exact = exactValue(call("divide", number(-low.n * slope.d), number(low.d * slope.n)), budget);
      if (exact === undefined) continue;
      place.set(solved, number(exact));
      const [first, second] = [
        exactValue(substitute(zeroed, place), budget),
        exactValue(substitute(other, place), budget),
      ];
      if (first === undefined || second === undefined || first.n !== 0n || second.n === 0n) continue;
      return different("other-equation", {
        note: `a solution of only one of them: ${against(trees[0], trees[1], context)}`,
        at: point(place),
      });
    }
  }
  return undefined;
}

/** @file Equations, inequalities, systems and what else is said rather than being a value. */
import { compareValues, decideExpression, exactValue } from "../expression/index.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { call, isCall, number, type RelationOp, type RelationTree, type Tree } from "../tree.ts";
import { everyPart } from "./_combine.ts";
import { against, type Context } from "./_context.ts";
import { substitute, variables } from "./_walk.ts";
import { asCondition, isInequality } from "./inequality.ts";
import { decideLinearSystems } from "./linear-systems.ts";
import { decideSets } from "./matching.ts";
import { argumentNames } from "./names.ts";
import { decideRealSets, zero } from "./real-sets.ts";
import { asRealSet, isRealSet } from "./set-reading.ts";
import { asSolution, isStatement, sameNames, type Solution } from "./solutions.ts";
import { isCollection } from "./collections.ts";

/** Statement against statement. */
export function decideStatements(first: Tree, second: Tree, context: Context): Outcome {
  if (isInequality(first) || isInequality(second)) {
    const [one, other] = [asCondition(first, context), asCondition(second, context)];
    if (one !== undefined && other !== undefined) {
      const named = context.decide(one.subject, other.subject);
      if (named.outcome === "equal") return decideRealSets(one.set, other.set, context, [first, second]);
      if (argumentNames(one.subject, other.subject) === undefined)
        return different("other-name", against(one.subject, other.subject, context));
    }
    return decideParts(first, second, context);
  }
  const [one, other] = [asSolution(first), asSolution(second)];
  if (one !== undefined && other !== undefined) {
    const solved = decideSolutions(one, other, context);
    if (solved.outcome === "equal") return solved;
    const parts = decideParts(first, second, context);
    return parts.outcome === "undecided" ? solved : parts;
  }
  return decideParts(first, second, context);
}

function decideSolutions(one: Solution, other: Solution, context: Context): Outcome {
  const [name, theirs] = [one.names[0], other.names[0]];
  if (one.names.length === 0 || other.names.length === 0 || name === undefined || theirs === undefined)
    return context.decide(one.value, other.value);
  if (sameNames(one.names, other.names)) return context.decide(one.value, other.value);
  if (one.names.length === 1 && other.names.length === 1) {
    const renamed = argumentNames(name, theirs);
    if (renamed !== undefined) return context.decide(one.value, substitute(other.value, renamed));
    // `f(x) = 2x` and `y = 2x` define the same function; `x = 3` and `y = 3` are two unknowns.
    if (isFunctionName(name, one.value) && isFunctionName(theirs, other.value))
      return context.decide(one.value, other.value);
    if (context.decide(name, theirs).outcome === "equal") return context.decide(one.value, other.value);
  }
  return different("other-name", against(call("list", ...one.names), call("list", ...other.names), context));
}

function isFunctionName(name: Tree, value: Tree): boolean {
  return (isCall(name, "apply") || (name.kind === "symbol" && name.name === "y")) && variables(value).length === 1;
}

/** The single relations that a statement is made of; chains come apart into their links. */
function links(tree: Tree): readonly Tree[] {
  if (tree.kind === "relation" && tree.ops.length > 1) {
    return tree.ops.map((op, index): Tree => ({
      kind: "relation",
      ops: [op],
      sides: tree.sides.slice(index, index + 2),
    }));
  }
  if (
    tree.kind === "call" &&
    (tree.head === "and" || tree.head === "system" || tree.head === "list" || tree.head === "set")
  )
    return tree.args.flatMap(links);
  return [tree];
}

function decideParts(first: Tree, second: Tree, context: Context): Outcome {
  if (first.kind === "relation" && second.kind === "relation" && first.ops.length === 1 && second.ops.length === 1)
    return decideSingle(first, second, context);
  if (first.kind === "call" && second.kind === "call" && isLogic(first.head) && isLogic(second.head))
    return decideLogic(first, second, context);
  const [one, other] = [links(first), links(second)];
  if (one.length === 1 && other.length === 1 && (one[0] === first || other[0] === second))
    return undecided("statement");
  const matched = decideSets(one, other, context);
  const linear = matched.outcome === "equal" ? undefined : decideLinearSystems(one, other, context, [first, second]);
  if (linear !== undefined) return linear;
  // Two systems may have the same solutions without sharing an equation.
  return matched.outcome === "different" ? undecided("system") : matched;
}

function isLogic(head: string): boolean {
  return (
    head === "or" || head === "not" || head === "implies" || head === "iff" || head === "forall" || head === "exists"
  );
}

function decideLogic(first: Tree, second: Tree, context: Context): Outcome {
  if (first.kind !== "call" || second.kind !== "call" || first.head !== second.head) return undecided("logic");
  const outcome =
    first.head === "or" || first.head === "iff"
      ? decideSets(first.args, second.args, context)
      : first.args.length === second.args.length
        ? everyPart(
            "",
            first.args.map((part, index) => ({
              place: `part ${index + 1}`,
              decide: () => context.decide(part, second.args[index] as Tree),
            })),
          )
        : undecided("logic");
  return outcome.outcome === "different" ? undecided("logic") : outcome;
}

const turned: Readonly<Partial<Record<RelationOp, RelationOp>>> = { ">": "<", ">=": "<=" };

/** `>` and `>=` are read from the right. */
function forward(
  tree: RelationTree,
): { readonly op: RelationOp; readonly left: Tree; readonly right: Tree } | undefined {
  const [left, right] = tree.sides;
  const op = tree.ops[0];
  if (left === undefined || right === undefined || op === undefined) return undefined;
  const back = turned[op];
  return back === undefined ? { op, left, right } : { op: back, left: right, right: left };
}

function decideSingle(first: RelationTree, second: RelationTree, context: Context): Outcome {
  const [one, other] = [forward(first), forward(second)];
  if (one === undefined || other === undefined) return undecided("relation");
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

/** A statement against something that is no statement: its solution, its set of values, or its truth. */
export function decideStatementAgainst(statement: Tree, other: Tree, context: Context): Outcome {
  if (other.kind === "text") return decideTruth(statement, other, context);
  const solution = asSolution(statement);
  if (solution !== undefined) {
    // `x = 1, y = 2` names its values one by one, so that a bare `1, 2` beside it is in order.
    const values = isCall(solution.value, "tuple") && isCall(other, "list") ? call("tuple", ...other.args) : other;
    if (context.policy.equationSide || solution.names.length === 0) return context.decide(solution.value, values);
    return different("equation-side", against(statement, other, context));
  }
  if (isRealSet(other) || isCollection(other)) {
    const condition = asCondition(statement, context);
    const set = condition && asRealSet(other, context, "interval");
    if (condition !== undefined && set !== undefined)
      return decideRealSets(condition.set, set, context, [statement, other]);
    return undecided("statement-against-set");
  }
  return different("restatement", `a condition against a value: ${against(statement, other, context)}`);
}

/** "true" and "false" against a statement without variables. */
function decideTruth(statement: Tree, words: Tree, context: Context): Outcome {
  if (words.kind !== "text" || !/^(?:true|false)$/i.test(words.text)) {
    const condition = isInequality(statement) ? asCondition(statement, context) : undefined;
    const set = condition && asRealSet(words, context, "interval");
    if (condition !== undefined && set !== undefined)
      return decideRealSets(condition.set, set, context, [statement, words]);
    return different("words-against-statement", against(statement, words, context));
  }
  const holds = truthOf(statement, context);
  if (holds === undefined) return undecided("statement");
  return holds === (words.text.toLowerCase() === "true")
    ? equal("truth-value")
    : different("truth-value", against(statement, words, context));
}

function truthOf(statement: Tree, context: Context): boolean | undefined {
  if (statement.kind !== "relation" || statement.ops.length !== 1 || variables(statement).length > 0) return undefined;
  const sides = forward(statement);
  if (sides === undefined) return undefined;
  const { op, left, right } = sides;
  if (op === "subset" && isCollection(left) && isCollection(right)) {
    const union = context.decide(call("set", ...left.args, ...right.args), right);
    return union.outcome === "undecided" ? undefined : union.outcome === "equal";
  }
  if (op === "=" || op === "!=") {
    const same = context.decide(left, right);
    return same.outcome === "undecided" ? undefined : (same.outcome === "equal") === (op === "=");
  }
  if (op !== "<" && op !== "<=") return undefined;
  const sign = compareValues(left, right, context.budget);
  return sign === undefined ? undefined : op === "<" ? sign < 0 : sign <= 0;
}

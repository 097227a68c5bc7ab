/** @file What says something rather than being a value: solutions, conditions, systems, logic. */
import { compareValues } from "../expression/index.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { call, isCall, type SymbolTree, type Tree } from "../tree.ts";
import { everyPart } from "./_combine.ts";
import { against, type Context } from "./_context.ts";
import { substitute, variables } from "./_walk.ts";
import { isCollection } from "./collections.ts";
import { decideSingle, forward } from "./equations.ts";
import { asCondition, isInequality } from "./inequality.ts";
import { decideLinearSystems } from "./linear-systems.ts";
import { decideSets } from "./matching.ts";
import { argumentNames } from "./names.ts";
import { decideRealSets } from "./real-sets.ts";
import { asRealSet, isRealSet } from "./set-reading.ts";
import { asSolution, sameNames, type Solution } from "./solutions.ts";

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
    // `f(x) = 2x` and `y = 2x` define the same function; `x = 3` and `y = 3` are two unknowns, `f` and `g` two functions.
    if ((isGraph(name) && isFunction(theirs)) || (isFunction(name) && isGraph(theirs))) {
      if (variables(one.value).length === 1) return context.decide(one.value, other.value);
    }
    if (context.decide(name, theirs).outcome === "equal") return context.decide(one.value, other.value);
  }
  return different("other-name", against(call("list", ...one.names), call("list", ...other.names), context));
}

function isGraph(name: Tree): boolean {
  return name.kind === "symbol" && name.name === "y";
}

/** `f(x)`, but not its derivative `f'(x)`. */
function isFunction(name: Tree): boolean {
  const [head, argument] = isCall(name, "apply") ? name.args : [];
  return head?.kind === "symbol" && !head.name.includes("'") && argument?.kind === "symbol";
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

/** A statement against something that is no statement: its solution, its set of values, or its truth. */
export function decideStatementAgainst(statement: Tree, other: Tree, context: Context): Outcome {
  if (other.kind === "text") return decideTruth(statement, other, context);
  const chosen = decideChoice(statement, other, context);
  if (chosen !== undefined) return chosen;
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
    // a point of three or more coordinates is neither an interval nor a set of numbers
    if (isInequality(statement) && isCall(other, "tuple") && other.args.length > 2)
      return different("kind", `a condition against a tuple: ${against(statement, other, context)}`);
    return undecided("statement-against-set");
  }
  return different("restatement", `a condition against a value: ${against(statement, other, context)}`);
}

/** `(B) 12` against `B` is the choice B; `(A) B` is not. Undefined where the two speak of no choices. */
function decideChoice(statement: Tree, other: Tree, context: Context): Outcome | undefined {
  if (statement.kind !== "relation" || statement.ops.length !== 1 || statement.ops[0] !== "=") return undefined;
  const [letter, content] = statement.sides;
  if (!isChoiceLetter(letter) || !isChoiceLetter(other)) return undefined;
  if (letter.name === other.name) return equal("same-choice");
  return isChoiceLetter(content) ? different("other-choice", against(statement, other, context)) : undefined;
}

function isChoiceLetter(tree: Tree | undefined): tree is SymbolTree {
  return tree?.kind === "symbol" && /^[A-J]$/.test(tree.name);
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

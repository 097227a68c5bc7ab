/** @file Families of values with an integer parameter, `k\pi, k \in \mathbb{Z}`: the parameter may have any name. */
import { undecided, type Outcome } from "../outcome.ts";
import { call, isCall, symbol, type Tree } from "../tree.ts";
import type { Context } from "./_context.ts";
import { substitute, variables } from "./_walk.ts";

interface Family {
  readonly parameter: string;
  /** What is said of the parameter, or undefined where nothing is. */
  readonly body: Tree;
}

/** Letters that stand for integers where nothing is said of them. */
const integerLetters: ReadonlySet<string> = new Set(["k", "n", "m", "l", "t"]);

/** Compares two families by one name of their parameter; undefined where the first is none. */
export function decideFamilies(first: Tree, second: Tree, context: Context): Outcome | undefined {
  const [one, other] = [familyOf(first), familyOf(second)];
  if (one === undefined && other === undefined) return undefined;
  const [mine, theirs] = [one ?? openFamily(first, other), other ?? openFamily(second, one)];
  if (mine === undefined || theirs === undefined) return undefined;
  if (mine.parameter !== theirs.parameter && variables(mine.body).includes(theirs.parameter)) return undefined;
  const renamed = substitute(theirs.body, new Map([[theirs.parameter, symbol(mine.parameter)]]));
  const outcome = context.decide(mine.body, renamed);
  // The same values may come in another order: 2k and 2k + 2.
  return outcome.outcome === "different" ? undecided("integer-parameter") : outcome;
}

function familyOf(tree: Tree): Family | undefined {
  const family = conditioned(tree);
  return family !== undefined && variables(family.body).includes(family.parameter) ? family : undefined;
}

/** Takes `k \in \mathbb{Z}` from the end, where it stands after a comma or, in brackets, as if it were a factor. */
function conditioned(tree: Tree): Family | undefined {
  if (tree.kind === "relation") {
    const last = tree.sides.at(-1);
    const inner =
      last !== undefined && (isCall(last, "multiply") || isCall(last, "add")) ? conditioned(last) : undefined;
    return inner && { parameter: inner.parameter, body: { ...tree, sides: [...tree.sides.slice(0, -1), inner.body] } };
  }
  if (tree.kind !== "call") return undefined;
  const { head, args } = tree;
  if (head !== "system" && head !== "list" && head !== "and" && head !== "multiply" && head !== "add") return undefined;
  const last = args.at(-1);
  if (last === undefined || args.length < 2) return undefined;
  if (head === "add") {
    const inner = conditioned(last);
    return inner && { parameter: inner.parameter, body: call("add", ...args.slice(0, -1), inner.body) };
  }
  const parameter = integerIn(last);
  const rest = args.slice(0, -1);
  const [only] = rest;
  if (parameter === undefined || only === undefined) return undefined;
  const body = rest.length === 1 ? only : call(head, ...rest);
  return { parameter, body };
}

/** The name in `k \in \mathbb{Z}`. */
function integerIn(tree: Tree): string | undefined {
  if (tree.kind !== "relation" || tree.ops.length !== 1 || tree.ops[0] !== "in") return undefined;
  const [name, set] = tree.sides;
  const named = set !== undefined && isCall(set, "set") && set.args.length === 1 ? set.args[0] : set;
  if (name?.kind !== "symbol" || named?.kind !== "symbol") return undefined;
  return named.name === "integers" || named.name === "Z" ? name.name : undefined;
}

/** Without its condition a family is told by its letter: that of the other one, or one that is kept for integers. */
function openFamily(tree: Tree, other: Family | undefined): Family | undefined {
  const names = variables(tree);
  const parameter =
    other !== undefined && names.includes(other.parameter)
      ? other.parameter
      : names.find((name) => integerLetters.has(name));
  return parameter === undefined ? undefined : { parameter, body: tree };
}

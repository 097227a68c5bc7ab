/** @file Whether two readings are the same answer: one table from kinds of trees to rules. */
import { isBudgetExceeded, type Budget } from "../../core/index.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { defaultPolicy, type Policy } from "../policy.ts";
import { call, type Tree } from "../tree.ts";
import { anyWay } from "./_combine.ts";
import { against, reversed, type Context, type Rule } from "./_context.ts";
import { renamedLike } from "./_rename.ts";
import { sameTree } from "../expression/order.ts";
import { decideBases } from "./bases.ts";
import { decideCollections, decideOneAgainstMany, isCollection } from "./collections.ts";
import { decideDates } from "./dates.ts";
import { decideMatrices, hasMatrix, resolveMatrices } from "./matrices.ts";
import { meantBeside } from "./notations.ts";
import { decideFamilies } from "./parameters.ts";
import { expandPlusMinus } from "./plus-minus.ts";
import { decideQuantities, isQuantity } from "./quantities.ts";
import { decideRatios, isRatio } from "./ratios.ts";
import { decideRealSets } from "./real-sets.ts";
import { decideStatementAgainst, decideStatements } from "./relations.ts";
import { decideScalars } from "./scalars.ts";
import { asRealSet, isRealSet } from "./set-reading.ts";
import { isStatement } from "./solutions.ts";
import { decideWords, decideWordsAgainst } from "./words.ts";

export interface DecideOptions {
  readonly policy?: Policy;
  readonly budget: Budget;
  /** False makes identical trees go through the rules too: how one asks whether a truth can be decided at all. Default true. */
  readonly identity?: boolean;
}

/**
 * Equal, different or undecided, for trees of every kind. The order of the two matters only where a rule speaks of
 * the truth: a restatement, a required unit, a tolerance. Work beyond the budget is undecided, rule "budget:steps" and so on.
 */
export function decide(
  truth: Tree,
  answer: Tree,
  { policy = defaultPolicy, budget, identity = true }: DecideOptions,
): Outcome {
  const step = (first: Tree, second: Tree): Outcome => {
    budget.spend(1);
    return identity && sameTree(first, second) ? equal("same-tree") : dispatch(first, second, context);
  };
  const context: Context = { policy, budget, reversed: false, identity, decide: step };
  try {
    const outcome = (policy.base === "same" ? decideBases(truth, answer) : undefined) ?? step(truth, answer);
    if (outcome.outcome === "equal" || !policy.renameVariables) return outcome;
    const renamed = renamedLike(truth, answer);
    return renamed === undefined ? outcome : dispatch(truth, renamed, context);
  } catch (thrown) {
    if (isBudgetExceeded(thrown)) return undecided(`budget:${thrown.message.split(" ").at(-1) ?? "steps"}`);
    throw thrown;
  }
}

type Kind = "scalar" | "collection" | "real-set" | "statement" | "matrix" | "quantity" | "ratio" | "text" | "date";

/** Tells which row of the table a tree belongs to; the order of the questions matters where a tree has two faces. */
function kindOf(tree: Tree): Kind {
  switch (tree.kind) {
    case "number":
    case "symbol":
      return isRealSet(tree) ? "real-set" : "scalar";
    case "matrix":
    case "quantity":
    case "text":
    case "date":
      return tree.kind;
    case "interval":
      return "real-set";
    case "relation":
      return "statement";
    case "call":
      if (isStatement(tree)) return "statement";
      // "5 or 6" of bare values is a list whatever the word between them.
      if (isCollection(tree) || tree.head === "or" || tree.head === "and") return "collection";
      if (isRealSet(tree)) return "real-set";
      if (isRatio(tree)) return "ratio";
      if (isQuantity(tree)) return "quantity";
      return hasMatrix(tree) ? "matrix" : "scalar";
  }
}

const table: Readonly<Record<Kind, Readonly<Partial<Record<Kind, Rule>>>>> = {
  scalar: { scalar: decideScalars, collection: decideOneAgainstMany, "real-set": decideSetsOfReals },
  collection: { collection: decideCollections, "real-set": decideSetsOfReals },
  "real-set": { "real-set": decideSetsOfReals },
  statement: {
    statement: decideStatements,
    scalar: decideStatementAgainst,
    collection: decideStatementAgainst,
    "real-set": decideStatementAgainst,
    matrix: decideStatementAgainst,
    quantity: decideStatementAgainst,
    ratio: decideStatementAgainst,
    text: decideStatementAgainst,
    date: decideStatementAgainst,
  },
  matrix: { matrix: decideMatrices, collection: decideMatrices, "real-set": decideMatrices, scalar: decideMatrices },
  quantity: { quantity: decideQuantities, scalar: decideQuantities, collection: decideOneAgainstMany },
  ratio: { ratio: decideRatios, scalar: decideRatios },
  text: {
    text: decideWords,
    scalar: decideWordsAgainst,
    collection: decideWordsAgainst,
    "real-set": decideWordsAgainst,
    matrix: decideWordsAgainst,
    quantity: decideWordsAgainst,
    ratio: decideWordsAgainst,
    date: decideWordsAgainst,
  },
  date: { date: decideDates, ratio: decideDates },
};

function dispatch(first: Tree, second: Tree, context: Context): Outcome {
  const families = decideFamilies(first, second, context);
  if (families !== undefined) return families;
  const [one, other] = [prepared(meantBeside(first, second)), prepared(meantBeside(second, first))];
  if (one === undefined || other === undefined) return undecided("plus-minus");
  const [mine, theirs] = [kindOf(one), kindOf(other)];
  const rule = table[mine][theirs];
  if (rule !== undefined) return rule(one, other, context);
  const backward = table[theirs][mine];
  if (backward !== undefined) return backward(other, one, reversed(context));
  return different("kind", `a ${mine} against a ${theirs}: ${against(one, other, context)}`);
}

/** Matrix arithmetic carried out and `±` outside of sets written as a list of values; undefined with too many signs. */
function prepared(tree: Tree): Tree | undefined {
  if (tree.kind !== "call" && tree.kind !== "quantity" && tree.kind !== "interval" && tree.kind !== "matrix")
    return tree;
  const resolved = hasMatrix(tree) ? resolveMatrices(tree) : tree;
  if (resolved.kind === "call" && (resolved.head === "or" || resolved.head === "and") && !isStatement(resolved))
    return call("list", ...resolved.args);
  if (isStatement(resolved) || (isCollection(resolved) && (resolved.head === "set" || resolved.head === "list")))
    return resolved;
  const values = expandPlusMinus(resolved);
  return values === undefined || values.length === 1
    ? values === undefined
      ? undefined
      : resolved
    : call("list", ...values);
}

/** At least one side is surely a set of reals, so a pair in brackets on the other is an interval. */
function decideSetsOfReals(first: Tree, second: Tree, context: Context): Outcome {
  return anyWay([
    () => {
      const [one, other] = [asRealSet(first, context, "interval"), asRealSet(second, context, "interval")];
      if (one === undefined || other === undefined) return undecided("real-set");
      return decideRealSets(one, other, context, [first, second]);
    },
  ]);
}

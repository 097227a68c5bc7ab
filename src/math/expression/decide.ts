/** @file Are two scalar expressions equal? The order of the rules, cheapest proof first. */
import { isBudgetExceeded, type Budget } from "../../core/index.ts";
import { sameRational, showRational } from "../number/rational.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { call, number, type Tree } from "../tree.ts";
import { differentiate } from "./calculus/derivative.ts";
import { resolveCalculus } from "./calculus/resolve.ts";
import { decideConstants } from "./constants.ts";
import { encloseContext, encloseTree } from "./enclose.ts";
import { evaluateExact, exactContext } from "./exact.ts";
import { decideIdentity } from "./identity.ts";
import { asRationalFunctions } from "./indeterminates.ts";
import { decideIntegerPoints } from "./integer-points.ts";
import { testModulo } from "./modular.ts";
import { replaceOpaque, type Replaced } from "./opaque.ts";
import { sameTree, treeKey } from "./order.ts";
import { decideSamples, refuteAtOnePoint } from "./samples.ts";
import { freeSymbols } from "./symbols.ts";
import { infiniteSign, surveyTrees, type Survey } from "./survey.ts";

export interface DecideOptions {
  readonly budget: Budget;
}

/**
 * Decides whether two scalar expressions are equal for all real values of their variables.
 * Never throws for lack of budget: that is "undecided" with a rule that starts with "budget:". Heads that are no scalars
 * (sets, relations, plus-minus) are "undecided" with rule "structure"; values that do not exist (1/0) with "undefined".
 */
export function decideExpression(a: Tree, b: Tree, { budget }: DecideOptions): Outcome {
  try {
    return decide(a, b, budget);
  } catch (thrown) {
    if (isBudgetExceeded(thrown)) return undecided(`budget:${thrown.message.split(" ").at(-1) ?? "steps"}`);
    throw thrown;
  }
}

function decide(a: Tree, b: Tree, budget: Budget): Outcome {
  if (a.kind === "number" && b.kind === "number") {
    budget.spend(1);
    return sameRational(a.value, b.value)
      ? equal("same-number")
      : different("exact", `${showRational(a.value)} against ${showRational(b.value)}`);
  }
  const survey = surveyTrees([a, b], budget);
  if (survey.calculus && !survey.tooDeep && !survey.structure) return decideCalculus(a, b, survey, budget);
  return decideSurveyed(a, b, survey, budget);
}

/** Works out what has a rule and decides the rest; forms that stay are compared part by part. */
function decideCalculus(a: Tree, b: Tree, survey: Survey, budget: Budget): Outcome {
  const options = { budget, isZero: (tree: Tree) => isZero(tree, budget) };
  const left = resolveCalculus(a, options);
  const right = resolveCalculus(b, options);
  const outcome = decideSurveyed(left, right, surveyTrees([left, right], budget), budget);
  if (outcome.outcome !== "different" || !survey.family) return outcome;
  // Integrals without bounds name families: only different slopes make them different.
  for (const name of familyVariables([a, b])) {
    const slopes = [left, right].map((tree) => differentiate(tree, name, budget));
    const [one, other] = slopes;
    if (one && other && decide(one, other, budget).outcome === "different") return outcome;
  }
  return undecided("integration-constant");
}

function familyVariables(trees: readonly Tree[]): readonly string[] {
  return trees.flatMap((tree): readonly string[] => {
    if (tree.kind !== "call") return [];
    const [, variable] = tree.args;
    const own =
      tree.head === "integral" && tree.args.length === 2 && variable?.kind === "symbol" ? [variable.name] : [];
    return [...own, ...familyVariables(tree.args)];
  });
}

function isZero(tree: Tree, budget: Budget): boolean | undefined {
  const { outcome } = decide(tree, number(0), budget);
  return outcome === "undecided" ? undefined : outcome === "equal";
}

function decideSurveyed(a: Tree, b: Tree, survey: Survey, budget: Budget): Outcome {
  if (survey.tooDeep) return undecided("budget:depth");
  if (survey.structure) return undecided("structure");
  if (survey.infinite) {
    const limits = decideInfinite(a, b, budget);
    if (limits !== undefined) return limits;
  }
  if (sameTree(a, b))
    return survey.partial && !hasValue(a, survey, budget) ? undecided("undefined") : equal("same-form");
  if (survey.opaque || survey.divisors) {
    const replaced = replaceOpaque(a, b, { isEqual: (one, other) => decide(one, other, budget).outcome });
    if (replaced !== undefined)
      return decideReplaced(replaced, survey.opaque, budget, () => decideVariables(a, b, survey, budget));
  }
  return decideVariables(a, b, survey, budget);
}

/** Equal with variables in place of the opaque parts is equal; different only where those can take any values. */
function decideReplaced(
  { left, right, independent }: Replaced,
  opaque: boolean,
  budget: Budget,
  otherwise: () => Outcome,
): Outcome {
  const outcome = decide(left, right, budget);
  if (outcome.outcome === "equal") return outcome;
  if (!opaque) return otherwise();
  return independent && outcome.outcome === "different" ? different("unknown-function") : undecided("no-rule");
}

function decideVariables(a: Tree, b: Tree, survey: Survey, budget: Budget): Outcome {
  if (survey.variables.length === 0) return decideWithoutVariables(a, b, survey, budget);
  if (survey.rational) return decideIdentity(a, b, survey.variables, budget);
  if (treeKey(a) === treeKey(b)) return equal("same-form");
  if (survey.discrete) {
    const outcome = decideIntegerPoints(a, b, survey.variables, budget);
    if (outcome.outcome !== "undecided") return outcome;
  }
  return decideFunctions(a, b, survey, budget);
}

/** One certified point refutes most pairs; an identity of rational functions in new variables proves most others. */
function decideFunctions(a: Tree, b: Tree, { variables, imaginary }: Survey, budget: Budget): Outcome {
  const options = { variables, budget, imaginary };
  const refuted = refuteAtOnePoint(a, b, options);
  if (refuted !== undefined) return refuted;
  const pair = imaginary ? undefined : asRationalFunctions(a, b, budget);
  if (pair !== undefined) {
    const [left, right] = pair;
    const outcome = decideIdentity(left, right, freeSymbols(call("add", left, right)), budget);
    if (outcome.outcome === "equal") return { ...outcome, rule: "indeterminates" };
  }
  return decideSamples(a, b, options);
}

function decideWithoutVariables(a: Tree, b: Tree, survey: Survey, budget: Budget): Outcome {
  try {
    const context = exactContext(budget);
    const left = evaluateExact(a, context);
    const right = context.singular ? undefined : evaluateExact(b, context);
    if (context.singular) return undecided("undefined");
    if (left !== undefined && right !== undefined) {
      return sameRational(left, right)
        ? equal("exact")
        : different("exact", `${showRational(left)} against ${showRational(right)}`);
    }
    if (survey.rational) return undecided("no-rule");
  } catch (thrown) {
    // Too large to write out: remainders modulo primes need no large numbers.
    if (!isBudgetExceeded(thrown) || !survey.rational) throw thrown;
    const outcome = testModulo(a, b, { variables: [], degrees: [], norm: 2 ** 40, budget });
    if (outcome.outcome !== "undecided") return outcome;
    throw thrown;
  }
  return decideConstants(a, b, { budget });
}

/** Does a constant have a value, or a function one at some point? Asked of equal forms only: 1/0 equals nothing, itself included. */
function hasValue(tree: Tree, survey: Survey, budget: Budget): boolean {
  if (survey.variables.length > 0) return true;
  try {
    const exact = exactContext(budget);
    if (evaluateExact(tree, exact) !== undefined) return true;
    if (exact.singular) return false;
    const context = encloseContext(budget, 64);
    return encloseTree(tree, context) !== undefined || context.failure !== "singular";
  } catch (thrown) {
    if (isBudgetExceeded(thrown)) return true;
    throw thrown;
  }
}

/** Infinity equals only itself, sign by sign; every constant is different from it. */
function decideInfinite(a: Tree, b: Tree, budget: Budget): Outcome | undefined {
  const left = infiniteSign(a);
  const right = infiniteSign(b);
  if (left !== 0 && right !== 0)
    return left === right ? equal("same-form") : different("infinity", "infinities of opposite sign");
  if (left === 0 && right === 0) return undefined;
  const finite = encloseTree(left === 0 ? a : b, encloseContext(budget, 64));
  return finite === undefined ? undefined : different("infinity", "a finite value against infinity");
}

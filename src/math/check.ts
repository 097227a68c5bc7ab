/** @file The engine's front door: two texts in, an outcome with its reasons out. */
import { createBudget, type BudgetLimits } from "../core/index.ts";
import { compareTexts } from "./_plain-texts.ts";
import { readCounted, readTruth } from "./_truth-cache.ts";
import { decide } from "./equal/index.ts";
import { print } from "./print.ts";
import { undecided, type Outcome } from "./outcome.ts";
import { defaultPolicy, type Policy } from "./policy.ts";
import type { Tree } from "./tree.ts";

export interface CheckInput {
  /** The accepted truth, or several of which any may be met. */
  readonly truth: string | readonly string[];
  /** The answer alone, already taken out of the response around it. */
  readonly answer: string;
  readonly policy?: Partial<Policy>;
  /** Limits for each reading and for each decision. */
  readonly budget?: Partial<BudgetLimits>;
  /** Adds {@link Check.explanation}. Default false, since printing costs more than most decisions. */
  readonly explain?: boolean;
}

export interface Check extends Outcome {
  /** The truth that decided: the one that is met, else the first whose comparison was open, else the first. */
  readonly truth: string;
  /** Steps of work, reading included. The same input always costs the same. */
  readonly spent: number;
  readonly explanation?: Explanation;
}

export interface Explanation {
  readonly truth: ReadingReport;
  readonly answer: ReadingReport;
}

/** How one text was understood. */
export interface ReadingReport {
  readonly text: string;
  /** The tree on one line; absent where the text was not read. */
  readonly form?: string;
  /** The kind of the tree: "number", "add", "relation" ... */
  readonly kind?: string;
  /** Why the text was not read, and at which character. */
  readonly unread?: string;
}

/**
 * Is the answer equal to the truth?
 *
 * Beside the rules of equality there are "same-text"; "unread-truth" and "unread-answer", undecided, since a text that was not
 * read proves nothing unless it is the same text; and "budget:..." where reading or deciding would have cost more than allowed.
 * With several truths: equal if any is met, else undecided if any comparison was open, else different. Never throws.
 *
 * @example check({ truth: "\\frac{1}{2}", answer: "0.5" }).outcome // "equal"
 */
export function check({ truth, answer, policy, budget, explain = false }: CheckInput): Check {
  const whole = policy === undefined ? defaultPolicy : { ...defaultPolicy, ...policy };
  const found =
    typeof truth === "string" ? checkOne(truth, answer, whole, budget) : checkAny(truth, answer, whole, budget);
  if (!explain) return found;
  return { ...found, explanation: { truth: report(found.truth, budget), answer: report(answer, budget) } };
}

const rank: Readonly<Record<Outcome["outcome"], number>> = { equal: 2, undecided: 1, different: 0 };

function checkAny(
  truths: readonly string[],
  answer: string,
  policy: Policy,
  limits: Partial<BudgetLimits> | undefined,
): Check {
  let best: Check | undefined;
  let spent = 0;
  for (const truth of truths) {
    const found = checkOne(truth, answer, policy, limits);
    spent += found.spent;
    if (best === undefined || rank[found.outcome] > rank[best.outcome]) best = found;
    if (found.outcome === "equal") break;
  }
  return best === undefined ? { ...undecided("unread-truth"), truth: "", spent } : { ...best, spent };
}

function checkOne(truth: string, answer: string, policy: Policy, limits: Partial<BudgetLimits> | undefined): Check {
  const quick = compareTexts(truth, answer, policy);
  if (quick !== undefined) return { ...quick, truth, spent: 1 };
  const one = readTruth(truth, limits);
  if (one.tree === undefined) return { ...undecided(one.budget ?? "unread-truth"), truth, spent: one.spent };
  const other = readCounted(answer, limits);
  if (other.tree === undefined) {
    const rule = other.budget ?? "unread-answer";
    return { ...undecided(rule), truth, spent: one.spent + other.spent };
  }
  const budget = createBudget(limits);
  const outcome = decide(one.tree, other.tree, { policy, budget });
  return { ...outcome, truth, spent: one.spent + other.spent + budget.spent };
}

function report(words: string, limits: Partial<BudgetLimits> | undefined): ReadingReport {
  const { tree, why } = readCounted(words, limits);
  return tree === undefined
    ? { text: words, unread: why ?? "not read" }
    : { text: words, form: print(tree), kind: kindName(tree) };
}

function kindName(tree: Tree): string {
  return tree.kind === "call" ? tree.head : tree.kind;
}

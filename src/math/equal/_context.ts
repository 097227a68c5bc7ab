import type { Budget } from "../../core/index.ts";
import type { Outcome } from "../outcome.ts";
import type { Policy } from "../policy.ts";
import type { Tree } from "../tree.ts";
import { print } from "../print.ts";

/** What every rule of equality is handed: the options, and the way back to the table for the parts. */
export interface Context {
  readonly policy: Policy;
  readonly budget: Budget;
  /** True where the first tree is the answer and the second the truth: only rules that name a role ask. */
  readonly reversed: boolean;
  /** May parts that are written alike be taken as equal without going through the rules? */
  readonly identity: boolean;
  /** Decides two parts, in the order in which the rule got its wholes. */
  readonly decide: (first: Tree, second: Tree) => Outcome;
}

/** Decides two whole trees of the kinds that the table promises. */
export type Rule = (first: Tree, second: Tree, context: Context) => Outcome;

/** The same context with the two sides exchanged, for a rule that wants its kinds in one order. */
export function reversed(context: Context): Context {
  return { ...context, reversed: !context.reversed, decide: (first, second) => context.decide(second, first) };
}

const longest = 60;

function shortened(tree: Tree): string {
  const words = print(tree);
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
}

/** "5 against 6": the truth first, whichever way round the rule is looking. */
export function against(first: Tree, second: Tree, context: Context): string {
  return context.reversed
    ? `${shortened(second)} against ${shortened(first)}`
    : `${shortened(first)} against ${shortened(second)}`;
}

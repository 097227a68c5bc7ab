/** @file A point with small whole coordinates that shows two functions different, for people to check by hand. */
import type { Budget } from "../../core/index.ts";
import { isBudgetExceeded } from "../../core/index.ts";
import { sameRational, showRational } from "../number/rational.ts";
import type { Witness } from "../outcome.ts";
import type { Rational, Tree } from "../tree.ts";
import { evaluateExact, exactContext } from "./exact.ts";

const starts = [2n, 3n, 5n, 7n, 11n, 13n];

/** The first of a few small points at which the exact values differ; undefined where none does (the difference stays proved). */
export function findWitness(a: Tree, b: Tree, variables: readonly string[], budget: Budget): Witness | undefined {
  try {
    for (let round = 0; round < 6; round++) {
      const values = new Map<string, Rational>();
      variables.forEach((name, index) =>
        values.set(name, { n: (starts[index % starts.length] ?? 2n) + BigInt(round), d: 1n }),
      );
      const left = evaluateExact(a, exactContext(budget, values));
      const right = left && evaluateExact(b, exactContext(budget, values));
      if (left === undefined || right === undefined || sameRational(left, right)) continue;
      return {
        note: `at ${showPoint(values)}: ${showRational(left)} against ${showRational(right)}`,
        at: shown(values),
      };
    }
  } catch (thrown) {
    // The proof stands without its illustration; only running out of steps may cost us the witness.
    if (!isBudgetExceeded(thrown)) throw thrown;
  }
  return undefined;
}

export function showPoint(values: ReadonlyMap<string, Rational>): string {
  return [...values].map(([name, value]) => `${name} = ${showRational(value)}`).join(", ");
}

export function shown(values: ReadonlyMap<string, Rational>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, value]) => [name, showRational(value)]));
}

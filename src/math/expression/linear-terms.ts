/** @file A constant taken apart into terms "rational times other factors", multiplied out. */
import { rational } from "../number/rational.ts";
import type { Rational, Tree } from "../tree.ts";
import type { AtomState } from "./atom.ts";
import { evaluateExact, exactContext } from "./exact.ts";
import { treeKey } from "./order.ts";

interface Term {
  readonly coefficient: Rational;
  readonly rest: readonly Tree[];
}

/** A sum as terms "rational times other factors". */
export function linearTerms(tree: Tree, by: Rational, state: AtomState): readonly Term[] {
  const scaled = (value: Rational): Rational => rational(by.n * value.n, by.d * value.d);
  const exact = evaluateExact(tree, exactContext(state.budget));
  if (exact !== undefined) return [{ coefficient: scaled(exact), rest: [] }];
  if (tree.kind !== "call") return [{ coefficient: by, rest: [tree] }];
  const [first, second] = tree.args;
  switch (tree.head) {
    case "add":
      return tree.args.flatMap((arg) => linearTerms(arg, by, state));
    case "negate":
      return first === undefined ? [] : linearTerms(first, scaled({ n: -1n, d: 1n }), state);
    case "divide": {
      const under = second && evaluateExact(second, exactContext(state.budget));
      if (first === undefined || under === undefined || under.n === 0n) return [{ coefficient: by, rest: [tree] }];
      return linearTerms(first, scaled(rational(under.d, under.n)), state);
    }
    case "multiply": {
      let terms: readonly Term[] = [{ coefficient: by, rest: [] }];
      for (const arg of tree.args) {
        const own = linearTerms(arg, { n: 1n, d: 1n }, state);
        terms = terms.flatMap((left) =>
          own.map((right) => ({
            coefficient: rational(left.coefficient.n * right.coefficient.n, left.coefficient.d * right.coefficient.d),
            rest: [...left.rest, ...right.rest],
          })),
        );
        if (terms.length > 64) return [{ coefficient: by, rest: [tree] }];
      }
      return terms.map((term) => ({
        ...term,
        rest: [...term.rest].sort((a, b) => (treeKey(a) < treeKey(b) ? -1 : 1)),
      }));
    }
    default:
      return [{ coefficient: by, rest: [tree] }];
  }
}

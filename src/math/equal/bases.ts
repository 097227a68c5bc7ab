/** @file Numerals of other bases: a truth that is written in a base asks for that base. */
import { different, equal, type Outcome } from "../outcome.ts";
import { children, type NumberTree, type Tree } from "../tree.ts";
import { print } from "../print.ts";

/**
 * What the bases of the numerals decide, where the truth is written in a base other than ten; undefined where they leave the
 * question to the values. An answer must use one of the truth's bases, though others may stand beside it (`555 = 4210_5`). A bare
 * number is the truth's numeral without its subscript: equal if it has the same digits.
 */
export function decideBases(truth: Tree, answer: Tree): Outcome | undefined {
  if (truth.kind === "number" && truth.base === undefined) return undefined;
  const wanted = basesOf(truth);
  wanted.delete(10);
  if (wanted.size === 0) return undefined;
  const written = basesOf(answer);
  const only = answer.kind === "relation" ? answer.sides.at(-1) : answer;
  if (written.size === 0) {
    if (truth.kind !== "number" || only?.kind !== "number") return undefined;
    if (truth.value.d !== 1n) return undefined;
    if (digitsIn(truth, truth.base) === digitsIn(only, 10)) return equal("same-digits");
  } else if (!wanted.isDisjointFrom(written)) return undefined;
  return different("other-base", `${namesOf(truth, wanted)} against ${namesOf(answer, written)}`);
}

function basesOf(tree: Tree, found: Set<number> = new Set()): Set<number> {
  if (tree.kind === "number") {
    if (tree.base !== undefined) found.add(tree.base);
  } else {
    for (const part of children(tree)) basesOf(part, found);
  }
  return found;
}

function namesOf(tree: Tree, bases: ReadonlySet<number>): string {
  return `${print(tree)} (${bases.size === 0 ? "no base" : `base ${[...bases].join(", ")}`})`;
}

function digitsIn({ value }: NumberTree, base: number | undefined): string | undefined {
  return value.d === 1n ? value.n.toString(base) : undefined;
}

/** @file Sentences around formulas: `Therefore $x = 5$` says more than it is, and its letters are no product. */
import { findUnit } from "../units/index.ts";

/** Words that join or close formulas and do not make a sentence of them. */
const joining = new Set(
  "and or to if for where when with mod per square cubic units unit degrees degree percent otherwise infinity pi sin cos tan log ln sqrt max min gcd lcm all real numbers integer integers".split(
    " ",
  ),
);

const formula = /\$\$[^$]*\$\$|\$[^$]*\$/g;
const formulaBetweenBrackets = /\\\([^]*?\\\)|\\\[[^]*?\\\]/g;
/** A run of letters that is no command, nor the argument of one. */
const word = /(?<![\\a-z])[a-z]{2,}(?![a-z])/gi;
const textArgument = /\\[a-z]+\s?\{[^{}]*\}/gi;

/** The first word of a sentence outside the `$...$`, `\(...\)` or `\[...\]` of a source that has some; undefined where there is none. */
export function proseAround(source: string): string | undefined {
  const opener = source.includes("$") ? formula : /\\[([]/.test(source) ? formulaBetweenBrackets : undefined;
  if (opener === undefined) return undefined;
  const outside = source.replaceAll(opener, " ");
  if (outside.length === source.length || !/[a-z]{2}/i.test(outside)) return undefined;
  for (const [found] of outside.replaceAll(textArgument, " ").matchAll(word)) {
    if (!joining.has(found.toLowerCase()) && findUnit(found) === undefined) return found;
  }
  return undefined;
}

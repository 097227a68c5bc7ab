import { isDenied } from "../_denial.ts";
import { closingStatement } from "../_last-line.ts";
import type { Rule, Slice } from "../_rule.ts";
import { trimSlice } from "../_trim.ts";

/** A sign of equality that is no part of `==`, `<=`, `>=`, `!=`, `:=`, `=>`. */
const equals = /(?<![=<>!:])=(?![=>])/g;
const delimiterAfter = /\$|\\\)|\\\]|\n/;

const name = String.raw`[A-Za-z](?:_\{?\w{1,4}\}?)?\s?$`;
/** Between two signs of equality of a list: the value of the one, and the name of the other. */
const nextInList = new RegExp(String.raw`^[^=]{1,80}?(?:,|;|\s(?:and|or)\s)(?:\s|\$|\\\(|\\\)|and\s|or\s){0,8}${name}`);
const firstInList = new RegExp(String.raw`(?:\$|\\\()?${name}`);

/**
 * The right side of the equation that ends the text: what stands after the last sign of equality in the closing
 * statement, if no further number follows the formula. A list of equations, `x = 2, y = 3`, is taken whole. Nothing where
 * the statement denies it.
 */
export const lastEquation: Rule = {
  place: "last-equation",
  weak: true,
  find(source) {
    const { text } = source;
    const line = closingStatement(source);
    if (line === undefined) return undefined;
    const words = text.slice(line.start, line.end);
    const signs = Array.from(words.matchAll(equals), (match) => match.index);
    const last = signs.at(-1);
    if (last === undefined || isDenied(words, last)) return undefined;
    const right = words.slice(last + 1);
    const length = delimiterAfter.exec(right)?.index ?? right.length;
    if (/\d/.test(right.slice(length))) return undefined;
    const part = listOfEquations(words, signs, last + 1 + length) ?? { start: last + 1, end: last + 1 + length };
    const slice = trimSlice(text, { start: line.start + part.start, end: line.start + part.end });
    return slice.end > slice.start ? { kind: "found", slices: [slice] } : undefined;
  },
};

/** The list that the last equation ends, with its closing delimiter; undefined where that stands alone. */
function listOfEquations(words: string, signs: readonly number[], end: number): Slice | undefined {
  let first = signs.length - 1;
  while (first > 0 && nextInList.test(words.slice((signs[first - 1] ?? 0) + 1, signs[first]))) first--;
  if (first === signs.length - 1) return undefined;
  const start = firstInList.exec(words.slice(0, signs[first]))?.index;
  if (start === undefined) return undefined;
  return { start, end: end + (words.startsWith("$", end) ? 1 : words.startsWith("\\)", end) ? 2 : 0) };
}

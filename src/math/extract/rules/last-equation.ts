import { closingStatement } from "../_last-line.ts";
import type { Rule } from "../_rule.ts";
import { trimSlice } from "../_trim.ts";

/** A sign of equality that is no part of `==`, `<=`, `>=`, `!=`, `:=`, `=>`. */
const equals = /(?<![=<>!:])=(?![=>])/g;
const delimiterAfter = /\$|\\\)|\\\]|\n/;

/**
 * The right side of the equation that ends the text: what stands after the last sign of equality in the closing
 * statement, if no further number follows the formula.
 */
export const lastEquation: Rule = {
  place: "last-equation",
  weak: true,
  find(source) {
    const { text } = source;
    const line = closingStatement(source);
    if (line === undefined) return undefined;
    const words = text.slice(line.start, line.end);
    const at = [...words.matchAll(equals)].at(-1)?.index;
    if (at === undefined) return undefined;
    const right = words.slice(at + 1);
    const length = delimiterAfter.exec(right)?.index ?? right.length;
    if (/\d/.test(right.slice(length))) return undefined;
    const slice = trimSlice(text, { start: line.start + at + 1, end: line.start + at + 1 + length });
    return slice.end > slice.start ? { kind: "found", slices: [slice] } : undefined;
  },
};

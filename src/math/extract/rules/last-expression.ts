import { closingStatement } from "../_last-line.ts";
import type { Rule, Slice } from "../_rule.ts";
import { trimSlice } from "../_trim.ts";

/**
 * A formula between delimiters, or a number as people write it: sign, currency, thousands, decimals, a fraction, a
 * percent sign. No part can be matched in two ways, so that matching stays linear.
 */
const expression =
  /\$\$[^$]{1,2000}\$\$|\\\[[^\n]{1,2000}?\\\]|\\\([^\n]{1,2000}?\\\)|\$(?!\d[\d,.]*(?:\s|$))[^$\n]{1,2000}\$|(?:(?<![\w)\]}.])[-−+])?(?<![\w.])[$€£¥]?\d(?:[\d,]{0,40}\d)?(?:\.\d{1,40})?(?:\/\d{1,40})?\s?[%°]?/g;

/** The last formula or number of the closing statement. The weakest rule: it guesses. */
export const lastExpression: Rule = {
  place: "last-expression",
  weak: true,
  find(source) {
    const line = closingStatement(source);
    const last = line === undefined ? undefined : lastIn(source.text.slice(line.start, line.end));
    if (line === undefined || last === undefined) return undefined;
    const slice = trimSlice(source.text, { start: line.start + last.start, end: line.start + last.end });
    return slice.end > slice.start ? { kind: "found", slices: [slice] } : undefined;
  },
};

/** The last expression in a piece of text. */
function lastIn(words: string): Slice | undefined {
  let last: Slice | undefined;
  expression.lastIndex = 0;
  for (let match = expression.exec(words); match !== null; match = expression.exec(words)) {
    last = { start: match.index, end: match.index + match[0].length };
  }
  return last;
}

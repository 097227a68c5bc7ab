import { isDenied } from "../_denial.ts";
import { closingStatement } from "../_last-line.ts";
import type { Rule, Slice } from "../_rule.ts";
import { trimSlice } from "../_trim.ts";

/**
 * A formula between delimiters, or a number as people write it: sign, currency, thousands, decimals, a fraction, a
 * percent sign. No part can be matched in two ways, so that matching stays linear.
 */
const expression =
  /\$\$[^$]{1,2000}\$\$|\\\[[^\n]{1,2000}?\\\]|\\\([^\n]{1,2000}?\\\)|\$(?!\d[\d,.]*(?:\s|$))[^$\n]{1,2000}\$|(?:(?<![\w)\]}.])[-−+])?(?<![\w.])[$€£¥]?\d(?:[\d,]{0,40}\d)?(?:\.\d{1,40})?(?:\/\d{1,40})?\s?[%°]?/g;

/** "or" after a comma says the same once more: "3/8, or 37.5%". */
const conjunction = /^(?:\s?,?\sand|\sor)\s$/;
const comma = /^\s?,\s?$/;

/**
 * The last formula or number of the closing statement; several that "and" or "or" joins are taken together. Nothing where
 * the statement denies it. The weakest rule: it guesses.
 */
export const lastExpression: Rule = {
  place: "last-expression",
  weak: true,
  find(source) {
    const line = closingStatement(source);
    if (line === undefined) return undefined;
    const words = source.text.slice(line.start, line.end);
    const last = lastIn(words);
    if (last === undefined || isDenied(words, last.start) || isPart(words, last)) return undefined;
    const slice = trimSlice(source.text, { start: line.start + last.start, end: line.start + last.end });
    return slice.end > slice.start ? { kind: "found", slices: [slice] } : undefined;
  },
};

/** An operator whose left side ends right before it: of a number, a bracket or a letter standing alone. */
const operatorBefore = /(?:(?:\d|[)\]}]|(?<![a-z])[a-z])\s?[-−+*×·÷]|[/^_{\\])\s?$/i;
/** What goes on with the same expression: a letter standing alone, an exponent, a bracket, an operator and its operand. */
const operatorAfter = /^(?:[a-z](?![a-z])|[_^({\\]|\s?[-−+*/×·÷^]\s?[\w(\\])/i;

/** Stands in a larger expression without delimiters, `3 + 2`, `x^2`, `\sqrt{2}`: a piece of an answer is none. */
function isPart(words: string, { start, end }: Slice): boolean {
  return (
    operatorBefore.test(words.slice(Math.max(0, start - 5), start)) || operatorAfter.test(words.slice(end, end + 4))
  );
}

/** The last expression in a piece of text, with those that are joined to it. */
function lastIn(words: string): Slice | undefined {
  const all = Array.from(words.matchAll(expression), (match) => ({
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }));
  let first = all.length - 1;
  for (; first > 0; first--) {
    const between = words.slice(all[first - 1]?.end, all[first]?.start);
    const isList = first < all.length - 1;
    if (!conjunction.test(between) && !(isList && comma.test(between))) break;
  }
  const [from, to] = [all[first], all.at(-1)];
  if (from === undefined || to === undefined) return undefined;
  return listAround(words, to.end) ?? { start: from.start, end: to.end };
}

const brackets: Readonly<Record<string, string>> = { ")": "([", "]": "([", "}": "{" };

/** `{1, 2, 3}` or `(1, 2)`, where the last expression is the last member of one. */
function listAround(words: string, end: number): Slice | undefined {
  const openers = brackets[words[end] ?? ""];
  if (openers === undefined) return undefined;
  for (let start = end - 1; start >= Math.max(0, end - 200); start--) {
    const character = words[start] ?? "";
    if (openers.includes(character)) {
      return words.slice(start, end).includes(", ") ? { start, end: end + 1 } : undefined;
    }
    if (character in brackets) return undefined;
  }
  return undefined;
}

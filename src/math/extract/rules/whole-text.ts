import { read } from "../../read/index.ts";
import { children, type Tree } from "../../tree.ts";
import type { Rule } from "../_rule.ts";
import { lastLine } from "../_last-line.ts";
import { trimSlice } from "../_trim.ts";

/** Longer texts are prose: reading them as one expression would only cost time. */
const longest = 400;
/** Words that are an answer in themselves are few: "Paris", "no solution". */
const mostWords = 2;

/**
 * A response that is nothing but an answer, `2x`, `\frac{10}{9}`, `(1, 2)` or `Paris`: one line that reads as a whole. It
 * stands before the rules that look for a part, so that no number is ever picked out of a larger expression.
 */
export const wholeText: Rule = {
  place: "whole-text",
  weak: true,
  find(source) {
    const line = lastLine(source);
    if (line === undefined || line.end - line.start > longest || hasMoreBefore(source.text, source.start, line.start)) {
      return undefined;
    }
    const slice = trimSlice(source.text, line);
    if (slice.end <= slice.start) return undefined;
    const words = source.text.slice(slice.start, slice.end);
    source.spend(words.length);
    const reading = read(words);
    if (reading.status === "unread") return undefined;
    return isSentence(reading.tree, words) || isCalculation(reading.tree)
      ? undefined
      : { kind: "found", slices: [slice] };
  },
};

function isSentence(tree: Tree, words: string): boolean {
  if (tree.kind === "text") return /\d/.test(words) || words.split(/\s+/).length > mostWords;
  return /^[a-z]{2,}[\s,:]/i.test(words) && !/^(?:pi|infinity)\b/i.test(words);
}

/** `3 + 2 = 5` and `A = \pi r^2 = 4\pi` end in their answer, which is for the rule of equations; `y = 2x` is one itself. */
function isCalculation(tree: Tree): boolean {
  if (tree.kind !== "relation" || tree.ops.some((op) => op !== "=")) return false;
  return tree.sides.length > 2 || !hasSymbol(tree.sides[0]);
}

function hasSymbol(tree: Tree | undefined): boolean {
  return tree !== undefined && (tree.kind === "symbol" || children(tree).some(hasSymbol));
}

function hasMoreBefore(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (text.charCodeAt(i) > 32) return true;
  return false;
}

import { finalDeclaration, type Declared } from "../_declaration.ts";
import type { Rule } from "../_rule.ts";
import { trimSlice } from "../_trim.ts";

const mark = /^[^\S\n]{0,4}####(?!#)[^\S\n]*([^\n]*)$/gm;

/** Digits, signs, LaTeX and short words, but no heading such as "#### Step 1: the ducks". */
const answerLike = /^[^A-Za-z]*(?:\\?[A-Za-z]{1,12}[^A-Za-z]*){0,3}$/;

/**
 * The last `#### 42`. Where Markdown headings use the same mark, only a heading that could be an answer counts: one with
 * a digit or a formula and at most three words, or the very last line of the text.
 */
export const hashMark: Rule = {
  place: "hash-mark",
  find(source) {
    const { text } = source;
    const declared: Declared[] = [];
    mark.lastIndex = source.start;
    for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
      const end = match.index + match[0].length;
      const slice = trimSlice(text, { start: end - (match[1] ?? "").length, end });
      const isLast = end === text.length;
      if (slice.end === slice.start && isLast) return { kind: "truncated", start: match.index };
      if (slice.end > slice.start && (isLast || isAnswerLike(text.slice(slice.start, slice.end)))) {
        declared.push({ start: match.index, end, slice });
      }
    }
    source.spend(text.length - source.start);
    return declared.length === 0 ? undefined : { kind: "found", slices: finalDeclaration(source, declared) };
  },
};

function isAnswerLike(words: string): boolean {
  return (
    words.length <= 120 && /[\d\\$]/.test(words) && !/^(?:step|part|case)\b/i.test(words) && answerLike.test(words)
  );
}

import { finalDeclaration, maxDeclared, type Declared } from "../_declaration.ts";
import { withoutSubject } from "../_statement.ts";
import type { Rule, Slice } from "../_rule.ts";
import type { Source } from "../_source.ts";
import { trimSlice } from "../_trim.ts";

const mark = "####";

/** Digits, signs, LaTeX and short words, but no heading such as "#### Step 1: the ducks". */
const answerLike = /^[^A-Za-z]*(?:\\?[A-Za-z]{1,12}[^A-Za-z]*){0,3}$/;

/** "#### The answer is 12", "#### Answer: 12". */
const label = /^(?:the\s)?(?:final\s)?answer(?:\sis\b[:\s]{0,3}|[^\S\n]?[:：=]\s?)/i;

/**
 * The last `#### 42`. Where Markdown headings use the same mark, only a heading that could be an answer counts: one with
 * a digit or a formula and at most three words, or the very last line of the text. Marks are looked for from the end.
 */
export const hashMark: Rule = {
  place: "hash-mark",
  find(source) {
    const { text } = source;
    const declared: Declared[] = [];
    let at = text.lastIndexOf(mark);
    for (; at >= source.start && declared.length < maxDeclared; at = at === 0 ? -1 : text.lastIndexOf(mark, at - 1)) {
      const start = lineStart(source, at);
      if (start === undefined || text[at + mark.length] === "#") continue;
      const lineBreak = text.indexOf("\n", at);
      const end = lineBreak === -1 ? text.length : lineBreak;
      const slice = withoutLabel(text, trimSlice(text, { start: at + mark.length, end }));
      const isLast = end === text.length;
      if (slice.end === slice.start && isLast) return { kind: "truncated", start };
      if (slice.end > slice.start && (isLast || isAnswerLike(text.slice(slice.start, slice.end)))) {
        declared.push({ start, end, slice });
      }
    }
    source.spend(text.length - Math.max(at, source.start));
    return declared.length === 0 ? undefined : { kind: "found", slices: finalDeclaration(source, declared.reverse()) };
  },
};

/** Where the line begins, if there are at most four spaces before `at`. */
function lineStart({ text, start: first }: Source, at: number): number | undefined {
  let start = at;
  while (start > first && at - start < 5 && (text[start - 1] === " " || text[start - 1] === "\t")) start--;
  return start === first || text[start - 1] === "\n" ? start : undefined;
}

function withoutLabel(text: string, slice: Slice): Slice {
  const length = label.exec(text.slice(slice.start, Math.min(slice.end, slice.start + 40)))?.[0].length;
  return withoutSubject(
    text,
    length === undefined ? slice : trimSlice(text, { ...slice, start: slice.start + length }),
  );
}

function isAnswerLike(words: string): boolean {
  return (
    words.length <= 120 && /[\d\\$]/.test(words) && !/^(?:step|part|case)\b/i.test(words) && answerLike.test(words)
  );
}

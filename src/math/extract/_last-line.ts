import { isSpace, type Source } from "./_source.ts";
import type { Slice } from "./_rule.ts";

/** The last line that is not blank; only its last 4,000 characters where it is longer. Undefined in a blank text. */
export function lastLine(source: Source, before = source.text.length): Slice | undefined {
  const { text } = source;
  let end = before;
  while (end > source.start && isSpace(text.charCodeAt(end - 1))) end--;
  if (end <= source.start) return undefined;
  const lowest = Math.max(source.start, end - 4000);
  let start = end;
  while (start > lowest && text.charCodeAt(start - 1) !== 10) start--;
  source.spend(before - start);
  return { start, end };
}

/** Ends as a statement does: with a full stop, a digit, a sign or a closing delimiter. */
const finished = /[.!。！．\d%°)\]}$*_"'”’√²³]$/;
const onlyDelimiters = /^[\s$\\\])}.]*$/;

/** "∎", "$\\blacksquare$". */
const endOfProof = /\s{1,3}\$?(?:[∎■□]|\\(?:blacksquare|square|qed|Box))\$?\s?$/;

/**
 * The last line with words or formulas in it, if it reads as a statement that was brought to its end, or begins with a
 * digit or formula ("7 apples"). What breaks off, announces or asks ("let us check n = 4:", "of 6 students if") states
 * nothing.
 */
export function closingStatement(source: Source): Slice | undefined {
  let line = lastLine(source);
  let isClosed = false;
  for (let count = 0; count < 2 && line !== undefined && isOnlyDelimiters(source, line); count++) {
    line = lastLine(source, line.start);
    isClosed = true;
  }
  if (line === undefined) return undefined;
  const end = endOfProof.exec(source.text.slice(Math.max(line.start, line.end - 24), line.end))?.[0].length ?? 0;
  line = { start: line.start, end: line.end - end };
  const words = source.text.slice(line.start, line.end);
  return isClosed || finished.test(words) || /^\s*[\d$\\√−-]/.test(words) ? line : undefined;
}

/** Nothing but the end of a formula that began in an earlier line. */
function isOnlyDelimiters({ text }: Source, { start, end }: Slice): boolean {
  return end - start < 8 && onlyDelimiters.test(text.slice(start, end));
}

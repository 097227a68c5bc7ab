import { isJoined, maxDeclared } from "./_declaration.ts";
import { denial } from "./_denial.ts";
import type { Finding, Slice } from "./_rule.ts";
import type { Source } from "./_source.ts";
import { withoutSubject } from "./_statement.ts";
import { tailAfter } from "./_tail.ts";
import { trimSlice } from "./_trim.ts";

/** A phrase in the text: where it begins, and where the answer is to be looked for. */
interface Occurrence {
  readonly start: number;
  readonly end: number;
}

/** What is said about an answer and does not name one: "the answer is correct", "the answer should be the same". */
const remark =
  /^(?:unknown|unclear|wrong|incorrect|correct|consistent|reasonable|verified|confirmed|(?:as|what) (?:expected|we)|the same|a multiple|in the (?:form|range)|```)/i;

const onlyLead =
  /^(?:(?:the|so|that|then|hence|thus|therefore|is|it|my|our|we|and|have|correct|final)(?:[\s,:*]+|$)){1,6}$/i;

/**
 * The final declaration made by a phrase: its last occurrence, and every earlier one that is joined to its successor.
 * Read from the end, and no further than the declaration reaches, so that many phrases cost no more than their length.
 * What is denied ("the answer is not 5") is no declaration, and takes an earlier one of the same answer back.
 */
export function declaredByPhrase(source: Source, phrase: RegExp): Finding | undefined {
  const occurrences = findAll(source, phrase);
  const slices: Slice[] = [];
  const denied = new Set<string>();
  let limit = source.text.length;
  let nextStart = -1;
  for (let index = occurrences.length - 1; index >= 0 && slices.length < maxDeclared; index--) {
    const occurrence = occurrences[index];
    if (occurrence === undefined || occurrence.end > limit) continue;
    const tail = tailAfter(source, occurrence.end, limit);
    if (tail === undefined && limit === source.text.length && slices.length === 0) {
      return { kind: "truncated", start: occurrence.start };
    }
    const slice = tail === undefined ? undefined : withoutExclamation(source.text, trimSlice(source.text, tail));
    const next = limit;
    limit = occurrence.start;
    if (tail === undefined || slice === undefined || slice.end <= slice.start) continue;
    const lead = source.text.slice(slice.start, slice.start + 16);
    const no = denial.exec(lead)?.[0].length;
    if (no !== undefined) denied.add(textOf(source, trimSlice(source.text, { ...slice, start: slice.start + no })));
    // "Final Answer: The final answer is 5": the first phrase declares nothing but the second
    const isLead = tail.end === next && onlyLead.test(source.text.slice(slice.start, slice.end));
    if (no !== undefined || isLead || remark.test(lead)) continue;
    if (slices.length > 0 && !isJoined(source, tail.end, nextStart)) break;
    const answer = withoutSubject(source.text, slice);
    if (slices.length === 0 && denied.has(textOf(source, answer))) continue;
    slices.push(answer);
    nextStart = occurrence.start;
  }
  return slices.length === 0 ? undefined : { kind: "found", slices: slices.reverse() };
}

/** "The answer is 12!" is glad, not a factorial; "12!." and `$12!$` are one, and so is "10!/2!". */
function withoutExclamation(text: string, slice: Slice): Slice {
  const { start, end } = slice;
  if (text[end - 1] !== "!" || text[end] === "." || end - start > 40) return slice;
  return /^[^!$\\]*\d!$/.test(text.slice(start, end)) && text[end] !== "$" ? { start, end: end - 1 } : slice;
}

function textOf({ text }: Source, { start, end }: Slice): string {
  return text.slice(start, end);
}

function findAll(source: Source, phrase: RegExp): readonly Occurrence[] {
  const occurrences: Occurrence[] = [];
  phrase.lastIndex = source.start;
  for (let match = phrase.exec(source.text); match !== null; match = phrase.exec(source.text)) {
    occurrences.push({ start: match.index, end: match.index + match[0].length });
  }
  source.spend(source.text.length - source.start);
  return occurrences;
}

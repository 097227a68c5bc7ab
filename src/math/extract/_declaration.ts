import type { Source } from "./_source.ts";
import type { Slice } from "./_rule.ts";

/** Longest stretch that may stand between two answers of one declaration. */
const maxGap = 80;

/** No further back than this many answers; whoever writes more of them has the last ones compared. */
export const maxDeclared = 400;

/** Words that join alternatives or repeat a declaration. Words of correction (wait, no, actually, instead) are not here: who corrects himself does not hedge. */
const joining = new Set(
  (
    "a also alternatively an and answer answers are as be both boxed by cdot choice could either else equivalently final gives hence i is it " +
    "left ldots dots maybe might mathbf mbox mathrm n of option or our perhaps please possible possibly probably quad qquad result right second " +
    "so solution solutions text textbf the then thus therefore third first value values we will with x y z"
  ).split(" "),
);

/**
 * Do two answers belong to one declaration? So they do when nothing but joining words, list numbers, delimiters and
 * punctuation stands between them, in at most 80 characters. Work that leads from one to the next makes the earlier
 * one an intermediate result, and words of correction take it back.
 */
export function isJoined(source: Source, from: number, to: number): boolean {
  if (to - from > maxGap) return false;
  source.spend(to - from);
  const words = source.text.slice(from, to).match(/[\p{L}]+/gu) ?? [];
  return words.every((word) => joining.has(word.toLowerCase()));
}

/** A declaration with its lead ("the answer is") and the slice of the answer. */
export interface Declared {
  readonly start: number;
  readonly end: number;
  readonly slice: Slice;
}

/**
 * The declarations that make up the final one, in writing order: the last, and every earlier one that is joined to its
 * successor, or that stands after `phrase` (the start of the last "final answer" in the text), as the last does.
 */
export function finalDeclaration(source: Source, all: readonly Declared[], phrase = Infinity): readonly Slice[] {
  const last = all.length - 1;
  let first = last;
  while (first > 0) {
    const earlier = all[first - 1];
    const later = all[first];
    if (earlier === undefined || later === undefined) break;
    if (earlier.start < phrase && !isJoined(source, earlier.end, later.start)) break;
    first--;
  }
  return all.slice(first).map((declared) => declared.slice);
}

import { trimSlice } from "./_trim.ts";
import type { Slice } from "./_rule.ts";

/** Words that offer a further answer without standing by it. A plain "or" does not: `x = 1 or x = 3` is a list. */
const doubt = "maybe|perhaps|possibly|alternatively|probably|might be|could be|could also be|may be|else";
const between = new RegExp(
  String.raw`(?:[,;]\s?|\s)(?:\\text\s?\{\s?)?(?:or|and|but)?\s?(?:(?:it|the answer)\s)?(?:${doubt})\s?(?:be\s)?[,:]?(?:\s?\})?`,
  "gi",
);
const leading = new RegExp(String.raw`^(?:${doubt}|either)\s+`, "i");

/** Longer answers are not looked through for doubts. */
const maxLength = 400;

/** The answers that one slice offers: one for "5" and for "probably 5", two for "5 or maybe 6". */
export function alternatives(text: string, slice: Slice): readonly Slice[] {
  if (slice.end - slice.start > maxLength || slice.decoded !== undefined) return [slice];
  const words = text.slice(slice.start, slice.end);
  const lead = leading.exec(words)?.[0].length ?? 0;
  const parts: Slice[] = [];
  let start = slice.start + lead;
  between.lastIndex = 0;
  for (const match of words.slice(lead).matchAll(between)) {
    parts.push({ start, end: slice.start + lead + match.index });
    start = slice.start + lead + match.index + match[0].length;
  }
  parts.push({ start, end: slice.end });
  const kept = parts.map((part) => trimSlice(text, part)).filter((part) => part.end > part.start);
  return kept.length === 0 ? [slice] : kept;
}

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

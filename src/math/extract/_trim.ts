import { isSpace } from "./_source.ts";
import type { Slice } from "./_rule.ts";

const pairs: readonly (readonly [open: string, close: string])[] = [
  ["$$", "$$"],
  ["$", "$"],
  ["\\(", "\\)"],
  ["\\[", "\\]"],
  ["**", "**"],
  ["__", "__"],
  ["`", "`"],
  ["“", "”"],
  ['"', '"'],
];

const trailing = ".,;:。．，；：、";

/** Never more than this many layers of delimiters are taken off. */
const maxLayers = 12;

/**
 * Shrinks a slice to the answer itself: off come spaces, closing punctuation, and delimiters that enclose the whole of
 * it. Nothing inside is changed; an exclamation mark stays (it may be a factorial), as do words and units.
 */
export function trimSlice(text: string, { start, end }: Slice): Slice {
  for (let layer = 0; layer < maxLayers; layer++) {
    const before = end - start;
    while (start < end && isSpace(text.charCodeAt(start))) start++;
    while (start < end && isClosing(text, start, end)) end--;
    const pair = pairs.find(([open, close]) => encloses(text, start, end, open, close));
    if (pair !== undefined) {
      start += pair[0].length;
      end -= pair[1].length;
    } else {
      [start, end] = withoutStrays(text, start, end);
    }
    if (end - start === before) break;
  }
  return { start, end };
}

function isClosing(text: string, start: number, end: number): boolean {
  if (isSpace(text.charCodeAt(end - 1))) return true;
  if (!trailing.includes(text[end - 1] ?? "")) return false;
  // "\," and "\;" are LaTeX spaces, "\." an accent: the backslash would be left alone
  return end - 2 < start || text[end - 2] !== "\\";
}

/** Is `open ... close` around the whole slice, with no such delimiter in between (`$5$ or $6$` is not enclosed)? */
function encloses(text: string, start: number, end: number, open: string, close: string): boolean {
  if (end - start < open.length + close.length) return false;
  if (!text.startsWith(open, start) || !text.startsWith(close, end - close.length)) return false;
  if (text[end - close.length - 1] === "\\") return false;
  const inner = text.indexOf(close, start + open.length);
  return inner === end - close.length || (close === "$" && text[inner - 1] === "\\");
}

/** A bold mark or closing delimiter whose partner lies outside the slice: "5**", "**5", "5\)", "5$". */
function withoutStrays(text: string, start: number, end: number): [number, number] {
  const slice = text.slice(start, Math.min(end, start + 400));
  const whole = end - start <= 400;
  if (!whole) return [start, end];
  for (const mark of ["**", "__"]) {
    if (slice.split(mark).length !== 2) continue;
    if (slice.startsWith(mark)) return [start + mark.length, end];
    if (slice.endsWith(mark)) return [start, end - mark.length];
  }
  if (slice.endsWith("\\)") && !slice.includes("\\(")) return [start, end - 2];
  if (slice.endsWith("\\]") && !slice.includes("\\[")) return [start, end - 2];
  if (slice.endsWith("$") && !slice.endsWith("\\$") && slice.indexOf("$") === slice.length - 1) return [start, end - 1];
  return [start, end];
}

import { z } from "zod";
import { amount, instruction, linesOf } from "./_check.ts";

/** At least so many `[placeholders]`. Careful: with something in them. */
export const numberPlaceholders = instruction(
  z.strictObject({ num_placeholders: amount }),
  ({ num_placeholders: wanted }, reading) =>
    (text) => {
      const count = text.split("\n").reduce((sum, line) => sum + bracketed(line, reading === "careful"), 0);
      return { kept: count >= wanted, note: `${count} placeholders` };
    },
);

/** Pairs of brackets in a line, each from the first opening one to the next closing one. */
function bracketed(line: string, careful: boolean): number {
  let count = 0;
  for (let open = line.indexOf("["); open !== -1;) {
    const close = line.indexOf("]", open);
    if (close === -1) break;
    if (!careful || /[\p{L}\p{N}]/u.test(line.slice(open + 1, close))) count++;
    open = line.indexOf("[", close);
  }
  return count;
}

/** A postscript by its marker. Careful: it begins a line and goes on after the marker. */
export const postscript = instruction(
  z.strictObject({ postscript_marker: z.string().trim().min(1) }),
  ({ postscript_marker: marker }, reading) => {
    const pattern = markerPattern(marker);
    return (text) => {
      const kept =
        reading === "published"
          ? linesOf(text.toLowerCase()).some((line) => pattern.test(line))
          : hasPostscript(text.toLowerCase(), pattern);
      return { kept, note: kept ? "a postscript" : `no ${marker}` };
    };
  },
);

function markerPattern(marker: string): RegExp {
  if (marker === "P.P.S") return /p\.\s?p\.\s?s/;
  if (marker === "P.S.") return /p\.\s?s\./;
  return new RegExp(marker.toLowerCase().replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
}

function hasPostscript(text: string, pattern: RegExp): boolean {
  const lines = linesOf(text);
  return lines.some((line, index) => {
    const found = pattern.exec(line);
    if (found === null || /[\p{L}\p{N}]/u.test(line.slice(0, found.index))) return false;
    return /[\p{L}\p{N}]/u.test([line.slice(found.index + found[0].length), ...lines.slice(index + 1)].join("\n"));
  });
}

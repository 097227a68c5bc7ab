import { longestRow, tooLong, type RawRows } from "./_raw-rows.ts";
import { textChunks } from "./_text-chunks.ts";
import type { Compression } from "./format.ts";

const quote = 34;
const backslash = 92;

/**
 * A JSON list of objects, or objects one after the other, at any indentation, without holding the whole file: cuts
 * the text at the ends of top-level elements. Nothing is parsed here; an element's own errors show when it is.
 */
export async function* readJson(path: string, compression: Compression): AsyncGenerator<RawRows> {
  let pending = ""; // text of the element that is open
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inList = false;
  let started = false; // inside an element
  let count = 0;
  for await (const { text, bytesRead } of textChunks(path, compression)) {
    const rows: string[] = [];
    let from = 0;
    const finish = (end: number) => {
      rows.push(oneLine(pending + text.slice(from, end)));
      pending = "";
      started = false;
    };
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === backslash) escaped = true;
        else if (code === quote) inString = false;
        continue;
      }
      if (!started) {
        if (code <= 32 || code === 44 /* , */) continue;
        if (code === 91 /* [ */ && !inList && count + rows.length === 0) {
          inList = true;
          continue;
        }
        if (code === 93 /* ] */ && inList) continue;
        started = true;
        from = at;
      }
      if (code === quote) inString = true;
      else if (code === 123 || code === 91) depth++;
      else if (code === 125 || code === 93) {
        if (depth === 0) {
          finish(at); // the list ends right behind a bare value
          continue;
        }
        depth--;
        if (depth === 0) finish(at + 1);
      } else if (depth === 0 && (code === 44 || code === 10)) finish(at);
    }
    if (started) {
      pending += text.slice(from);
      if (pending.length > longestRow) throw tooLong(path, count + rows.length + 1);
    }
    count += rows.length;
    if (rows.length > 0) yield { rows, bytesRead };
  }
  if (pending.trim().length > 0) yield { rows: [oneLine(pending)], bytesRead: Infinity };
}

/** Line breaks of valid JSON are never inside strings, so that they can go together with their indentation. */
function oneLine(text: string): string {
  const trimmed = text.trim();
  return /[\n\r]/.test(trimmed) ? trimmed.replace(/\s*[\n\r]\s*/g, "") : trimmed;
}

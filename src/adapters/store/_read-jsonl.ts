import { longestRow, tooLong, type RawRows } from "./_raw-rows.ts";
import { textChunks } from "./_text-chunks.ts";
import type { Compression } from "./format.ts";

/** One row a line; blank lines are no rows. Nothing is parsed here. */
export async function* readJsonl(path: string, compression: Compression): AsyncGenerator<RawRows> {
  let rest = "";
  let count = 0;
  for await (const { text, bytesRead } of textChunks(path, compression)) {
    const lastBreak = text.lastIndexOf("\n");
    if (lastBreak === -1) {
      rest += text;
      if (rest.length > longestRow) throw tooLong(path, count + 1);
      continue;
    }
    const rows = nonBlank((rest + text.slice(0, lastBreak)).split("\n"));
    rest = text.slice(lastBreak + 1);
    count += rows.length;
    yield { rows, bytesRead };
  }
  const rows = nonBlank([rest]);
  if (rows.length > 0) yield { rows, bytesRead: Infinity };
}

function nonBlank(lines: string[]): string[] {
  const kept: string[] = [];
  for (const line of lines) {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (text.length > 0 && (text.charCodeAt(0) > 32 || text.trim().length > 0)) kept.push(text);
  }
  return kept;
}

import type { Terminal } from "./terminal.ts";

export interface TestTerminal extends Terminal {
  readonly outLines: readonly string[];
  readonly noteLines: readonly string[];
}

/** A terminal without colours that remembers what was written. */
export function testTerminal(): TestTerminal {
  const outLines: string[] = [];
  const noteLines: string[] = [];
  return {
    outLines,
    noteLines,
    out: (text) => void outLines.push(...text.split("\n")),
    note: (text) => void noteLines.push(...text.split("\n")),
    paint: (_style, text) => text,
    paintNote: (_style, text) => text,
    live: () => undefined,
    width: 100,
    signal: new AbortController().signal,
  };
}

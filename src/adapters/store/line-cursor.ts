import { closeSync, openSync, readSync } from "node:fs";

/** Reads a file of our own line by line, when the reader asks; synchronous, since it lies on the local disk. */
export interface LineCursor {
  /** The next line without its break; `undefined` at the end. */
  next(): string | undefined;
  close(): void;
}

export function openLines(path: string, bufferSize = 1 << 18): LineCursor {
  const handle = openSync(path, "r");
  const buffer = Buffer.alloc(bufferSize);
  let lines: string[] = [];
  let at = 0;
  let rest: Buffer[] = [];
  let ended = false;

  function fill(): boolean {
    while (!ended) {
      const count = readSync(handle, buffer, 0, buffer.length, null);
      if (count === 0) {
        ended = true;
        const last = Buffer.concat(rest).toString("utf8");
        rest = [];
        if (last.length === 0) return false;
        lines = [last];
        at = 0;
        return true;
      }
      const chunk = buffer.subarray(0, count);
      const lastBreak = chunk.lastIndexOf(10);
      if (lastBreak === -1) {
        rest.push(Buffer.from(chunk));
        continue;
      }
      lines = Buffer.concat([...rest, chunk.subarray(0, lastBreak)])
        .toString("utf8")
        .split("\n");
      rest = [Buffer.from(chunk.subarray(lastBreak + 1))];
      at = 0;
      return true;
    }
    return false;
  }

  return {
    next() {
      if (at >= lines.length && !fill()) return undefined;
      return lines[at++];
    },
    close: () => closeSync(handle),
  };
}

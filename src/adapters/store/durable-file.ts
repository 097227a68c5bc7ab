import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { syncFolder } from "./journal.ts";

/** A file that appears under its name only when it is complete. */
export interface DurableFile {
  /** Bytes are gathered and written in large pieces. */
  write(text: string): void;
  /** Puts everything on the disk and gives the file its name, replacing what had it. */
  commit(): void;
  /** Closes and removes the unfinished file; what had the name before stays. */
  abandon(): void;
}

export interface DurableFileOptions {
  /** UTF-16 units that are gathered before they are written. Default 2^16; many files at once want less. */
  readonly buffer?: number;
}

/** Where text becomes bytes, for all files in turn: a buffer of its own for every write would be the most garbage of a job. */
const scratch = Buffer.allocUnsafeSlow(1 << 18);

function bytesOf(text: string): Buffer {
  if (text.length * 3 > scratch.length) return Buffer.from(text);
  return scratch.subarray(0, scratch.write(text));
}

/** Writes to `<path>.tmp` until `commit`. */
export function createDurableFile(path: string, { buffer = 1 << 16 }: DurableFileOptions = {}): DurableFile {
  const temporary = `${path}.tmp`;
  const handle = openSync(temporary, "w");
  let pieces: string[] = [];
  let length = 0;
  const flush = () => {
    if (length === 0) return;
    const bytes = bytesOf(pieces.join(""));
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
    pieces = [];
    length = 0;
  };
  return {
    write(text) {
      pieces.push(text);
      length += text.length;
      if (length > buffer) flush();
    },
    commit() {
      flush();
      fsyncSync(handle);
      closeSync(handle);
      renameSync(temporary, path);
      syncFolder(path);
    },
    abandon() {
      closeSync(handle);
      rmSync(temporary, { force: true });
    },
  };
}

/** Puts a finished file on the disk and gives it its name, replacing what had it. */
export function commitFile(temporary: string, path: string): void {
  const handle = openSync(temporary, "r+");
  fsyncSync(handle);
  closeSync(handle);
  renameSync(temporary, path);
  syncFolder(path);
}

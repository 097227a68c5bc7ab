import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** An append-only list of JSON entries that survives a kill at any moment. */
export interface Journal<Entry> {
  /** What was there when it was opened. */
  readonly entries: readonly Entry[];
  /** Returns when the entry is on the disk. */
  append(entry: Entry): void;
  close(): void;
}

/** Opens or starts a journal. A last line that a kill cut short is dropped from the file. */
export function openJournal<Entry>(path: string): Journal<Entry> {
  const { entries, bytes } = existsSync(path)
    ? intactEntries<Entry>(readFileSync(path, "utf8"))
    : { entries: [], bytes: 0 };
  if (existsSync(path)) truncateSync(path, bytes);
  const handle = openSync(path, "a");
  syncFolder(path);
  return {
    entries,
    append(entry) {
      writeSync(handle, `${JSON.stringify(entry)}\n`);
      fsyncSync(handle);
    },
    close: () => closeSync(handle),
  };
}

function intactEntries<Entry>(text: string): { readonly entries: readonly Entry[]; readonly bytes: number } {
  const entries: Entry[] = [];
  let bytes = 0;
  for (const line of text.split("\n").slice(0, -1)) {
    try {
      entries.push(JSON.parse(line) as Entry);
    } catch {
      break;
    }
    bytes += Buffer.byteLength(line) + 1;
  }
  return { entries, bytes };
}

/** Makes a new name in a folder durable. Folders cannot be synced everywhere; where they cannot, the system does it in time. */
export function syncFolder(path: string): void {
  try {
    const folder = openSync(dirname(path), "r");
    fsyncSync(folder);
    closeSync(folder);
  } catch {
    // Windows refuses to open folders
  }
}

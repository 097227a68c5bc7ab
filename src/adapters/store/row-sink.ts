import { createDurableFile } from "./durable-file.ts";
import { parseRow, rowText } from "./row.ts";

/** Takes scored rows in order; the file appears under its name when it is complete. */
export interface RowSink {
  /**
   * One row: its JSON text (`undefined` where the reader could not make a row of what stands there), the columns to
   * add as the inside of a JSON object, and what stood in the file.
   */
  write(text: string | undefined, added: string, raw: string): void;
  /** Called between batches; a sink that writes in the background may ask to be waited for. */
  flush?(): Promise<void> | undefined;
  commit(): Promise<void>;
  abandon(): void;
}

/** The column that holds what stood there, for rows that could not be read. */
export const unreadableColumn = "goodhart_unreadable";

export interface JsonlSinkOptions {
  /** Columns that the added ones replace: a file that is scored again does not carry its old scores along. */
  readonly replaced: readonly string[];
}

/** Writes JSON Lines. What the input said stays as it was written, character by character; the new columns follow. */
export function createJsonlSink(path: string, { replaced }: JsonlSinkOptions): RowSink {
  const file = createDurableFile(path);
  const marks = replaced.map((name) => JSON.stringify(name));
  return {
    write(text, added, raw) {
      let row = text ?? JSON.stringify({ [unreadableColumn]: raw });
      if (marks.some((mark) => row.includes(mark))) row = withoutColumns(row, replaced);
      const inside = row.slice(0, row.lastIndexOf("}")).trimEnd();
      file.write(inside.endsWith("{") ? `${inside}${added}}\n` : `${inside},${added}}\n`);
    },
    commit: () => Promise.resolve(file.commit()),
    abandon: () => file.abandon(),
  };
}

function withoutColumns(text: string, names: readonly string[]): string {
  return rowText(Object.fromEntries(Object.entries(parseRow(text)).filter(([name]) => !names.includes(name))));
}

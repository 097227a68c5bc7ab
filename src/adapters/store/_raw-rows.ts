import type { ErrorInfo } from "../../core/index.ts";
import { GoodhartError } from "../../core/index.ts";

/** Rows of one file in the order of the file, before they know their place among all files. */
export interface RawRows {
  readonly rows: string[];
  readonly errors?: Map<number, ErrorInfo>;
  readonly bytesRead: number;
}

/** A single row longer than this is refused: it is a sign of a wrong format, and it would break the memory bound. */
export const longestRow = 64 * 1024 * 1024;

export function tooLong(path: string, row: number): GoodhartError {
  return new GoodhartError("GOODHART_INPUT", `${path}: row ${row} is longer than ${longestRow / 1024 / 1024} MiB`, {
    hint: "check that the file has the format that its ending says",
  });
}

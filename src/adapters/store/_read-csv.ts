import { GoodhartError, type ErrorInfo } from "../../core/index.ts";
import { longestRow, tooLong, type RawRows } from "./_raw-rows.ts";
import { textChunks } from "./_text-chunks.ts";
import type { Compression } from "./format.ts";

export interface CsvOptions {
  readonly separator: "," | "\t";
}

/**
 * Reads RFC 4180: the first record names the columns, fields may be quoted, quotes are doubled inside quotes, line
 * breaks inside quotes are kept. Every field is a string; a row with too few or too many fields is an error of its own.
 */
export async function* readCsv(
  path: string,
  compression: Compression,
  { separator }: CsvOptions,
): AsyncGenerator<RawRows> {
  const records = recordSplitter(separator);
  let header: readonly string[] | undefined;
  let count = 0;
  function* emit(found: readonly string[][], bytesRead: number): Generator<RawRows> {
    const rows: string[] = [];
    const errors = new Map<number, ErrorInfo>();
    for (const fields of found) {
      if (fields.length === 1 && fields[0] === "") continue; // a blank line
      if (header === undefined) {
        header = checkedHeader(path, fields);
        continue;
      }
      if (fields.length === header.length) rows.push(objectText(header, fields));
      else {
        errors.set(rows.length, {
          code: "GOODHART_INPUT",
          message: `expected ${header.length} fields as in the header, got ${fields.length}`,
          hint: "quote fields that contain separators, quotes or line breaks",
        });
        rows.push(fields.join(separator));
      }
    }
    count += rows.length;
    if (rows.length > 0) yield { rows, errors, bytesRead };
  }
  for await (const { text, bytesRead } of textChunks(path, compression)) {
    yield* emit(records.push(text), bytesRead);
    if (records.pending() > longestRow) throw tooLong(path, count + 1);
  }
  yield* emit(records.end(), Infinity);
}

function checkedHeader(path: string, fields: readonly string[]): readonly string[] {
  const twice = fields.find((name, index) => fields.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new GoodhartError("GOODHART_INPUT", `${path}: the header names the column "${twice}" twice`, {
      hint: "give every column its own name",
    });
  }
  return fields;
}

function objectText(header: readonly string[], fields: readonly string[]): string {
  const row: Record<string, string> = {};
  for (let index = 0; index < header.length; index++) row[header[index] ?? ""] = fields[index] ?? "";
  return JSON.stringify(row);
}

/** Splits text that comes in pieces into records of fields. */
function recordSplitter(separator: string) {
  const separatorCode = separator.charCodeAt(0);
  let fields: string[] = [];
  let field = ""; // the open field so far
  let state: "start" | "plain" | "quoted" | "quote-in-quoted" | "after-return" = "start";

  function push(text: string): string[][] {
    const found: string[][] = [];
    const endField = (end: number) => {
      fields.push(field + text.slice(from, end));
      field = "";
      from = end + 1;
      state = "start";
    };
    const endRecord = (end: number) => {
      endField(end);
      found.push(fields);
      fields = [];
    };
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (state === "quoted") {
        if (code === 34) {
          field += text.slice(from, at);
          from = at + 1;
          state = "quote-in-quoted";
        }
        continue;
      }
      if (state === "after-return") {
        state = "start";
        if (code === 10) {
          from = at + 1;
          continue;
        }
      }
      if (code === 34 && state === "start") {
        from = at + 1;
        state = "quoted";
      } else if (code === 34 && state === "quote-in-quoted") {
        from = at; // a doubled quote stands for one
        state = "quoted";
      } else if (code === separatorCode) endField(at);
      else if (code === 10) endRecord(at);
      else if (code === 13) {
        endRecord(at);
        state = "after-return";
      } else state = "plain";
    }
    if (from < text.length) field += text.slice(from);
    return found;
  }

  return {
    push,
    pending: () => field.length,
    end(): string[][] {
      return fields.length > 0 || field.length > 0 || state !== "start"
        ? [[...fields, field]].filter((last) => state !== "after-return" || last.length > 1 || last[0] !== "")
        : [];
    },
  };
}

import { errorInfo, GoodhartError, type ErrorInfo } from "../../core/index.ts";

/** A decoded row: column name to value. Integers beyond 2^53 are bigints. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows that follow each other in one file. Every source reads as JSON text, one object a row, as it stood in the file. */
export interface RowBatch {
  /** Index of the first row over all files, from 0. */
  readonly first: number;
  readonly file: string;
  /** Number of the first row within its file, from 1. */
  readonly row: number;
  readonly rows: readonly string[];
  /** Rows that the reader itself could not read, by position in `rows`; their text is what stood there. */
  readonly errors?: ReadonlyMap<number, ErrorInfo>;
  /** Share of the bytes of all files that is behind us, from 0 to 1. */
  readonly progress: number;
}

/** An integer of 16 digits or more, which a double may not hold. */
const longInteger = /[:,[\s]-?\d{16,}\s*[,}\]]/;

/**
 * Whether 16 digits stand together anywhere. One look in 16 finds them, since they cover 16 places in a row; the
 * pattern above alone would take as long as parsing the row.
 */
function hasLongNumber(text: string): boolean {
  for (let at = 15; at < text.length; at += 16) {
    if (!isDigit(text, at)) continue;
    let [start, end] = [at, at + 1];
    while (isDigit(text, start - 1)) start--;
    while (isDigit(text, end)) end++;
    if (end - start >= 16) return true;
  }
  return false;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at); // NaN beyond the ends
  return code >= 48 && code <= 57;
}

/**
 * Reads the JSON text of one row. Integers that a double cannot hold become bigints.
 * Throws GOODHART_INPUT for what is no JSON object.
 */
export function parseRow(text: string): Row {
  let value: unknown;
  try {
    value = hasLongNumber(text) && longInteger.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
  } catch (thrown) {
    throw new GoodhartError("GOODHART_INPUT", `the row is not valid JSON: ${errorInfo(thrown).message}`, {
      hint: "write one complete JSON object per row",
    });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const kind = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
    throw new GoodhartError("GOODHART_INPUT", `expected an object with named columns, got ${kind}`, {
      hint: 'write each row as {"column": value, ...}',
    });
  }
  return value as Row;
}

function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || context?.source === undefined) return value;
  return /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
}

/** Typed here because the language's own declarations do not have it yet; every Node that we run on does. */
const rawJson = (JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown }).rawJSON;

/** A decoded row as JSON text: bigints as plain digits, dates as ISO 8601, bytes as base64, NaN and infinities as null. */
export function rowText(row: Row): string {
  return JSON.stringify(row, plainValue);
}

function plainValue(this: unknown, _key: string, value: unknown): unknown {
  if (typeof value === "bigint") return rawJson(value.toString());
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  if (isTypedArray(value)) return [...value];
  return value;
}

function isTypedArray(value: unknown): value is Iterable<number | bigint> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

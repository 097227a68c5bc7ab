import { readCsv } from "./_read-csv.ts";
import { readJson } from "./_read-json.ts";
import { readJsonl } from "./_read-jsonl.ts";
import { readParquet } from "./_read-parquet.ts";
import type { RawRows } from "./_raw-rows.ts";
import { expandInputs, type SourceFile } from "./expand-inputs.ts";
import type { RowBatch } from "./row.ts";

export interface ReadOptions {
  /** Stop after this many rows. */
  readonly limit?: number | undefined;
}

/** Rows of one or many files, which can be read as often as needed, always in the same order. */
export interface RowSource {
  readonly files: readonly SourceFile[];
  batches(options?: ReadOptions): AsyncGenerator<RowBatch>;
}

export interface OpenRowsOptions {
  /** What messages call a path, where that is not the path itself. */
  readonly names?: ReadonlyMap<string, string>;
}

/** Opens local files: paths and globs, JSONL, JSON, CSV, TSV and Parquet, mixed as they come. */
export async function openRows(inputs: readonly string[], { names }: OpenRowsOptions = {}): Promise<RowSource> {
  const found = await expandInputs(inputs);
  const files = found.map((file) => ({ ...file, name: names?.get(file.path) ?? file.name }));
  return { files, batches: (options) => batchesOf(files, options) };
}

async function* batchesOf(
  files: readonly SourceFile[],
  { limit = Infinity }: ReadOptions = {},
): AsyncGenerator<RowBatch> {
  const total = Math.max(
    1,
    files.reduce((sum, file) => sum + file.size, 0),
  );
  let bytesBefore = 0;
  let first = 0;
  for (const file of files) {
    let row = 1;
    if (first >= limit) return;
    for await (const { rows, errors, bytesRead } of rawRows(file)) {
      const kept = first + rows.length > limit ? rows.slice(0, limit - first) : rows;
      yield {
        first,
        file: file.name,
        row,
        rows: kept,
        ...(errors === undefined || errors.size === 0 ? {} : { errors }),
        progress: (bytesBefore + Math.min(bytesRead, file.size)) / total,
      };
      first += kept.length;
      row += kept.length;
      if (first >= limit) return;
    }
    bytesBefore += file.size;
  }
}

function rawRows({ path, format, compression }: SourceFile): AsyncGenerator<RawRows> {
  switch (format) {
    case "jsonl":
      return readJsonl(path, compression);
    case "json":
      return readJson(path, compression);
    case "csv":
      return readCsv(path, compression, { separator: "," });
    case "tsv":
      return readCsv(path, compression, { separator: "\t" });
    case "parquet":
      return readParquet(path);
  }
}

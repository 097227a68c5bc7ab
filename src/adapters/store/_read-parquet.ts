import { open } from "node:fs/promises";
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type FileMetaData } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { GoodhartError } from "../../core/index.ts";
import type { RawRows } from "./_raw-rows.ts";
import { rowText, type Row } from "./row.ts";

/** Rows decoded at once; a row group is the unit of reading, and so the bound on memory. */
const slice = 4096;

export interface ParquetFile {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly rows: number;
  readonly close: () => Promise<void>;
}

/** Opens a Parquet file and reads its footer. Throws GOODHART_STORE for what is none. */
export async function openParquet(path: string): Promise<ParquetFile> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const file: AsyncBuffer = {
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(Math.max(0, end - start));
        let at = 0;
        while (at < bytes.length) {
          const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
          if (bytesRead === 0) break;
          at += bytesRead;
        }
        return bytes.buffer.slice(0, at);
      },
    };
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    return { file, metadata, rows: Number(metadata.num_rows), close: () => handle.close() };
  } catch (thrown) {
    await handle.close();
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new GoodhartError("GOODHART_STORE", `cannot read "${path}" as Parquet: ${why}`, {
      hint: "the file may be cut short or not be Parquet",
      cause: thrown,
    });
  }
}

/** Rows with the values that their types mean, row group by row group. */
export async function* readParquetRows(path: string, { file, metadata }: ParquetFile): AsyncGenerator<readonly Row[]> {
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    let rows: Row[];
    try {
      rows = await parquetReadObjects({ file, metadata, rowStart: start, rowEnd: end, compressors });
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new GoodhartError("GOODHART_STORE", `cannot read rows ${start + 1} to ${end} of "${path}": ${why}`, {
        cause: thrown,
      });
    }
    for (let at = 0; at < rows.length; at += slice) yield rows.slice(at, at + slice);
    start = end;
  }
}

/** The same rows as JSON text. */
export async function* readParquet(path: string): AsyncGenerator<RawRows> {
  const parquet = await openParquet(path);
  let read = 0;
  try {
    for await (const rows of readParquetRows(path, parquet)) {
      read += rows.length;
      yield { rows: rows.map(rowText), bytesRead: (parquet.file.byteLength * read) / Math.max(1, parquet.rows) };
    }
  } finally {
    await parquet.close();
  }
}

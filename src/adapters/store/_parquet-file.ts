import { rmSync } from "node:fs";
import type { SchemaElement } from "hyparquet";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import { commitFile } from "./durable-file.ts";
import { bareElement, declaredElement } from "./parquet-schema.ts";

/** Columns of a row group, by name; every list has one value per row. */
export type ColumnValues = ReadonlyMap<string, readonly unknown[]>;

/** A Parquet file that is written row group by row group and appears under its name when it is complete. */
export interface ParquetFileWriter {
  writeGroup(values: ColumnValues): void;
  commit(): void;
  abandon(): void;
}

/**
 * Values are encoded under the bare schema, so that nothing is converted on the way, and declared under the full one.
 * Columns whose values are stored under another meaning carry no statistics: their order would not be the declared one.
 */
export function createParquetFile(
  path: string,
  columns: ReadonlyMap<string, readonly SchemaElement[]>,
): ParquetFileWriter {
  const root: SchemaElement = { name: "schema", num_children: columns.size };
  const elements = [...columns.values()].flat();
  const writer = fileWriter(`${path}.tmp`);
  const parquet = new ParquetWriter({ writer, schema: [root, ...elements.map(bareElement)], createdBy: "goodhart" });
  const converted = new Set(
    [...columns]
      .filter(([, parts]) => parts.some((part) => JSON.stringify(bareElement(part)) !== JSON.stringify(part)))
      .map(([name]) => name),
  );
  return {
    writeGroup(values) {
      const rows = values.values().next().value?.length ?? 0;
      if (rows === 0) return;
      const columnData = [...columns.keys()].map((name) => ({
        name,
        data: [...(values.get(name) ?? [])],
        statistics: !converted.has(name),
      }));
      void parquet.write({ columnData, rowGroupSize: rows });
    },
    commit() {
      parquet.schema = [root, ...elements.map(declaredElement)];
      void parquet.finish();
      commitFile(`${path}.tmp`, path);
    },
    abandon: () => rmSync(`${path}.tmp`, { force: true }),
  };
}

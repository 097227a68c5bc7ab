import type { SchemaElement } from "hyparquet";
import type { ColumnKind } from "./column-kind.ts";
import { rowText } from "./row.ts";

/** The schema elements of a column of this kind, in the order in which Parquet lists them. Everything may be null. */
export function schemaOfKind(name: string, kind: ColumnKind): SchemaElement[] {
  const optional = { name, repetition_type: "OPTIONAL" } as const;
  switch (kind.kind) {
    case "boolean":
      return [{ ...optional, type: "BOOLEAN" }];
    case "integer":
      return [{ ...optional, type: "INT64" }];
    case "number":
      return [{ ...optional, type: "DOUBLE" }];
    case "json":
      return [{ ...optional, type: "BYTE_ARRAY", converted_type: "JSON" }];
    case "null":
    case "string":
      return [{ ...optional, type: "BYTE_ARRAY", converted_type: "UTF8" }];
    case "list":
      return [
        { ...optional, converted_type: "LIST", num_children: 1 },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        ...schemaOfKind("element", kind.item),
      ];
    case "struct":
      // Parquet has no empty groups: an object without fields is written as JSON text.
      if (kind.fields.size === 0) return schemaOfKind(name, { kind: "json" });
      return [
        { ...optional, num_children: kind.fields.size },
        ...[...kind.fields].flatMap(([field, item]) => schemaOfKind(field, item)),
      ];
  }
}

/** A value as the Parquet writer wants it for a column of this kind. */
export function encodeValue(kind: ColumnKind, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (kind.kind) {
    case "integer":
      return typeof value === "bigint" ? value : BigInt(Number(value));
    case "number":
      return Number(value);
    case "json":
      return jsonBytes(value);
    case "list":
      return Array.isArray(value) ? value.map((item: unknown) => encodeValue(kind.item, item)) : null;
    case "struct":
      if (kind.fields.size === 0) return jsonBytes(value);
      return Object.fromEntries(
        [...kind.fields].map(([field, item]) => [
          field,
          encodeValue(item, (value as Readonly<Record<string, unknown>>)[field]),
        ]),
      );
    default:
      return value;
  }
}

function jsonBytes(value: unknown): Uint8Array {
  const wrapped = rowText({ value });
  return new TextEncoder().encode(wrapped.slice('{"value":'.length, -1));
}

/**
 * The schema under which values pass through unchanged: annotations that would make the reader or writer convert
 * (decimals, dates, times, JSON, unsigned numbers ...) are taken off, so that the stored bits are copied. Text, lists
 * and maps stay as they are, since they lose nothing.
 */
export function bareElement(element: SchemaElement): SchemaElement {
  const { converted_type, logical_type, scale: _scale, precision: _precision, ...physical } = element;
  const keepsConverted = converted_type !== undefined && lossless.has(converted_type);
  const keepsLogical = logical_type !== undefined && lossless.has(logical_type.type);
  return {
    ...physical,
    ...(physical.type === "INT96" ? { type: "INT64" as const } : {}),
    ...(keepsConverted ? { converted_type } : {}),
    ...(keepsLogical ? { logical_type } : {}),
  };
}

const lossless = new Set(["UTF8", "LIST", "MAP", "MAP_KEY_VALUE", "STRING"]);

/** The element as it is declared in a file that we write: as it was, but for the deprecated 96-bit timestamps. */
export function declaredElement(element: SchemaElement): SchemaElement {
  if (element.type !== "INT96") return element;
  return { ...element, type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "NANOS" } };
}

/** The top-level columns of a schema, each with all its elements. */
export function columnElements(schema: readonly SchemaElement[]): ReadonlyMap<string, readonly SchemaElement[]> {
  const columns = new Map<string, readonly SchemaElement[]>();
  for (let at = 1; at < schema.length;) {
    const start = at;
    for (let open = 1; open > 0 && at < schema.length; at++) open += (schema[at]?.num_children ?? 0) - 1;
    columns.set(schema[start]?.name ?? "", schema.slice(start, at));
  }
  return columns;
}

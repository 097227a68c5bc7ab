import type { Row } from "./row.ts";

/**
 * What the values of a column are, over all rows seen: the narrowest kind that holds them all. "json" holds what has
 * no common kind.
 */
export type ColumnKind =
  | { readonly kind: "null" | "boolean" | "integer" | "number" | "string" | "json" }
  | { readonly kind: "list"; item: ColumnKind }
  | { readonly kind: "struct"; readonly fields: Map<string, ColumnKind> };

/** Columns by name, in the order of their first appearance. */
export type ColumnKinds = Map<string, ColumnKind>;

/** Objects with more names than this are dictionaries, not structures. */
const mostFields = 64;

const simple = {
  null: { kind: "null" },
  boolean: { kind: "boolean" },
  integer: { kind: "integer" },
  number: { kind: "number" },
  string: { kind: "string" },
  json: { kind: "json" },
} as const satisfies Record<string, ColumnKind>;

/** Widens the kinds so that they hold this row too. */
export function observeRow(kinds: ColumnKinds, row: Row): void {
  for (const name in row) kinds.set(name, observe(kinds.get(name) ?? simple.null, row[name]));
}

function observe(before: ColumnKind, value: unknown): ColumnKind {
  if (value === null || value === undefined || before.kind === "json") return before;
  if (Array.isArray(value)) {
    if (before.kind !== "list" && before.kind !== "null") return simple.json;
    const list = before.kind === "list" ? before : { kind: "list" as const, item: simple.null as ColumnKind };
    for (const item of value) list.item = observe(list.item, item);
    return list;
  }
  if (typeof value === "object") {
    if (before.kind !== "struct" && before.kind !== "null") return simple.json;
    const struct =
      before.kind === "struct" ? before : { kind: "struct" as const, fields: new Map<string, ColumnKind>() };
    for (const [name, item] of Object.entries(value))
      struct.fields.set(name, observe(struct.fields.get(name) ?? simple.null, item));
    return struct.fields.size > mostFields ? simple.json : struct;
  }
  return widened(before, scalarKind(value));
}

function scalarKind(value: unknown): ColumnKind {
  switch (typeof value) {
    case "boolean":
      return simple.boolean;
    case "string":
      return simple.string;
    case "bigint":
      return BigInt.asIntN(64, value) === value ? simple.integer : simple.json;
    case "number":
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? simple.integer : simple.number;
    default:
      return simple.json;
  }
}

function widened(before: ColumnKind, now: ColumnKind): ColumnKind {
  if (before.kind === "null" || before.kind === now.kind) return now;
  const bothNumbers =
    (before.kind === "integer" || before.kind === "number") && (now.kind === "integer" || now.kind === "number");
  return bothNumbers ? simple.number : simple.json;
}

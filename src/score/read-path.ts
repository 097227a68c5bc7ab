import { GoodhartError } from "../core/index.ts";
import type { Row } from "../adapters/store/index.ts";

/** Finds a value in a row. `undefined` where there is none. */
export type ReadPath = (row: Row) => unknown;

/**
 * Compiles a path to a value: a column (`answer`), a field inside (`reward_model.ground_truth`, `choices.0.text`), or
 * with `*` the list of what is there under every name or position (`*.solution`, `samples.*.text`). A column whose
 * own name has dots wins. Throws GOODHART_CONFIG for an empty path.
 */
export function readPath(path: string): ReadPath {
  const steps = path.split(".");
  if (steps.some((step) => step === "")) {
    throw new GoodhartError("GOODHART_CONFIG", `"${path}" is no path to a column`, {
      hint: "write column, column.field or column.*.field",
    });
  }
  if (steps.length === 1 && path !== "*") return (row) => row[path];
  return (row) => (Object.hasOwn(row, path) ? row[path] : walk(row, steps, 0));
}

function walk(value: unknown, steps: readonly string[], at: number): unknown {
  const step = steps[at];
  if (step === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (step !== "*") {
    return Object.hasOwn(value, step)
      ? walk((value as Readonly<Record<string, unknown>>)[step], steps, at + 1)
      : undefined;
  }
  return Object.values(value)
    .map((item) => walk(item, steps, at + 1))
    .filter((item) => item !== undefined);
}

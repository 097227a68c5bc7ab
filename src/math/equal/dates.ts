/** @file Calendar dates and times of day, field by field. */
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import type { DateTree, Tree } from "../tree.ts";
import { against, type Context } from "./_context.ts";

const fields = ["year", "month", "day", "hour", "minute", "second"] as const;

/**
 * Fields that both sides give must agree. A minute or second that one side leaves out counts as zero beside a given
 * hour; a year, month or day that only one side gives leaves the question open.
 */
export function decideDates(first: Tree, second: Tree, context: Context): Outcome {
  const [one, other] = [asDate(first), asDate(second)];
  if (one === undefined || other === undefined) return different("date-against-other", against(first, second, context));
  let open = false;
  for (const field of fields) {
    const [a, b] = [given(one, field), given(other, field)];
    if (a === b) continue;
    if (a === undefined || b === undefined) open = true;
    else return different("date", `${field}: ${against(first, second, context)}`);
  }
  return open ? undecided("date-detail") : equal("same-date");
}

function given(date: DateTree, field: (typeof fields)[number]): number | undefined {
  const value = date[field];
  return value === undefined && (field === "minute" || field === "second") && date.hour !== undefined ? 0 : value;
}

/** A date, or a clock time that was read as a ratio: `20:34`. */
export function asDate(tree: Tree): DateTree | undefined {
  if (tree.kind === "date") return tree;
  if (tree.kind !== "call" || tree.head !== "ratio" || tree.args.length > 3) return undefined;
  const parts = tree.args.map((part) =>
    part.kind === "number" && part.value.d === 1n && part.value.n >= 0n && part.value.n < 60n
      ? Number(part.value.n)
      : undefined,
  );
  const [hour, minute, second] = parts;
  if (hour === undefined || minute === undefined || hour > 24 || parts.includes(undefined)) return undefined;
  return { kind: "date", hour, minute, ...(second === undefined ? {} : { second }) };
}

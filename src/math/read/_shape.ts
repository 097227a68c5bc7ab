/** @file A tree as one short line for the tables of tests: `add(x, 2)`, `3/10.1` (one decimal), `[0 .. 1)`. */

import type { NumberTree, Tree } from "../tree.ts";
import { read, type ReadOptions } from "./read.ts";

/** The shape of what the source reads as, or the reason why it is unread. */
export function shapeOf(source: string, options?: ReadOptions): string {
  const reading = read(source, options);
  return reading.status === "read" ? shape(reading.tree) : `unread at ${reading.at}: ${reading.why}`;
}

export function shape(tree: Tree): string {
  switch (tree.kind) {
    case "number":
      return numberShape(tree);
    case "symbol":
      return tree.name;
    case "text":
      return JSON.stringify(tree.text);
    case "date":
      return `date(${Object.entries(tree)
        .slice(1)
        .map(([field, value]) => `${field} ${value}`)
        .join(", ")})`;
    case "call":
      return `${tree.head}(${tree.args.map(shape).join(", ")})`;
    case "relation":
      return tree.sides.map((side, index) => (index === 0 ? "" : ` ${tree.ops[index - 1]} `) + shape(side)).join("");
    case "interval":
      return `${tree.lowClosed ? "[" : "("}${shape(tree.low)} .. ${shape(tree.high)}${tree.highClosed ? "]" : ")"}`;
    case "matrix":
      return `matrix${tree.bracket ?? ""}${tree.rows.map((row) => row.map(shape).join(" ")).join("; ")}`;
    case "quantity":
      return `${shape(tree.value)} <${tree.unit.map(({ unit, power }) => (power === 1 ? unit : `${unit}^${power}`)).join(" ")}>`;
  }
}

function numberShape({ value: { n, d }, decimals, form, base }: NumberTree): string {
  const marks = [
    decimals === undefined ? "" : `.${decimals}`,
    form === undefined ? "" : `:${form}`,
    base === undefined ? "" : base,
  ];
  return (d === 1n ? String(n) : `${n}/${d}`) + marks.join("");
}

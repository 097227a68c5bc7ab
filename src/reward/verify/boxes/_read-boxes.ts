import { z } from "zod";
import { findJson } from "../_find-json.ts";
import type { Box } from "./_geometry.ts";

/** A box that was found or is wanted. */
export interface Found {
  readonly box: Box;
  readonly label: string | undefined;
  /** From 0 to 1. */
  readonly confidence: number | undefined;
}

const number = z.number().min(-1e9).max(1e9);
const corners = z
  .tuple([number, number, number, number])
  .refine(([left, top, right, bottom]) => left <= right && top <= bottom, { message: "left <= right, top <= bottom" });

/** The names under which models and data sets give the corners, the label and the confidence. */
const boxKeys = ["box", "bbox", "bbox_2d", "Position", "position"];
const labelKeys = ["label", "category", "class", "name"];
const confidenceKeys = ["confidence", "Confidence", "score"];

/** Boxes in a value: a box, a list of boxes, objects with a box; undefined where anything in it is none. */
export function toBoxes(value: unknown): readonly Found[] | undefined {
  const single = toFound(value);
  if (single !== undefined) return [single];
  if (!Array.isArray(value)) return undefined;
  const found: Found[] = [];
  for (const item of value) {
    const one = toFound(item);
    // a long list of something else is left at its first item
    if (one === undefined) return undefined;
    found.push(one);
  }
  return found;
}

function toFound(value: unknown): Found | undefined {
  const plain = corners.safeParse(value);
  if (plain.success) return { box: plain.data, label: undefined, confidence: undefined };
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  if (!parsed.success) return undefined;
  const box = corners.safeParse(pick(parsed.data, boxKeys));
  if (!box.success) return undefined;
  const label = pick(parsed.data, labelKeys);
  const confidence = z.coerce.number().min(0).max(1).safeParse(pick(parsed.data, confidenceKeys));
  return {
    box: box.data,
    label: typeof label === "string" ? label.trim().toLowerCase() : undefined,
    confidence: confidence.success ? confidence.data : undefined,
  };
}

function pick(record: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown {
  const key = keys.find((name) => Object.hasOwn(record, name));
  return key === undefined ? undefined : record[key];
}

/**
 * The boxes of an answer: its last JSON block, or the last `<answer>` or `<bbox>` section; a list that was cut off ends at
 * its last whole element. No list and no box is no answer; an empty list is one.
 */
export function readBoxes(text: string): readonly Found[] | { readonly fault: string } {
  const section = sectionOf(text);
  const found = findJson(section, "last-block");
  const value = found.status === "found" ? found.value : found.status === "open" ? repaired(section) : undefined;
  if (value === undefined) return { fault: found.status === "found" ? "no boxes" : found.note };
  return toBoxes(value) ?? { fault: "no list of boxes" };
}

function sectionOf(text: string): string {
  for (const tag of ["bbox", "answer"]) {
    const open = text.lastIndexOf(`<${tag}>`);
    if (open === -1) continue;
    const close = text.indexOf(`</${tag}>`, open);
    return text.slice(open + tag.length + 2, close === -1 ? undefined : close);
  }
  return text;
}

/** A list without its end, closed after its last whole element. */
function repaired(section: string): unknown {
  const start = section.indexOf("[");
  for (const end of ["}", "]"]) {
    const at = section.lastIndexOf(end);
    if (start === -1 || at <= start) continue;
    try {
      const value: unknown = JSON.parse(`${section.slice(start, at + 1)}]`);
      return value;
    } catch {
      continue;
    }
  }
  return undefined;
}

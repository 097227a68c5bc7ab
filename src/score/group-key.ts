import { createHash } from "node:crypto";
import type { Columns } from "./columns.ts";
import type { RowReading } from "./read-row.ts";

/**
 * What makes rows one group: the group column where there is one, else the same prompt with the same truth.
 * `undefined` for rows that stand alone: nested rows, and rows that say neither.
 */
export function groupKey(reading: RowReading, columns: Columns): string | undefined {
  if (reading.nested) return undefined;
  if (columns.group !== undefined) return reading.group;
  if (columns.prompt === undefined || reading.prompt.length === 0) return undefined;
  return `${promptKey(reading.prompt)}\u0000${typeof reading.truth === "string" ? reading.truth : JSON.stringify(reading.truth)}`;
}

function promptKey(prompt: RowReading["prompt"]): string {
  return typeof prompt === "string" ? prompt : JSON.stringify(prompt);
}

/** Long keys (whole prompts) as 128 bits of their SHA-256; short ones as they are. */
export function shortKey(key: string): string {
  return key.length <= 40 ? key : createHash("sha256").update(key).digest("base64").slice(0, 22);
}

/** Two independent 32-bit hashes (FNV-1a with a final mix), fast enough for every row of a large file. */
export function hashKey(key: string): readonly [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995);
    b ^= b >>> 15;
  }
  return [mix(a), mix(b ^ key.length)];
}

function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

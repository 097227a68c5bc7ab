import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { GoodhartError } from "./errors.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A reward as JSON: its name, the version of its code and its options; rewards inside options are specs themselves. */
export interface RewardSpec {
  readonly reward: string;
  readonly version?: number;
  readonly [option: string]: Json | undefined;
}

/**
 * JSON with sorted keys and without `undefined`: the same text for the same value on every machine.
 * Throws GOODHART_INPUT for what JSON cannot say (NaN, infinities, functions, dates, maps).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (Object.prototype.toString.call(value) === "[object Object]") {
    const entries = Object.entries(value as object)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
  }
  throw new GoodhartError("GOODHART_INPUT", `expected plain JSON, got ${describe(value)}`);
}

function describe(value: unknown): string {
  return typeof value === "object" ? Object.prototype.toString.call(value) : `${typeof value} ${String(value)}`;
}

/** The first 16 hex digits (64 bits) of the SHA-256 of the canonical JSON. Stable across machines and key order. */
export function hash(value: unknown): string {
  return digest(canonicalJson(value)).slice(0, 16);
}

/** The first 32 hex digits (128 bits) of the SHA-256 of a text's UTF-8: enough for keys that must never meet by chance. */
export function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)).subarray(0, 16));
}

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
 * Throws GOODHART_INPUT for what JSON cannot say (NaN, infinities, functions).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
  }
  throw new GoodhartError("GOODHART_INPUT", `a spec must be plain JSON, got ${String(value)}`);
}

/** The first 16 hex digits (64 bits) of the SHA-256 of the canonical JSON. Stable across machines and key order. */
export function hash(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value)))).slice(0, 16);
}

/** @file The fraction of a mixed number: `5 1/2`, `5\frac{1}{2}`, `5\frac12`, `5½`. Only proper fractions of written integers count. */

import type { Reader } from "./_reader.ts";
import { isClose, isOpen, isOperator } from "./_reader.ts";

export interface FractionPart {
  readonly n: bigint;
  readonly d: bigint;
  /** The place of the token after it. */
  readonly end: number;
}

/** The proper fraction that follows a written integer, or undefined where what follows is no such fraction. */
export function fractionAfter(reader: Reader): FractionPart | undefined {
  const { tokens, at } = reader;
  const token = tokens[at];
  if (token === undefined) return undefined;
  if (token.kind === "number") {
    if (token.text === "sign" && token.tree !== undefined)
      return { n: token.tree.value.n, d: token.tree.value.d, end: at + 1 };
    const slash = tokens[at + 1];
    if (slash === undefined || !isOperator(slash, "/") || !token.space) return undefined;
    return proper(integerAt(reader, at), integerAt(reader, at + 2), at + 3);
  }
  if (token.kind !== "command" || token.text !== "frac") return undefined;
  const above = argumentAt(reader, at + 1);
  const below = above && argumentAt(reader, above.end);
  return above && below && proper(above.value, below.value, below.end);
}

function proper(n: bigint | undefined, d: bigint | undefined, end: number): FractionPart | undefined {
  return n === undefined || d === undefined || n >= d || n === 0n ? undefined : { n, d, end };
}

function integerAt({ tokens }: Reader, at: number): bigint | undefined {
  const tree = tokens[at]?.tree;
  return tree === undefined || tree.value.d !== 1n || tree.decimals !== undefined ? undefined : tree.value.n;
}

function argumentAt(reader: Reader, at: number): { value: bigint; end: number } | undefined {
  const token = reader.tokens[at];
  if (token === undefined) return undefined;
  const braced = isOpen(token, "{");
  const value = integerAt(reader, braced ? at + 1 : at);
  if (value === undefined) return undefined;
  const close = reader.tokens[at + 2];
  if (braced && (close === undefined || !isClose(close, "}"))) return undefined;
  return { value, end: braced ? at + 3 : at + 1 };
}

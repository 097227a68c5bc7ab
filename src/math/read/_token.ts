/** @file The pieces that the scanner cuts a source into. Every notation of one thing becomes the same token. */

import type { NumberTree } from "../tree.ts";

export type TokenKind =
  | "number" // a written number; `tree` holds its value
  | "name" // one symbol, spelt as in SymbolTree
  | "word" // several letters of plain text that mean nothing to mathematics: a unit or prose
  | "text" // the inside of \text{...}
  | "function" // sin, gcd ... spelt as in the table of functions
  | "command" // a construct with arguments of its own: frac, sqrt, sum, begin ...
  | "operator" // + - * / ^ = < union degree ...
  | "currency" // a sign before an amount, spelt as its ISO code
  | "open"
  | "close"
  | "bar" // | of an absolute value, a set builder or a determinant
  | "separator" // , ; and or newline &
  | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offsets into the source. */
  readonly start: number;
  readonly end: number;
  /** Was there white space (or a spacing command) before it? */
  readonly space: boolean;
  readonly tree?: NumberTree;
}

/** What stops a reading. Thrown as plain data: it is caught by `read` and never leaves it. */
export interface Stop {
  readonly stop: "unread";
  readonly why: string;
  readonly at: number;
}

export function stop(why: string, at: number): Stop {
  return { stop: "unread", why, at };
}

export function isStop(thrown: unknown): thrown is Stop {
  return typeof thrown === "object" && thrown !== null && "stop" in thrown;
}

/** @file The state that the parts of the grammar share: tokens, a place, options, limits, and the way back into the core. */

import type { Budget } from "../../core/index.ts";
import type { Tree } from "../tree.ts";
import { stop, type Token } from "./_token.ts";

export interface Reader {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly budget: Budget;
  readonly latex: boolean;
  readonly logBase: 10 | "e";
  /** Letters that stand for functions in this source. */
  readonly functionLetters: ReadonlySet<string>;
  at: number;
  depth: number;
  /** The sum or product that the core is still appending to; anything in brackets is closed. */
  open: Open | undefined;
  /** What ends an expression beside closing brackets. */
  bars: number;
  /** Square brackets that enclose each other here. */
  squares: number;
  /** In a set before its bar: a bar or a colon ends the element. */
  element: boolean;
  /** In an interval with outward brackets, `]a, b[`: a square bracket ends the element. */
  outward: boolean;
  /** Inside an integral: the variable of the differential once it was met, null before, undefined outside. */
  differential: string | null | undefined;
  /** Bound variables named `i`, which is no imaginary unit then. */
  boundI: number;
  /** The operand that starts here, without infix operators. */
  readonly operand: () => Tree;
  /** Back into the core: an expression whose operators bind at least as tightly as `minimum`. */
  readonly expression: (minimum: number) => Tree;
  /** Statements joined by commas, "and", "or": whatever may stand inside brackets or alone. */
  readonly statements: () => Statements;
  /** Reads a text as if it stood alone. */
  readonly alone: (source: string) => Tree | undefined;
}

/** A sum or product that may still grow: `args` is the list that `tree` holds. */
export interface Open {
  readonly tree: Tree;
  readonly args: Tree[];
}

export interface Statements {
  readonly items: Tree[];
  /** Separators between them: "," ";" "and" "or" "row" "quad". */
  readonly separators: string[];
}

/** Binding powers, loosest first. */
export const Power = {
  statement: 0,
  implication: 3,
  disjunction: 5,
  conjunction: 6,
  relation: 10,
  union: 20,
  intersection: 22,
  ratio: 25,
  sum: 30,
  product: 40,
  factor: 41,
  implicit: 50,
  power: 60,
  postfix: 70,
} as const;

export function peek(reader: Reader): Token {
  return reader.tokens[reader.at] ?? lastToken(reader);
}

export function peekNext(reader: Reader, ahead = 1): Token {
  return reader.tokens[reader.at + ahead] ?? lastToken(reader);
}

function lastToken(reader: Reader): Token {
  const last = reader.tokens[reader.tokens.length - 1];
  if (last === undefined) throw stop("nothing to read", 0);
  return last;
}

/** Takes the next token. */
export function take(reader: Reader): Token {
  const token = peek(reader);
  reader.at++;
  return token;
}

export function isOperator(token: Token, text: string): boolean {
  return token.kind === "operator" && token.text === text;
}

export function isOpen(token: Token, text: string): boolean {
  return token.kind === "open" && token.text === text;
}

export function isClose(token: Token, text: string): boolean {
  return token.kind === "close" && token.text === text;
}

/** Takes the closing bracket `text` or stops. */
export function expectClose(reader: Reader, text: string, from: Token): void {
  const token = peek(reader);
  if (!isClose(token, text))
    throw token.kind === "end" ? stop(`the bracket is not closed`, from.start) : unexpected(token);
  reader.at++;
}

export function unexpected(token: Token) {
  return token.kind === "end"
    ? stop("the formula ends too early", token.start)
    : stop(`${describe(token)} cannot stand here`, token.start);
}

function describe(token: Token): string {
  return token.kind === "number" ? "a number" : `${token.kind} ${JSON.stringify(token.text)}`;
}

/** Goes one level deeper; stops where the budget for depth ends. Pair with `reader.depth--`. */
export function deeper(reader: Reader): void {
  if (++reader.depth > reader.budget.limits.depth) {
    throw stop(`nested deeper than ${reader.budget.limits.depth}`, peek(reader).start);
  }
}

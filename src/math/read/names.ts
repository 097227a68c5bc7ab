/** @file Symbols: primes, function letters, differentials, and letters that mean a count of combinations. */

import { call, symbol, type Tree } from "../tree.ts";
import { isClose, isOpen, isOperator, peek, peekNext, type Reader, take } from "./_reader.ts";
import { argumentsIn, combinations } from "./combinations.ts";

/** What `dx` leaves behind in the body of an integral. */
export const differentialMark: Tree = symbol("d(x)");

/** Reads the symbol that comes next, and what belongs to it. */
export function readName(reader: Reader): Tree {
  const token = take(reader);
  let name = token.text;
  if (name === "emptyset") return call("set");
  if (name === "i" && reader.boundI > 0) return symbol("i_index");
  if (name === "d" && reader.differential === null) {
    const variable = peek(reader);
    if (variable.kind === "name") {
      reader.at++;
      reader.differential = variable.text;
      return differentialMark;
    }
  }
  const count = combinations(reader, name);
  if (count !== undefined) return count;
  for (;;) {
    const mark = peek(reader);
    if (isOperator(mark, "'") || isOperator(mark, "''")) name += take(reader).text;
    else if (isOperator(mark, "^") && isPrime(reader)) name += primesAfter(reader);
    else break;
  }
  return reader.functionLetters.has(baseOf(name)) ? applied(reader, name) : symbol(name);
}

/** The letter of a name, without subscript and primes. */
export function baseOf(name: string): string {
  const end = name.search(/[_']/);
  return end < 0 ? name : name.slice(0, end);
}

function isPrime(reader: Reader): boolean {
  const next = peekNext(reader);
  if (isOpen(next, "{")) {
    const inner = peekNext(reader, 2);
    return inner.kind === "operator" && (inner.text === "'" || inner.text === "''");
  }
  return isOperator(next, "'") || isOperator(next, "''");
}

function primesAfter(reader: Reader): string {
  reader.at++;
  const braced = isOpen(peek(reader), "{");
  if (braced) reader.at++;
  let primes = "";
  while (isOperator(peek(reader), "'") || isOperator(peek(reader), "''")) primes += take(reader).text;
  if (braced && isClose(peek(reader), "}")) reader.at++;
  return primes;
}

/** f(x), f'(x), f_1(x), f^{-1}(x): the letter applied to what is in the brackets. */
function applied(reader: Reader, name: string): Tree {
  const token = peek(reader);
  if (isOpen(token, "(")) {
    const args = argumentsIn(reader);
    return call("apply", symbol(name), ...args);
  }
  if (isOperator(token, "^") && isInverse(reader)) {
    reader.at += isOpen(peekNext(reader), "{") ? 5 : 3;
    const args = isOpen(peek(reader), "(") ? argumentsIn(reader) : [];
    return args.length === 0 ? symbol(`${name}_inverse`) : call("apply", symbol(`${name}_inverse`), ...args);
  }
  return symbol(name);
}

function isInverse(reader: Reader): boolean {
  const braced = isOpen(peekNext(reader), "{") ? 1 : 0;
  const digit = peekNext(reader, 2 + braced);
  return isOperator(peekNext(reader, 1 + braced), "-") && digit.tree?.value.n === 1n && digit.tree.value.d === 1n;
}

/** Where a name stands for a function: the letters f, g, h, F, G, H that are always applied, and `P` in `P(x) = ...`. */
export function functionLettersOf(reader: Pick<Reader, "tokens">): ReadonlySet<string> {
  const { tokens } = reader;
  const letters = new Set<string>();
  const bare = new Set<string>();
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== "name") continue;
    const letter = baseOf(token.text);
    if (!"fghFGH".includes(letter) || letter.length !== 1) continue;
    let next = at + 1;
    while (tokens[next] !== undefined && tokens[next]?.kind === "operator" && /^'+$/.test(tokens[next]?.text ?? ""))
      next++;
    const after = tokens[next];
    if (after !== undefined && (isOpen(after, "(") || isOperator(after, "^"))) letters.add(letter);
    else bare.add(letter);
  }
  for (const letter of bare) letters.delete(letter);
  const head = tokens[0];
  if (head?.kind === "name" && definesFunction(tokens)) letters.add(baseOf(head.text));
  return letters;
}

/** `P(x) = ...` or `W(n, m) = ...`: a letter before symbols in brackets before an equals sign. */
function definesFunction(tokens: Reader["tokens"]): boolean {
  let at = 1;
  while (tokens[at]?.kind === "operator" && /^'+$/.test(tokens[at]?.text ?? "")) at++;
  const open = tokens[at];
  if (open === undefined || !isOpen(open, "(")) return false;
  const upper = /^[A-Z]/.test(tokens[0]?.text ?? "");
  for (at++; ; at += 2) {
    const argument = tokens[at];
    const after = tokens[at + 1];
    if (argument === undefined || after === undefined) return false;
    if (argument.kind !== "name" && !(upper && argument.kind === "number")) return false;
    if (isClose(after, ")")) break;
    if (after.kind !== "separator") return false;
  }
  const equals = tokens[at + 2];
  return equals !== undefined && isOperator(equals, "=");
}

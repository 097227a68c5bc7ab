/** @file Counts of combinations and permutations in letters: C(n, k), C_n^k, {}_nC_k, nCk. */

import { call, type Head, number, symbol, type Tree } from "../tree.ts";
import { isClose, isOpen, isOperator, peek, peekNext, type Reader, take, unexpected } from "./_reader.ts";

/** The arguments in round brackets. */
export function argumentsIn(reader: Reader): readonly Tree[] {
  const tree = reader.operand();
  if (tree.kind === "call" && (tree.head === "tuple" || tree.head === "list")) return tree.args;
  return tree.kind === "interval" ? [tree.low, tree.high] : [tree];
}

/**
 * C(n, k) is a binomial. So is C_n^k with written integers n >= k (the convention of France, Russia and China), and
 * C^k_n; A_n^k and P_n^k with n > k count permutations.
 */
export function combinations(reader: Reader, name: string): Tree | undefined {
  const letter = name.charAt(0);
  if (letter !== "C" && letter !== "A" && letter !== "P") return undefined;
  if (name === "C" && isOpen(peek(reader), "(") && hasTwoArguments(reader)) {
    const args = argumentsIn(reader);
    return call("binomial", ...args);
  }
  if (/^C_[nmN]$/.test(name) && isOperator(peek(reader), "^")) {
    const open = isOpen(peekNext(reader), "{") ? 1 : 0;
    const k = peekNext(reader, 1 + open);
    if (k.kind === "name" && /^[kmrp]$/.test(k.text) && (open === 0 || isClose(peekNext(reader, 3), "}"))) {
      reader.at += 2 + 2 * open;
      return call("binomial", symbol(name.slice(2)), symbol(k.text));
    }
  }
  const below = /^[CAP]_(\d+)$/.exec(name)?.[1];
  if (below === undefined || !isOperator(peek(reader), "^")) return undefined;
  const braced = isOpen(peekNext(reader), "{");
  const above = peekNext(reader, braced ? 2 : 1).tree;
  if (above === undefined || above.value.d !== 1n || (braced && !isClose(peekNext(reader, 3), "}"))) return undefined;
  const n = BigInt(below);
  const k = above.value.n;
  if (k < 0n || (letter === "C" ? n < k : n <= k)) return undefined;
  reader.at += braced ? 4 : 2;
  return call(letter === "C" ? "binomial" : "permutations", number(n), number(k));
}

function hasTwoArguments(reader: Reader): boolean {
  let depth = 0;
  let commas = 0;
  for (let at = reader.at; at < reader.tokens.length; at++) {
    const token = reader.tokens[at];
    if (token?.kind === "open") depth++;
    else if (token?.kind === "close" && --depth === 0) return commas === 1;
    else if (token?.kind === "separator" && depth === 1) commas++;
  }
  return false;
}

/** `_nC_k`, `^{5}C_{2}`, `_5P_2`: an index before the letter. */
export function readCount(reader: Reader): Tree {
  const mark = take(reader);
  const n = reader.operand();
  const token = take(reader);
  const match = token.kind === "name" ? /^([CP])(?:_([A-Za-z0-9]+))?$/.exec(token.text) : null;
  if (match === null) throw unexpected(mark);
  const head: Head = match[1] === "C" ? "binomial" : "permutations";
  const below = match[2];
  if (below !== undefined) return call(head, n, /^\d+$/.test(below) ? number(BigInt(below)) : symbol(below));
  if (!isOperator(peek(reader), "_")) throw unexpected(token);
  reader.at++;
  return call(head, n, reader.operand());
}

/** @file Products and quotients: factors without a sign, scientific notation, `a/bc`, residues. */

import { call, isCall, number, type Tree } from "../tree.ts";
import { isClose, isOpen, isOperator, peek, peekNext, Power, type Reader, take } from "./_reader.ts";
import { stop, type Token } from "./_token.ts";
import { chained } from "./chains.ts";
import { rational } from "./_rational.ts";
import { readUnit, startsUnit } from "./quantities.ts";

/** A product without a sign. */
export function juxtaposed(reader: Reader, left: Tree, token: Token): Tree {
  const before = reader.tokens[reader.at - 1];
  const powers = isOperator(reader.tokens[reader.at - 2] ?? token, "^") && isOperator(peekNext(reader), "^");
  const bare = before?.kind === "number" || (before?.kind === "name" && !reader.latex && !token.space);
  if (token.kind === "number" && left.kind === "quantity") return compound(reader, left, token);
  if (token.kind === "number" && bare && !powers) {
    throw stop("two numbers stand side by side", token.start);
  }
  if (isOpen(token, "(") && isOperator(peekNext(reader), "mod")) return modulus(reader, left);
  const open = reader.open;
  const combination = combinationSign(left, token);
  if (combination !== undefined) {
    reader.at++;
    return combination;
  }
  const right = reader.expression(Power.implicit + 1);
  if (left.kind === "symbol" && isOpen(token, "(") && isCall(right, "tuple") && !token.space)
    return call("apply", left, ...right.args);
  return chained(reader, "multiply", left, open, right);
}

/** `5 ft 3 in`, `2 hours 30 minutes`: quantities beside each other add up. */
function compound(reader: Reader, left: Tree, token: Token): Tree {
  const value = reader.expression(Power.implicit + 1);
  const right = startsUnit(peek(reader)) ? readUnit(reader, value) : value;
  if (right.kind !== "quantity") throw stop("a number after a unit", token.start);
  return call("add", left, right);
}

/** `5C2` and `5P2` in plain text: the scanner has made `C_2` of the letter and the digit. */
function combinationSign(left: Tree, token: Token): Tree | undefined {
  if (token.kind !== "name" || token.space || left.kind !== "number" || left.value.d !== 1n) return undefined;
  const [, letter, digits] = /^([CP])_(\d+)$/.exec(token.text) ?? [];
  if (digits === undefined) return undefined;
  return call(letter === "C" ? "binomial" : "permutations", left, number(BigInt(digits)));
}

/** `3 \times 10^{5}`: a written number times a written power of ten is one number in scientific notation. */
export function scientific(left: Tree, times: Token, reader: Reader): Tree | undefined {
  const { tokens, at } = reader;
  const mantissa = tokens[at - 2];
  const ten = tokens[at];
  if (left.kind !== "number" || mantissa?.tree === undefined || mantissa.end > times.start || left.form !== undefined)
    return undefined;
  if (
    ten?.tree?.value.n !== 10n ||
    ten.tree.value.d !== 1n ||
    ten.tree.form !== undefined ||
    !isOperator(tokens[at + 1] ?? ten, "^")
  )
    return undefined;
  let next = at + 2;
  const braced = tokens[next] !== undefined && isOpen(tokens[next] ?? ten, "{");
  if (braced) next++;
  const sign = tokens[next];
  const negative = sign !== undefined && isOperator(sign, "-");
  if (negative || (sign !== undefined && isOperator(sign, "+"))) next++;
  const digits = tokens[next]?.tree;
  if (digits === undefined || digits.value.d !== 1n || digits.value.n > 999n || digits.form !== undefined)
    return undefined;
  next++;
  if (braced && !isClose(tokens[next++] ?? ten, "}")) return undefined;
  const after = tokens[next];
  if (after !== undefined && (isOperator(after, "^") || isOperator(after, "!") || isOperator(after, "_")))
    return undefined;
  reader.at = next;
  const exponent = Number(digits.value.n) * (negative ? -1 : 1);
  const scale = 10n ** BigInt(Math.abs(exponent));
  const { n, d } = left.value;
  const decimals = Math.max((left.decimals ?? 0) - exponent, 0);
  const value = exponent >= 0 ? rational(n * scale, d) : rational(n, d * scale);
  return number(value, { form: "scientific", ...(decimals > 0 ? { decimals } : {}) });
}

/**
 * Implicit products bind tighter than `/`, so `a/bc` is a/(bc), with one exception: a fraction of two written numbers
 * is a coefficient, so `1/2x` is (1/2)x.
 */
export function divided(reader: Reader, left: Tree, slash: Token): Tree {
  const before = reader.tokens[reader.at - 2];
  const numbers = before?.kind === "number" && before.end <= slash.start && peek(reader).kind === "number";
  return call("divide", left, reader.expression(numbers ? Power.implicit + 1 : Power.factor));
}

/** `\pmod{7}`, `\pmod 7` and `(mod 7)`. */
export function modulus(reader: Reader, left: Tree): Tree {
  const open = take(reader);
  if (isOpen(open, "(")) {
    reader.at++;
    const inside = reader.expression(Power.statement);
    if (!isClose(take(reader), ")")) throw stop("the bracket is not closed", open.start);
    return call("mod", left, inside);
  }
  return call("mod", left, reader.operand());
}

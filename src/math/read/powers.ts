/** @file What stands high or low after an operand: exponents, degrees, primes, factorials, the base of a numeral. */

import { call, isCall, number, type Tree } from "../tree.ts";
import { deeper, isClose, isOpen, isOperator, peek, peekNext, type Reader, take } from "./_reader.ts";
import { stop, type Token } from "./_token.ts";
import { rational } from "./_rational.ts";
import { inBase } from "./bases.ts";
import { quantity } from "./quantities.ts";

export function raised(reader: Reader, base: Tree, caret: Token): Tree {
  const token = peek(reader);
  const braced = isOpen(token, "{");
  const first = braced ? peekNext(reader) : token;
  const alone = !braced || isClose(peekNext(reader, 2), "}");
  const width = braced ? 3 : 1;
  if (first.kind === "operator" && alone) {
    if (first.text === "degree") {
      reader.at += width;
      return degrees(reader, base);
    }
    if (first.text === "'" || first.text === "''") {
      reader.at += width;
      return primed(base, first);
    }
    if (
      (first.text === "+" || first.text === "-" || first.text === "*") &&
      base.kind === "symbol" &&
      (braced || !startsOperand(peekNext(reader)))
    ) {
      reader.at += width;
      const sign = { "+": "positive", "-": "negative", "*": "nonzero" }[first.text];
      return { kind: "symbol", name: `${base.name}_${sign}` };
    }
  }
  if (
    alone &&
    ((first.kind === "command" && first.text === "transposed") ||
      (first.kind === "name" && first.text === "T" && base.kind === "matrix"))
  ) {
    reader.at += width;
    return call("transpose", base);
  }
  if (first.kind === "text" && alone && /^(?:st|nd|rd|th)$/.test(first.text)) {
    reader.at += width;
    return base;
  }
  if (first.kind === "end") throw stop("a power without an exponent", caret.start);
  const exponent = exponentOf(reader);
  if (base.kind === "matrix" && exponent.kind === "number" && exponent.value.n === -1n && exponent.value.d === 1n)
    return call("inverse", base);
  return call("power", base, exponent);
}

function startsOperand(token: Token): boolean {
  return (
    token.kind === "number" ||
    token.kind === "name" ||
    token.kind === "open" ||
    token.kind === "command" ||
    token.kind === "function"
  );
}

/** The exponent after `^`: a group or one operand with its sign; `a^b^c` is a^(b^c). */
function exponentOf(reader: Reader): Tree {
  deeper(reader);
  const token = peek(reader);
  let exponent: Tree;
  if (isOperator(token, "-") || isOperator(token, "+")) {
    reader.at++;
    const size = exponentOf(reader);
    exponent = token.text === "-" ? negated(size) : size;
  } else {
    exponent = reader.operand();
    if (isOperator(peek(reader), "^")) exponent = raised(reader, exponent, take(reader));
  }
  reader.depth--;
  return exponent;
}

export function factorial(reader: Reader, left: Tree): Tree {
  const next = peek(reader);
  if (!isOperator(next, "!") || next.space) return call("factorial", left);
  reader.at++;
  return call("doublefactorial", left);
}

/** `30^\circ`, `30°15'20"`, `20 °C`. */
export function degrees(reader: Reader, value: Tree): Tree {
  const token = peek(reader);
  if (token.kind === "name" || token.kind === "text" || token.kind === "word") {
    const scale = /^(?:C|[Cc]elsius|[Cc]entigrade)$/.test(token.text)
      ? "°C"
      : /^(?:F|[Ff]ahrenheit)$/.test(token.text)
        ? "°F"
        : undefined;
    if (scale !== undefined && (value.kind === "number" || isCall(value, "negate") || token.kind !== "name")) {
      reader.at++;
      return quantity(value, [{ unit: scale, power: 1 }]);
    }
  }
  if (value.kind !== "number") return call("degree", value);
  let { n, d } = value.value;
  for (const [mark, parts] of [
    ["'", 60n],
    ["''", 3600n],
  ] as const) {
    const size = peek(reader).tree;
    const sign = peekNext(reader);
    const prime =
      isOperator(sign, mark) || (mark === "''" && isOperator(sign, "'") && isOperator(peekNext(reader, 2), "'"));
    if (size === undefined || !prime) continue;
    reader.at += isOperator(sign, mark) ? 2 : 3;
    n = n * size.value.d * parts + (n < 0n ? -1n : 1n) * size.value.n * d;
    d *= size.value.d * parts;
  }
  return call("degree", d === value.value.d ? value : number(rational(n, d)));
}

export function primed(left: Tree, token: Token): Tree {
  if (left.kind === "symbol") return { kind: "symbol", name: left.name + token.text };
  throw stop("a prime after what is no symbol", token.start);
}

/** `(1011)_2`: the subscript of a number in brackets is its base. */
export function inWrittenBase(reader: Reader, left: Tree, token: Token): Tree {
  const base = reader.operand();
  const value =
    left.kind === "number" &&
    left.value.d === 1n &&
    base.kind === "number" &&
    base.value.d === 1n &&
    left.form === undefined
      ? inBase(String(left.value.n), Number(base.value.n))
      : undefined;
  if (value === undefined) throw stop("a subscript of what has none", token.start);
  return number(value, { form: "base", base: Number(base.kind === "number" ? base.value.n : 10n) });
}

/** -a, with the sign drawn into a written number or the value of a quantity. */
export function negated(tree: Tree): Tree {
  if (tree.kind === "number") return { ...tree, value: { n: -tree.value.n, d: tree.value.d } };
  if (tree.kind === "quantity") return { ...tree, value: negated(tree.value) };
  return call("negate", tree);
}

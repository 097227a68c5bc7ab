/** @file Constructs that read their own arguments: fractions, roots, binomials, sums, integrals, limits, derivatives. */

import { call, number, symbol, text, type Tree } from "../tree.ts";
import {
  expectClose,
  isClose,
  isOpen,
  isOperator,
  peek,
  peekNext,
  Power,
  type Reader,
  take,
  unexpected,
} from "./_reader.ts";
import { stop, type Token } from "./_token.ts";
import { derivative, derivativeSign } from "./derivatives.ts";
import { readIntegral } from "./integrals.ts";

type Read = (reader: Reader, token: Token) => Tree;

const table: Readonly<Record<string, Read>> = {
  frac: readFraction,
  sqrt: (reader, token) => readRoot(reader, token),
  cbrt: (reader) => call("root", argument(reader), number(3)),
  fourth: (reader) => call("root", argument(reader), number(4)),
  binom: (reader) => call("binomial", argument(reader), argument(reader)),
  sum: (reader, token) => readBig(reader, token, "sum"),
  product: (reader, token) => readBig(reader, token, "product"),
  integral: readIntegral,
  limit: readLimit,
  partial: (reader) => partialSymbol(reader),
  overline: readOverline,
  blackboard: readBlackboard,
};

/** Reads the construct that comes next. */
export function readCommand(reader: Reader): Tree {
  const token = take(reader);
  const read = table[token.text];
  if (read === undefined) throw unexpected(token);
  const tree = read(reader, token);
  reader.open = undefined;
  return tree;
}

/** One argument: a group or a single operand. */
function argument(reader: Reader): Tree {
  const token = peek(reader);
  if (token.kind === "end" || token.kind === "close" || token.kind === "separator" || token.kind === "operator") {
    throw stop("an argument is missing", token.start);
  }
  return reader.operand();
}

function readFraction(reader: Reader): Tree {
  const above = argument(reader);
  const below = argument(reader);
  const sign = derivativeSign(above, below);
  if (sign === undefined) return call("divide", above, below);
  return derivative(sign, () => reader.expression(Power.factor));
}

/** `\sqrt2`, `\sqrt[3]{x}`; `\sqrt(2)` takes the whole bracket, which is what its writers mean. */
function readRoot(reader: Reader, token: Token): Tree {
  if (!isOpen(peek(reader), "[")) return call("root", argument(reader), number(2));
  reader.at++;
  const degree = reader.expression(Power.statement);
  expectClose(reader, "]", token);
  return call("root", argument(reader), degree);
}

/** `\sum_{k=1}^{n} k^2`: the body is one term, products and quotients included, and ends before + or -. */
function readBig(reader: Reader, token: Token, head: "sum" | "product"): Tree {
  let lower: Tree | undefined;
  let upper: Tree | undefined;
  let variable: string | undefined;
  for (;;) {
    const mark = peek(reader);
    if (isOperator(mark, "_") && lower === undefined) {
      reader.at++;
      // The index is a name of its own even where it is called i.
      const name = peekNext(reader, isOpen(peek(reader), "{") ? 1 : 0);
      if (name.kind === "name") variable = name.text;
      if (variable === "i") reader.boundI++;
      lower = reader.operand();
      if (variable === "i") reader.boundI--;
    } else if (isOperator(mark, "^") && upper === undefined) {
      reader.at++;
      upper = reader.operand();
    } else break;
  }
  const low = lower?.kind === "relation" && lower.ops.length === 1 && lower.ops[0] === "=" ? lower.sides[1] : undefined;
  const index = lower?.kind === "relation" ? lower.sides[0] : undefined;
  if (low === undefined || index?.kind !== "symbol" || upper === undefined)
    throw stop(`a ${head} without an index, a first and a last value`, token.start);
  if (variable === "i") reader.boundI++;
  const body = reader.expression(Power.product);
  if (variable === "i") reader.boundI--;
  return call(head, body, index, low, upper);
}

/** `\lim_{x \to 0^+} f(x)`. */
function readLimit(reader: Reader, token: Token): Tree {
  if (!isOperator(peek(reader), "_")) throw stop("a limit without a point", token.start);
  reader.at++;
  const open = peek(reader);
  if (!isOpen(open, "{")) throw stop("a limit without a point", token.start);
  reader.at++;
  const variable = reader.expression(Power.relation + 1);
  const arrow = peek(reader);
  if (!(isOperator(arrow, "maps") || isOperator(arrow, "implies")) || variable.kind !== "symbol")
    throw unexpected(peek(reader));
  reader.at++;
  let point: Tree;
  let side: string | undefined;
  const sided = sideOf(reader);
  if (sided === undefined) point = reader.expression(Power.union);
  else ({ point, side } = sided);
  expectClose(reader, "}", open);
  const body = reader.expression(Power.product);
  return side === undefined ? call("limit", body, variable, point) : call("limit", body, variable, point, text(side));
}

/** A point with a side, `0^+` or `a^{-}`. */
function sideOf(reader: Reader): { point: Tree; side: string } | undefined {
  let at = reader.at;
  while (at < reader.tokens.length && !isOperator(reader.tokens[at] ?? peek(reader), "^")) {
    const token = reader.tokens[at];
    if (token === undefined || token.kind === "close" || token.kind === "end" || at > reader.at + 4) return undefined;
    at++;
  }
  const braced = reader.tokens[at + 1]?.kind === "open";
  const sign = reader.tokens[braced ? at + 2 : at + 1];
  const after = reader.tokens[braced ? at + 4 : at + 2];
  if (sign?.kind !== "operator" || (sign.text !== "+" && sign.text !== "-") || after?.kind !== "close")
    return undefined;
  const point = reader.expression(Power.postfix);
  if (reader.at !== at) return undefined;
  reader.at += braced ? 4 : 2;
  return { point, side: sign.text };
}

function partialSymbol(reader: Reader): Tree {
  const name = peek(reader);
  if (name.kind === "name") return symbol("partial");
  if (isOperator(name, "^")) return symbol("partial");
  throw unexpected(name);
}

/** A bar over capitals names a segment, over anything else it is a conjugate. */
function readOverline(reader: Reader, token: Token): Tree {
  const open = peek(reader);
  if (isOpen(open, "{")) {
    let at = reader.at + 1;
    let name = "";
    while (reader.tokens[at]?.kind === "name" && /^[A-Z]'?$/.test(reader.tokens[at]?.text ?? ""))
      name += reader.tokens[at++]?.text ?? "";
    if (name.length > 1 && isClose(reader.tokens[at] ?? open, "}")) {
      reader.at = at + 1;
      return text(name);
    }
  }
  const inner = argument(reader);
  if (inner.kind === "number") throw stop("a bar over digits", token.start);
  if (inner.kind === "symbol" && isOperator(peek(reader), "_")) {
    reader.at++;
    const subscript = reader.operand();
    const suffix =
      subscript.kind === "symbol"
        ? subscript.name
        : subscript.kind === "number"
          ? String(subscript.value.n)
          : undefined;
    if (suffix === undefined) throw unexpected(token);
    return call("conjugate", symbol(`${inner.name}_${suffix}`));
  }
  return call("conjugate", inner);
}

const blackboardSets: Readonly<Record<string, string>> = {
  R: "reals",
  Z: "integers",
  N: "naturals",
  Q: "rationals",
  C: "complexes",
};

/** `\mathbb{R}`, `\mathbb R`, with a sign above or below: `\mathbb{R}^+`, `\mathbb{Z}_{>0}`. */
function readBlackboard(reader: Reader, token: Token): Tree {
  const braced = isOpen(peek(reader), "{");
  const letter = peekNext(reader, braced ? 1 : 0);
  const match = /^([A-Z])(?:_(.+))?$/.exec(letter.text);
  const name = match === null || letter.kind !== "name" ? undefined : (blackboardSets[match[1] ?? ""] ?? match[1]);
  if (name === undefined || (braced && !isClose(peekNext(reader, 2), "}"))) throw unexpected(token);
  reader.at += braced ? 3 : 1;
  if (match?.[2] !== undefined) return symbol(`${name}_${match[2]}`);
  if (!isOperator(peek(reader), "_")) return symbol(name);
  const group = isOpen(peekNext(reader), "{");
  const end = group
    ? reader.tokens.findIndex((candidate, at) => at > reader.at && isClose(candidate, "}"))
    : reader.at + 1;
  const inner = reader.tokens.slice(reader.at + (group ? 2 : 1), group ? end : end + 1);
  if (end < 0 || inner.length === 0) throw unexpected(peek(reader));
  const signs = inner.map((item) => (item.tree === undefined ? item.text : String(item.tree.value.n))).join("");
  reader.at = end + 1;
  return symbol(`${name}_${/^[A-Za-z0-9]+$/.test(signs) ? signs : (subsetNames[signs] ?? `{${signs}}`)}`);
}

const subsetNames: Readonly<Record<string, string>> = {
  "+": "positive",
  ">0": "positive",
  "-": "negative",
  "<0": "negative",
  ">=0": "nonnegative",
  "<=0": "nonpositive",
  "!=0": "nonzero",
};

/** @file Everything in brackets: groups, tuples, intervals, sets, set builders, arrays, vectors, absolute values, floors. */

import { call, isCall, type Tree } from "../tree.ts";
import {
  deeper,
  expectClose,
  isClose,
  isOpen,
  isOperator,
  peek,
  Power,
  type Reader,
  type Statements,
  take,
  unexpected,
} from "./_reader.ts";
import { stop, type Token } from "./_token.ts";
import { readCount } from "./combinations.ts";
import { interval, isInfinite } from "./intervals.ts";
import { join } from "./lists.ts";
import { matrixOfArrays, readEnvironment } from "./matrices.ts";

/** Reads from the opening bracket that comes next through its closing one. */
export function readBracket(reader: Reader): Tree {
  const token = take(reader);
  if (token.kind === "close" && token.text !== "]") throw unexpected(token);
  deeper(reader);
  const { bars, element, outward } = reader;
  reader.bars = 0;
  reader.element = false;
  reader.outward = false;
  const { squares } = reader;
  reader.squares = token.text === "[" ? squares + 1 : 0;
  const tree = inside(reader, token);
  reader.squares = squares;
  reader.bars = bars;
  reader.element = element;
  reader.outward = outward;
  reader.open = undefined;
  reader.depth--;
  return tree;
}

function inside(reader: Reader, token: Token): Tree {
  if (token.text.startsWith("begin ")) return readEnvironment(reader, token);
  switch (token.text) {
    case "(":
      return round(reader, token);
    case "[":
    case "]":
      return square(reader, token);
    case "{":
      return group(reader, token);
    case "set":
      return set(reader, token);
    case "angle":
      return vector(reader, token);
    default: {
      const inner = reader.expression(Power.statement);
      expectClose(reader, token.text, token);
      return call(
        token.text === "floor" && isClose(peek(reader), "ceil") ? "round" : token.text === "floor" ? "floor" : "ceil",
        inner,
      );
    }
  }
}

function elementsOf(statements: Statements): readonly Tree[] {
  return statements.separators.includes("or") || statements.separators.includes("row")
    ? [join(statements)]
    : statements.items;
}

function round(reader: Reader, token: Token): Tree {
  const elements = elementsOf(reader.statements());
  const [first, second] = elements;
  if (first === undefined) throw stop("empty brackets", token.start);
  if (isClose(peek(reader), "]") && second !== undefined && elements.length === 2) {
    reader.at++;
    return interval(first, second, false, true);
  }
  expectClose(reader, ")", token);
  if (second === undefined)
    return first.kind === "matrix" && (first.bracket ?? "") === "" ? { ...first, bracket: "(" } : first;
  if (elements.length === 2 && (isInfinite(first) || isInfinite(second))) return interval(first, second, false, false);
  return call("tuple", ...elements);
}

/** `[a, b]`, `[a, b)`, `[a, b[`, `]a, b]`, `]a, b[`, arrays, and square brackets that only group. */
function square(reader: Reader, token: Token): Tree {
  const lowClosed = token.text === "[";
  const opened = reader.at - 1;
  reader.outward = !lowClosed || closesOutward(reader);
  if (lowClosed && isClose(peek(reader), "]")) {
    reader.at++;
    return call("array");
  }
  const elements = elementsOf(reader.statements());
  const [first, second] = elements;
  if (first === undefined) throw stop("empty brackets", token.start);
  const close = take(reader);
  const highClosed = isClose(close, "]");
  const pair = second !== undefined && elements.length === 2;
  if (highClosed && lowClosed) {
    if (second === undefined)
      return first.kind === "matrix" && (first.bracket ?? "") === ""
        ? { ...first, bracket: "[" }
        : singleOf(reader, opened, first);
    const rows = matrixOfArrays(elements);
    if (rows !== undefined) return rows;
    return pair ? interval(first, second, true, true) : call("array", ...elements);
  }
  if (pair && (highClosed || isOpen(close, "[") || isClose(close, ")")))
    return interval(first, second, lowClosed, highClosed);
  throw close.kind === "end" ? stop("the bracket is not closed", token.start) : unexpected(close);
}

/** `[[1, 2]]` is a matrix of one row, `[1]` in `[[1], [2]]` a row of one; `[x + 1]` only groups. */
function singleOf(reader: Reader, open: number, first: Tree): Tree {
  const before = reader.tokens[open - 1];
  const after = peek(reader);
  const row =
    before !== undefined &&
    (isOpen(before, "[") || before.text === ",") &&
    (isClose(after, "]") || after.text === ",") &&
    reader.squares > 1;
  return matrixOfArrays([first]) ?? (row ? call("array", first) : first);
}

const longestInterval = 200;

/** Is the interval that starts here closed by an opening bracket, `[a, b[`? */
function closesOutward(reader: Reader): boolean {
  let depth = 0;
  for (let at = reader.at; at < reader.tokens.length && at < reader.at + longestInterval; at++) {
    const token = reader.tokens[at];
    if (token === undefined) return false;
    if (depth === 0 && isClose(token, "]")) return false;
    if (depth === 0 && isOpen(token, "[")) {
      const after = reader.tokens[at + 1];
      return (
        after === undefined ||
        after.kind === "end" ||
        after.kind === "separator" ||
        after.kind === "close" ||
        isOperator(after, "union") ||
        isOperator(after, "intersection")
      );
    }
    if (token.kind === "open") depth++;
    if (token.kind === "close" && --depth < 0) return false;
  }
  return false;
}

/** A LaTeX group; with commas inside it is a set whose braces lost their backslashes. */
function group(reader: Reader, token: Token): Tree {
  if (isClose(peek(reader), "}")) {
    reader.at++;
    const next = peek(reader);
    return isOperator(next, "_") || isOperator(next, "^") ? readCount(reader) : reader.operand();
  }
  const statements = reader.statements();
  const [first] = statements.items;
  if (first === undefined) throw stop("an empty group", token.start);
  const command = peek(reader);
  if (command.kind === "command" && (command.text === "over" || command.text === "choose")) {
    reader.at++;
    const below = reader.expression(Power.statement);
    expectClose(reader, "}", token);
    return call(command.text === "over" ? "divide" : "binomial", join(statements), below);
  }
  expectClose(reader, "}", token);
  if (statements.items.length === 1) return first;
  const elements = elementsOf(statements);
  return elements.length === 1 ? join(statements) : call("set", ...elements);
}

function set(reader: Reader, token: Token): Tree {
  if (isClose(peek(reader), "set")) {
    reader.at++;
    return call("set");
  }
  reader.element = true;
  const statements = reader.statements();
  reader.element = false;
  const mark = peek(reader);
  if (mark.kind === "bar" || isOperator(mark, ":")) {
    reader.at++;
    const conditions = reader.statements();
    expectClose(reader, "set", token);
    const element = statements.items.length === 1 ? statements.items[0] : join(statements);
    if (element === undefined) throw unexpected(mark);
    return conditions.separators.includes("or")
      ? call("setbuilder", element, call("or", ...conditions.items))
      : call("setbuilder", element, ...conditions.items);
  }
  if (!isClose(mark, "set") && statements.items.length === 1) {
    const [only] = statements.items;
    // \left\{ before a block of equations has no closing partner.
    if (only !== undefined && isCall(only, "system")) return only;
  }
  expectClose(reader, "set", token);
  return call("set", ...elementsOf(statements));
}

function vector(reader: Reader, token: Token): Tree {
  const { items } = reader.statements();
  expectClose(reader, "angle", token);
  const [first] = items;
  if (first === undefined) throw stop("empty brackets", token.start);
  return items.length === 1 ? first : call("tuple", ...items);
}

/** `<1, 2>` in plain text: the signs are brackets where a comma stands between them. */
export function readAngle(reader: Reader): Tree {
  const token = take(reader);
  const items = [reader.expression(Power.union)];
  while (peek(reader).kind === "separator" && peek(reader).text === ",") {
    reader.at++;
    items.push(reader.expression(Power.union));
  }
  if (!isOperator(peek(reader), ">") || items.length < 2) throw unexpected(token);
  reader.at++;
  return call("tuple", ...items);
}

/** |x|, ‖v‖ and the determinant of a matrix between bars. */
export function readBar(reader: Reader): Tree {
  const token = take(reader);
  if (token.text.startsWith("right")) throw unexpected(token);
  deeper(reader);
  const { element, outward, bars } = reader;
  reader.element = false;
  reader.outward = false;
  reader.bars = bars + 1;
  const inner = reader.expression(Power.statement);
  const close = take(reader);
  if (
    close.kind !== "bar" ||
    close.text.includes("norm") !== token.text.includes("norm") ||
    close.text.startsWith("left")
  ) {
    throw stop("the bar is not closed", token.start);
  }
  reader.bars = bars;
  reader.element = element;
  reader.outward = outward;
  reader.open = undefined;
  reader.depth--;
  return inner.kind === "matrix" ? call("determinant", inner) : call("abs", inner);
}

/** @file LaTeX environments: matrices, determinants, blocks of equations and functions by cases. */

import { call, isCall, type MatrixTree, type RelationOp, type Tree } from "../tree.ts";
import { isClose, peek, Power, type Reader, unexpected } from "./_reader.ts";
import { stop, type Token } from "./_token.ts";

const brackets: Readonly<Record<string, MatrixTree["bracket"]>> = {
  matrix: "",
  smallmatrix: "",
  array: "",
  tabular: "",
  pmatrix: "(",
  psmallmatrix: "(",
  bmatrix: "[",
  bsmallmatrix: "[",
  Bmatrix: "{",
  vmatrix: "",
  Vmatrix: "",
  "pmatrix*": "(",
  "bmatrix*": "[",
  "matrix*": "",
};

/** Reads from after `\begin{name}` through `\end{name}`. */
export function readEnvironment(reader: Reader, begin: Token): Tree {
  const name = begin.text.slice("begin ".length);
  const rows = readRows(reader);
  const close = peek(reader);
  if (!isClose(close, `end ${name}`))
    throw close.kind === "end" ? stop("the environment is not closed", begin.start) : unexpected(close);
  reader.at++;
  const bracket = brackets[name];
  if (bracket === undefined) return block(rows, begin);
  const [first] = rows;
  if (first === undefined) throw stop("an empty matrix", begin.start);
  if (rows.every((row) => row.length === 1 && row[0]?.kind === "relation") && bracket === "") return block(rows, begin);
  if (rows.some((row) => row.length !== first.length)) throw stop("the rows of a matrix differ in length", begin.start);
  const matrix: MatrixTree = { kind: "matrix", rows, bracket };
  if (name === "vmatrix") return call("determinant", matrix);
  return name === "Vmatrix" ? call("abs", matrix) : matrix;
}

function readRows(reader: Reader): (readonly Tree[])[] {
  const rows: Tree[][] = [];
  let row: Tree[] = [];
  for (;;) {
    const token = peek(reader);
    if (token.kind === "separator" && token.text === "row") {
      reader.at++;
      if (row.length > 0) rows.push(row);
      row = [];
    } else if (
      token.kind === "separator" &&
      (token.text === "&" ||
        token.text === "," ||
        token.text === ";" ||
        token.text === "quad" ||
        token.text === "if" ||
        token.text === "and")
    )
      reader.at++;
    else if (token.kind === "close" || token.kind === "end") break;
    else if (row.length === 0 && continues.has(token.text) && token.kind === "operator")
      row = continued(reader, rows.pop());
    else row.push(reader.expression(Power.statement));
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

const continues = new Map<string, RelationOp>([
  ["=", "="],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
  ["approx", "approx"],
]);

/** A row that begins with `=` carries on the chain of the row above. */
function continued(reader: Reader, above: readonly Tree[] | undefined): Tree[] {
  const [left] = above ?? [];
  if (left === undefined) throw unexpected(peek(reader));
  const ops: RelationOp[] = left.kind === "relation" ? [...left.ops] : [];
  const sides: Tree[] = left.kind === "relation" ? [...left.sides] : [left];
  for (let op = continues.get(peek(reader).text); op !== undefined; op = continues.get(peek(reader).text)) {
    reader.at++;
    ops.push(op);
    sides.push(reader.expression(Power.relation + 1));
  }
  return [{ kind: "relation", ops, sides }];
}

/** Rows of relations are a system; rows "value, condition" are a function by cases. */
function block(rows: readonly (readonly Tree[])[], begin: Token): Tree {
  const statements = rows.map((row) => {
    const [value, condition, ...more] = row;
    if (value === undefined || more.length > 0) throw stop("a row with more than a value and a condition", begin.start);
    return condition === undefined ? value : call("implies", condition, value);
  });
  const [only] = statements;
  if (only === undefined) throw stop("an empty block", begin.start);
  return statements.length === 1 ? only : call("system", ...statements);
}

/** `[[1, 2], [3, 4]]`: arrays of one length inside an array are the rows of a matrix. */
export function matrixOfArrays(elements: readonly Tree[]): MatrixTree | undefined {
  const rows: (readonly Tree[])[] = [];
  for (const element of elements) {
    if (element.kind === "interval" && element.lowClosed && element.highClosed) rows.push([element.low, element.high]);
    else if (isCall(element, "array")) rows.push(element.args);
    else return undefined;
  }
  const width = rows[0]?.length ?? 0;
  return width > 0 && rows.every((row) => row.length === width) ? { kind: "matrix", rows, bracket: "[" } : undefined;
}

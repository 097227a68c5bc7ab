/** @file Matrices and vectors: arithmetic on exact entries, then entry by entry. */
import { different, undecided, type Outcome } from "../outcome.ts";
import { call, isCall, number, type Head, type MatrixTree, type Tree } from "../tree.ts";
import { everyPart } from "./_combine.ts";
import { against, type Context } from "./_context.ts";
import { mapChildren, some } from "./_walk.ts";
import { isCollection } from "./collections.ts";

const zero = number(0n);
const one = number(1n);

/** Largest size whose determinant is expanded: 5! products. */
const largestDeterminant = 5;

const ofMatrices: ReadonlySet<Head> = new Set<Head>([
  "determinant",
  "transpose",
  "inverse",
  "trace",
  "dot",
  "cross",
  "abs",
]);

/** Tells whether there is a matrix anywhere, or a product or norm of vectors. */
export function hasMatrix(tree: Tree): boolean {
  if (tree.kind === "number" || tree.kind === "symbol") return false;
  return some(tree, (part) => part.kind === "matrix" || isCall(part, "dot") || isCall(part, "cross"));
}

/** Carries out what can be carried out: sums, products, powers, transposes, inverses, determinants, traces, norms. */
export function resolveMatrices(tree: Tree): Tree {
  if (tree.kind === "number" || tree.kind === "symbol") return tree;
  const inner = mapChildren(tree, resolveMatrices);
  return inner.kind === "call" ? (evaluate(inner.head, inner.args) ?? inner) : inner;
}

function matrix(rows: readonly (readonly Tree[])[]): MatrixTree {
  return { kind: "matrix", rows };
}

function asVector(tree: Tree): readonly Tree[] | undefined {
  if (isCall(tree, "tuple") || isCall(tree, "array")) return tree.args;
  if (tree.kind !== "matrix") return undefined;
  if (tree.rows.length === 1) return tree.rows[0];
  return tree.rows.every((row) => row.length === 1) ? tree.rows.flat() : undefined;
}

function evaluate(head: Head, args: readonly Tree[]): Tree | undefined {
  const [first, second] = args;
  if (first === undefined) return undefined;
  switch (head) {
    case "add":
      return args.every((part) => part.kind === "matrix")
        ? args.slice(1).reduce<Tree | undefined>((sum, part) => sum && addMatrices(sum, part), first)
        : undefined;
    case "negate":
      return first.kind === "matrix" ? entrywise(first, (entry) => call("negate", entry)) : undefined;
    case "multiply":
      return args.some((part) => part.kind === "matrix")
        ? args.slice(1).reduce<Tree | undefined>((product, part) => product && multiply(product, part), first)
        : undefined;
    case "divide":
      return first.kind === "matrix" && second !== undefined && second.kind !== "matrix"
        ? entrywise(first, (entry) => call("divide", entry, second))
        : undefined;
    case "power":
      return first.kind === "matrix" && second !== undefined ? power(first, second) : undefined;
    default:
  }
  if (!ofMatrices.has(head)) return undefined;
  const vector = asVector(first);
  if (head === "abs") return vector === undefined || first.kind !== "matrix" ? undefined : norm(vector);
  if (head === "dot" || head === "cross") {
    const other = second && asVector(second);
    if (vector === undefined || other === undefined || vector.length !== other.length) return undefined;
    return head === "dot" ? innerProduct(vector, other) : crossProduct(vector, other);
  }
  if (first.kind !== "matrix") return undefined;
  if (head === "transpose") return transpose(first);
  if (head === "inverse") return inverse(first);
  if (first.rows.length !== first.rows[0]?.length) return undefined;
  if (head === "trace") return sum(first.rows.map((row, index) => row[index] ?? zero));
  return determinant(first.rows);
}

function sum(terms: readonly Tree[]): Tree {
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : terms.length === 0 ? zero : call("add", ...terms);
}

function entrywise(tree: MatrixTree, change: (entry: Tree) => Tree): MatrixTree {
  return matrix(tree.rows.map((row) => row.map(change)));
}

function addMatrices(first: Tree, second: Tree): Tree | undefined {
  if (
    first.kind !== "matrix" ||
    second.kind !== "matrix" ||
    first.rows.length !== second.rows.length ||
    first.rows[0]?.length !== second.rows[0]?.length
  )
    return undefined;
  return matrix(first.rows.map((row, i) => row.map((entry, j) => call("add", entry, second.rows[i]?.[j] ?? zero))));
}

function multiply(first: Tree, second: Tree): Tree | undefined {
  if (first.kind !== "matrix" && second.kind !== "matrix") return call("multiply", first, second);
  if (first.kind !== "matrix")
    return second.kind === "matrix" ? entrywise(second, (entry) => call("multiply", first, entry)) : undefined;
  if (second.kind !== "matrix") return entrywise(first, (entry) => call("multiply", second, entry));
  if (first.rows[0]?.length !== second.rows.length) return undefined;
  const columns = transpose(second).rows;
  return matrix(first.rows.map((row) => columns.map((column) => innerProduct(row, column))));
}

function innerProduct(first: readonly Tree[], second: readonly Tree[]): Tree {
  return sum(first.map((entry, index) => call("multiply", entry, second[index] ?? zero)));
}

function crossProduct(first: readonly Tree[], second: readonly Tree[]): Tree | undefined {
  if (first.length !== 3) return undefined;
  const part = (i: number, j: number) =>
    call(
      "add",
      call("multiply", first[i] ?? zero, second[j] ?? zero),
      call("negate", call("multiply", first[j] ?? zero, second[i] ?? zero)),
    );
  return matrix([[part(1, 2)], [part(2, 0)], [part(0, 1)]]);
}

function norm(vector: readonly Tree[]): Tree {
  return call("root", sum(vector.map((entry) => call("power", call("abs", entry), number(2n)))), number(2n));
}

function transpose(tree: MatrixTree): MatrixTree {
  const width = tree.rows[0]?.length ?? 0;
  return matrix(Array.from({ length: width }, (_, column) => tree.rows.map((row) => row[column] ?? zero)));
}

function minor(rows: readonly (readonly Tree[])[], i: number, j: number): readonly (readonly Tree[])[] {
  return rows.filter((_, row) => row !== i).map((row) => row.filter((_, column) => column !== j));
}

/** Expansion along the first row. */
function determinant(rows: readonly (readonly Tree[])[]): Tree | undefined {
  if (rows.length > largestDeterminant) return undefined;
  const [top] = rows;
  if (top === undefined) return one;
  if (top.length === 1) return top[0];
  const terms: Tree[] = [];
  for (const [column, entry] of top.entries()) {
    if (entry.kind === "number" && entry.value.n === 0n) continue;
    const rest = determinant(minor(rows, 0, column));
    if (rest === undefined) return undefined;
    const term = call("multiply", entry, rest);
    terms.push(column % 2 === 0 ? term : call("negate", term));
  }
  return sum(terms);
}

/** The adjugate over the determinant. */
function inverse(tree: MatrixTree): MatrixTree | undefined {
  const { rows } = tree;
  const whole = rows.length === rows[0]?.length ? determinant(rows) : undefined;
  if (whole === undefined) return undefined;
  const entries: Tree[][] = [];
  for (let i = 0; i < rows.length; i++) {
    const row: Tree[] = [];
    for (let j = 0; j < rows.length; j++) {
      const part = determinant(minor(rows, j, i));
      if (part === undefined) return undefined;
      row.push(call("divide", (i + j) % 2 === 0 ? part : call("negate", part), whole));
    }
    entries.push(row);
  }
  return matrix(entries);
}

/** Integer powers by repeated squaring; a negative one inverts first. */
function power(base: MatrixTree, exponent: Tree): Tree | undefined {
  const negative = isCall(exponent, "negate") ? exponent.args[0] : undefined;
  const count = negative ?? exponent;
  if (count.kind !== "number" || count.value.d !== 1n || base.rows.length !== base.rows[0]?.length) return undefined;
  const times = count.value.n < 0n ? -count.value.n : count.value.n;
  // Entries grow with each product and are only simplified at the end.
  if (times > 8n) return undefined;
  const start = negative !== undefined || count.value.n < 0n ? inverse(base) : base;
  let result: Tree = matrix(base.rows.map((row, i) => row.map((_, j) => (i === j ? one : zero))));
  for (let step = 0n; step < times; step++) {
    const next: Tree | undefined = start && multiply(result, start);
    if (next === undefined) return undefined;
    result = next;
  }
  return result;
}

/** Matrix against matrix, or against a tuple or array where loose brackets let a vector be written so. */
export function decideMatrices(first: Tree, second: Tree, context: Context): Outcome {
  const [one, other] = [first, second];
  if (one.kind === "matrix" && other.kind === "matrix" && sameSize(one, other))
    return decideEntries(one, other, context);
  const [left, right] = [entriesOfVector(one), entriesOfVector(other)];
  if (left === undefined || right === undefined) {
    if (one.kind !== "matrix" && !isPlainShape(one)) return undecided("matrix-expression");
    if (other.kind !== "matrix" && !isPlainShape(other)) return undecided("matrix-expression");
    return different("matrix-size", against(first, second, context));
  }
  if (!context.policy.looseBrackets) return different("matrix-shape", against(first, second, context));
  if (left.length !== right.length) return different("matrix-size", against(first, second, context));
  return everyPart(
    "each-entry",
    left.map((entry, index) => ({
      place: `entry ${index + 1}`,
      decide: () => context.decide(entry, right[index] as Tree),
    })),
  );
}

/** Anything that cannot hide a matrix behind arithmetic. */
function isPlainShape(tree: Tree): boolean {
  return tree.kind !== "call" || isCollection(tree) || !some(tree, (part) => part.kind === "matrix");
}

function sameSize(first: MatrixTree, second: MatrixTree): boolean {
  return first.rows.length === second.rows.length && first.rows[0]?.length === second.rows[0]?.length;
}

function decideEntries(first: MatrixTree, second: MatrixTree, context: Context): Outcome {
  return everyPart(
    "each-entry",
    first.rows.flatMap((row, i) =>
      row.map((entry, j) => ({
        place: `row ${i + 1}, column ${j + 1}`,
        decide: () => context.decide(entry, second.rows[i]?.[j] as Tree),
      })),
    ),
  );
}

/** The entries of a row or column, of a bracketed tuple or of an array of arrays with one row or column. */
function entriesOfVector(tree: Tree): readonly Tree[] | undefined {
  if (tree.kind === "interval" && tree.lowClosed && tree.highClosed) return [tree.low, tree.high];
  return asVector(tree);
}

/** @file Notations whose meaning the other side tells: `P(1, 2)` is a point beside a point and a count beside a number. */
import { call, isCall, number, type Tree } from "../tree.ts";

/** The tree as the other one shows it is meant; the same tree where there is nothing to tell. */
export function meantBeside(tree: Tree, other: Tree): Tree {
  // \phi is often written where \varnothing is meant.
  if (tree.kind === "symbol")
    return tree.name === "phi" && isCall(other, "set") && other.args.length === 0 ? other : tree;
  if (tree.kind !== "call") return tree;
  if (tree.head === "apply") return namedArguments(tree.args, other) ?? tree;
  if (!isVector(other)) return tree;
  if (tree.head === "power") return transposed(tree.args) ?? tree;
  return inUnitVectors(tree, other) ?? tree;
}

function isVector(tree: Tree): boolean {
  return isCall(tree, "tuple") || isCall(tree, "array") || tree.kind === "matrix";
}

/** `A(1, 2)` beside a point is the point; `P(6, 3)` beside a number counts permutations. */
function namedArguments([name, ...args]: readonly Tree[], other: Tree): Tree | undefined {
  if (name?.kind !== "symbol" || !/^[A-Z]$/.test(name.name) || args.length < 2) return undefined;
  if (isCall(other, "tuple")) return call("tuple", ...args);
  const [of, taken] = args;
  const counts =
    name.name === "P" &&
    other.kind === "number" &&
    args.length === 2 &&
    of?.kind === "number" &&
    taken?.kind === "number";
  return counts && of.value.n >= taken.value.n ? call("permutations", of, taken) : undefined;
}

/** `(1, 2)^T`. */
function transposed([vector, exponent]: readonly Tree[]): Tree | undefined {
  if (vector === undefined || !(isCall(vector, "tuple") || isCall(vector, "array"))) return undefined;
  return exponent?.kind === "symbol" && exponent.name === "T" ? call("tuple", ...vector.args) : undefined;
}

const axes = ["i", "j", "k"];

/** `3i + 4j - k` beside a tuple of two or three is the vector with these components. */
function inUnitVectors(tree: Tree, other: Tree): Tree | undefined {
  const size = other.kind === "matrix" ? Math.max(other.rows.length, other.rows[0]?.length ?? 0) : childCount(other);
  if (tree.kind !== "call" || tree.head !== "add" || (size !== 2 && size !== 3)) return undefined;
  const components: Tree[][] = axes.slice(0, size).map(() => []);
  for (const term of tree.args) {
    const part = componentOf(term);
    const component = part === undefined ? undefined : components[part.axis];
    if (part === undefined || component === undefined) return undefined;
    component.push(part.size);
  }
  return call(
    "tuple",
    ...components.map((parts) => (parts.length > 1 ? call("add", ...parts) : (parts[0] ?? number(0)))),
  );
}

function childCount(tree: Tree): number {
  return tree.kind === "call" ? tree.args.length : 0;
}

/** `-2k`: which axis, and how far along it. */
function componentOf(tree: Tree): { axis: number; size: Tree } | undefined {
  if (tree.kind === "symbol") {
    const axis = axes.indexOf(tree.name);
    return axis < 0 ? undefined : { axis, size: number(1) };
  }
  if (tree.kind !== "call") return undefined;
  const [first] = tree.args;
  if (tree.head === "negate") {
    const inner = first && componentOf(first);
    return inner && { axis: inner.axis, size: call("negate", inner.size) };
  }
  if (tree.head !== "multiply") return undefined;
  const last = tree.args.at(-1);
  if (last?.kind !== "symbol" || !axes.includes(last.name)) return undefined;
  const factors = tree.args.slice(0, -1);
  const [only] = factors;
  if (only === undefined) return undefined;
  return { axis: axes.indexOf(last.name), size: factors.length === 1 ? only : call("multiply", ...factors) };
}

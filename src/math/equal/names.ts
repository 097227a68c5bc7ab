/** @file What may stand on the left of "=" as the name of an answer: `x`, `f(x)`, `AB`, `dy/dx`, `(p, q)`, `A : B`. */
import { isCall, type Tree } from "../tree.ts";
import { sameTree } from "../expression/order.ts";
import { variables } from "./_walk.ts";

const constants: ReadonlySet<string> = new Set(["pi", "e", "i", "infinity"]);

/** Tells whether a tree names a quantity rather than states its value. `x + y` and `2x` name nothing: they still ask to be solved. */
export function isName(tree: Tree): boolean {
  if (tree.kind === "symbol") return !constants.has(tree.name);
  if (tree.kind === "text") return true;
  if (tree.kind !== "call") return false;
  switch (tree.head) {
    case "apply":
    case "derivative":
      return true;
    case "tuple":
    case "list":
    case "ratio":
      return tree.args.every(isName);
    case "abs":
    case "inverse":
    case "transpose":
    case "determinant":
      return tree.args.every(isName);
    // Segments, triangles and quotients of segments are products of capital letters: AB, NO/BO.
    case "multiply":
    case "divide":
      return tree.args.every(isCapital) || isFigure(tree.args);
    default:
      return false;
  }
}

/** `\angle ABC`, `m\angle A`, `\triangle ABC`: a sign for a figure before its corners. */
function isFigure(factors: readonly Tree[]): boolean {
  const sign = factors.findIndex(
    (factor) => factor.kind === "symbol" && (factor.name === "angle" || factor.name === "triangle"),
  );
  if (sign < 0 || sign > 1 || sign === factors.length - 1) return false;
  const [first] = factors;
  if (sign === 1 && (first?.kind !== "symbol" || first.name !== "m")) return false;
  return factors.slice(sign + 1).every(isCapital);
}

function isCapital(tree: Tree): boolean {
  if (tree.kind === "symbol") return /^[A-Z](?:_.*|'*)?$/.test(tree.name);
  return (isCall(tree, "multiply") || isCall(tree, "divide") || isCall(tree, "abs")) && tree.args.every(isCapital);
}

/** Tells whether two names are the same: the same tree, or the same function whatever its argument is called. */
export function sameName(first: Tree, second: Tree): boolean {
  if (sameTree(first, second)) return true;
  return argumentNames(first, second) !== undefined;
}

/**
 * For `f(x)` and `f(t)`: the arguments of the second with the names they have in the first, so that `f(t) = t^2` can be
 * rewritten in x. Undefined where the two are not the same function of as many plain variables.
 */
export function argumentNames(first: Tree, second: Tree): ReadonlyMap<string, Tree> | undefined {
  if (!isCall(first, "apply") || !isCall(second, "apply") || first.args.length !== second.args.length) return undefined;
  const [name, ...mine] = first.args;
  const [other, ...theirs] = second.args;
  if (name === undefined || other === undefined || !sameTree(name, other)) return undefined;
  const names = new Map<string, Tree>();
  for (const [index, argument] of theirs.entries()) {
    const own = mine[index];
    if (argument.kind !== "symbol" || own?.kind !== "symbol") return undefined;
    names.set(argument.name, own);
  }
  return names;
}

/** A name without its index: `x_1` and `x_2` are both x, two values of one unknown. */
export function baseName(tree: Tree): string | undefined {
  if (tree.kind === "symbol") return tree.name.replace(/_.*$/, "");
  return undefined;
}

/** Tells whether a value is closed: no free variables, so that it is a value and not a formula. */
export function isClosed(tree: Tree): boolean {
  return variables(tree).length === 0;
}

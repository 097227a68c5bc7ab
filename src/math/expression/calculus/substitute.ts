/** @file Putting a value in the place of a variable, where bound names stay what they are. */
import { children, number, symbol, type CallTree, type Tree } from "../../tree.ts";
import { bindsItsVariable, binders } from "../symbols.ts";

/** Does the variable occur free? */
export function dependsOn(tree: Tree, name: string): boolean {
  if (tree.kind === "symbol") return tree.name === name;
  const bound = boundName(tree);
  if (bound !== undefined && tree.kind === "call") {
    const [body, , ...rest] = tree.args;
    return rest.some((arg) => dependsOn(arg, name)) || (bound !== name && body !== undefined && dependsOn(body, name));
  }
  return children(tree).some((part) => dependsOn(part, name));
}

/** The variable that a sum, product, limit or definite integral binds. */
export function boundName(tree: Tree): string | undefined {
  if (tree.kind !== "call" || !binders.has(tree.head) || !bindsItsVariable(tree.head, tree.args.length))
    return undefined;
  const [, variable] = tree.args;
  return variable?.kind === "symbol" ? variable.name : undefined;
}

/** The tree with every free occurrence of the name replaced; bound names that the value mentions are renamed first. */
export function substitute(tree: Tree, name: string, value: Tree): Tree {
  if (tree.kind === "symbol") return tree.name === name ? value : tree;
  if (tree.kind !== "call") return tree;
  const bound = boundName(tree);
  if (bound !== undefined) return substituteBound(tree, bound, { name, value });
  const [body, variable, order] = tree.args;
  // A derivative or an antiderivative "at" a point is first taken, then evaluated: only a rule can do that.
  if (binders.has(tree.head) && variable?.kind === "symbol" && variable.name === name && value.kind !== "symbol")
    return tree;
  if (binders.has(tree.head) && body !== undefined && variable !== undefined)
    return {
      ...tree,
      args: [body, variable, ...(order === undefined ? [] : [order])].map((arg) => substitute(arg, name, value)),
    };
  return { ...tree, args: tree.args.map((arg) => substitute(arg, name, value)) };
}

interface Replacement {
  readonly name: string;
  readonly value: Tree;
}

function substituteBound(tree: CallTree, bound: string, { name, value }: Replacement): Tree {
  const [body = number(0), variable = symbol(bound), ...rest] = tree.args;
  const outer = rest.map((arg) => substitute(arg, name, value));
  if (bound === name) return { ...tree, args: [body, variable, ...outer] };
  if (!dependsOn(value, bound)) return { ...tree, args: [substitute(body, name, value), variable, ...outer] };
  let fresh = `${bound}'`;
  while (dependsOn(body, fresh) || dependsOn(value, fresh)) fresh += "'";
  const renamed = substitute(body, bound, symbol(fresh));
  return { ...tree, args: [substitute(renamed, name, value), symbol(fresh), ...outer] };
}

/** @file Rebuilding, searching and substituting in trees. */
import { children, type CallTree, type Head, type Tree } from "../tree.ts";

/** The tree with every direct sub-tree replaced; the same object where nothing changed. */
export function mapChildren(tree: Tree, change: (part: Tree) => Tree): Tree {
  switch (tree.kind) {
    case "call": {
      const args = mapped(tree.args, change);
      return args === tree.args ? tree : { ...tree, args };
    }
    case "relation": {
      const sides = mapped(tree.sides, change);
      return sides === tree.sides ? tree : { ...tree, sides };
    }
    case "interval": {
      const low = change(tree.low);
      const high = change(tree.high);
      return low === tree.low && high === tree.high ? tree : { ...tree, low, high };
    }
    case "matrix": {
      let same = true;
      const rows = tree.rows.map((row) => {
        const next = mapped(row, change);
        if (next !== row) same = false;
        return next;
      });
      return same ? tree : { ...tree, rows };
    }
    case "quantity": {
      const value = change(tree.value);
      return value === tree.value ? tree : { ...tree, value };
    }
    default:
      return tree;
  }
}

function mapped(parts: readonly Tree[], change: (part: Tree) => Tree): readonly Tree[] {
  let same = true;
  const next = parts.map((part) => {
    const other = change(part);
    if (other !== part) same = false;
    return other;
  });
  return same ? parts : next;
}

/** Tells whether the tree or any part of it passes the test. */
export function some(tree: Tree, test: (part: Tree) => boolean): boolean {
  return test(tree) || children(tree).some((part) => some(part, test));
}

/** Tells whether any call in the tree has one of these heads. */
export function hasHead(tree: Tree, heads: ReadonlySet<Head>): boolean {
  if (tree.kind === "number" || tree.kind === "symbol") return false;
  return some(tree, (part) => part.kind === "call" && heads.has(part.head));
}

/** Replaces symbols by name, everywhere, also under binders: callers choose names that are not bound. */
export function substitute(tree: Tree, values: ReadonlyMap<string, Tree>): Tree {
  if (tree.kind === "symbol") return values.get(tree.name) ?? tree;
  return mapChildren(tree, (part) => substitute(part, values));
}

const constants: ReadonlySet<string> = new Set(["pi", "e", "i", "infinity"]);

/** Position of the bound variable among the arguments of heads that bind one. */
const binders: ReadonlySet<Head> = new Set<Head>(["sum", "product", "integral", "limit"]);

function boundVariable(tree: CallTree): string | undefined {
  const variable = tree.args[1];
  return binders.has(tree.head) && variable?.kind === "symbol" ? variable.name : undefined;
}

/** Names of the free variables in the order of their first appearance. Names of unknown functions are left out. */
export function variables(tree: Tree): readonly string[] {
  const found = new Set<string>();
  collect(tree, new Set(), found);
  return [...found];
}

function collect(tree: Tree, bound: ReadonlySet<string>, found: Set<string>): void {
  if (tree.kind === "symbol") {
    if (!constants.has(tree.name) && !bound.has(tree.name)) found.add(tree.name);
    return;
  }
  if (tree.kind === "call") {
    const name = boundVariable(tree);
    const inner = name === undefined ? bound : new Set([...bound, name]);
    for (const part of tree.head === "apply" ? tree.args.slice(1) : tree.args) collect(part, inner, found);
    return;
  }
  for (const part of children(tree)) collect(part, bound, found);
}

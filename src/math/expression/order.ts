/** @file A cheap canonical text of a tree: equal texts mean equal values, whatever the order of sums and products. */
import { children, type Tree } from "../tree.ts";

const commutative = new Set(["add", "multiply", "gcd", "lcm", "max", "min"]);

/** True where both trees are written alike, argument by argument. */
export function sameTree(a: Tree, b: Tree): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "number":
      return b.kind === "number" && a.value.n === b.value.n && a.value.d === b.value.d;
    case "symbol":
      return b.kind === "symbol" && a.name === b.name;
    case "text":
      return b.kind === "text" && a.text === b.text;
    case "call":
      return b.kind === "call" && a.head === b.head && sameAll(a.args, b.args);
    default:
      return treeKey(a) === treeKey(b);
  }
}

function sameAll(a: readonly Tree[], b: readonly Tree[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    const left = a[index];
    const right = b[index];
    if (left === undefined || right === undefined || !sameTree(left, right)) return false;
  }
  return true;
}

/** A text that is the same for trees that differ only in the order and grouping of sums and products. */
export function treeKey(tree: Tree): string {
  switch (tree.kind) {
    case "number":
      return tree.value.d === 1n ? `${tree.value.n}` : `${tree.value.n}/${tree.value.d}`;
    case "symbol":
      return tree.name;
    case "text":
      return JSON.stringify(tree.text);
    case "call": {
      const keys = commutative.has(tree.head) ? flattened(tree.head, tree.args).sort() : tree.args.map(treeKey);
      return `${tree.head}(${keys.join(",")})`;
    }
    case "date":
      return JSON.stringify(tree);
    default: {
      const inner = children(tree).map(treeKey).join(",");
      const extra =
        tree.kind === "relation"
          ? tree.ops.join()
          : tree.kind === "interval"
            ? `${tree.lowClosed}${tree.highClosed}`
            : tree.kind === "matrix"
              ? `${tree.rows.length}`
              : tree.unit.map(({ unit, power }) => `${unit}^${power}`).join("*");
      return `${tree.kind}[${extra}](${inner})`;
    }
  }
}

function flattened(head: string, args: readonly Tree[]): string[] {
  return args.flatMap((arg) => (arg.kind === "call" && arg.head === head ? flattened(head, arg.args) : [treeKey(arg)]));
}

/** 32 bits of FNV-1a over both texts: points drawn by it differ from pair to pair, so that no expression can aim at them. */
export function pairSeed(a: Tree, b: Tree): number {
  const texts = [treeKey(a), treeKey(b)].sort().join("=");
  let hash = 0x811c9dc5;
  for (let index = 0; index < texts.length; index++) hash = Math.imul(hash ^ texts.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

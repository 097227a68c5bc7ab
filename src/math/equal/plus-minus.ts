/** @file `±` as the several values it stands for. */
import { call, type Head, type Tree } from "../tree.ts";
import { hasHead, mapChildren } from "./_walk.ts";

const signs: ReadonlySet<Head> = new Set<Head>(["plusminus", "minusplus"]);
const flipped: ReadonlySet<Head> = new Set<Head>(["minusplus"]);

/** Beyond this many independent signs the list would be a puzzle of its own. */
const mostSigns = 6;

export function hasPlusMinus(tree: Tree): boolean {
  return hasHead(tree, signs);
}

/**
 * Every value of an expression with `±`, upper signs first. Several `±` are independent; where a `∓` occurs, all
 * signs move together. Undefined with more than six independent signs.
 */
export function expandPlusMinus(tree: Tree): readonly Tree[] | undefined {
  if (!hasPlusMinus(tree)) return [tree];
  const count = hasHead(tree, flipped) ? 1 : countSigns(tree);
  if (count > mostSigns) return undefined;
  const coupled = hasHead(tree, flipped);
  return Array.from({ length: 2 ** count }, (_, choice) => {
    let next = 0;
    return choose(tree, (head) => {
      const plus = coupled ? choice === 0 : ((choice >> next++) & 1) === 0;
      return plus === (head === "plusminus");
    });
  });
}

function countSigns(tree: Tree): number {
  let count = 0;
  choose(tree, () => {
    count++;
    return true;
  });
  return count;
}

function choose(tree: Tree, positive: (head: Head) => boolean): Tree {
  const inner = mapChildren(tree, (part) => choose(part, positive));
  if (inner.kind !== "call" || !signs.has(inner.head)) return inner;
  const [first, second] = inner.args;
  if (first === undefined) return inner;
  const plus = positive(inner.head);
  if (second === undefined) return plus ? first : call("negate", first);
  return call("add", first, plus ? second : call("negate", second));
}

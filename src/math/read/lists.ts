/** @file What statements beside each other mean together: a list, a system of relations, or alternatives. */

import { call, isCall, type RelationTree, type Tree } from "../tree.ts";
import { measureUnits, sameDimension } from "../units/index.ts";
import type { Statements } from "./_reader.ts";

/**
 * One statement is itself. Relations joined by commas or "and" are a system, by "or" alternatives; `x = 1, x = 2` are
 * alternatives too, since x has one value. `x = 1, 2` gives x a list of values. Anything else is a list.
 */
export function join({ items, separators }: Statements): Tree {
  const [first] = items;
  if (first !== undefined && items.length === 1) return first;
  const relations = items.filter(isRelation);
  const either = separators.includes("or");
  if (relations.length === items.length) {
    const tuples = relations.length > 1 && sameLeft(relations);
    return call(either || tuples ? "or" : "system", ...items);
  }
  const [head] = relations;
  const value = head?.sides[1];
  if (
    head !== undefined &&
    value !== undefined &&
    relations.length === 1 &&
    head === first &&
    head.sides.length === 2 &&
    listable(head)
  ) {
    return { ...head, sides: [head.sides[0] ?? value, call("list", value, ...items.slice(1))] };
  }
  if (separators.every((separator) => separator === "and") && isCompound(items)) return call("add", ...items);
  if (items.every(isLogical)) return call(either ? "or" : "and", ...items);
  return call("list", ...items);
}

/** "2 hours and 30 minutes": quantities of one kind in ever smaller units. */
function isCompound(items: readonly Tree[]): boolean {
  const measures = items.map((item) => (item.kind === "quantity" ? measureUnits(item.unit) : undefined));
  return measures.every((measure, index) => {
    const before = measures[index - 1];
    if (measure === undefined) return false;
    return (
      before === undefined ||
      (sameDimension(before.dimension, measure.dimension) &&
        before.factor.n * measure.factor.d > measure.factor.n * before.factor.d)
    );
  });
}

function isRelation(tree: Tree): tree is RelationTree {
  return tree.kind === "relation";
}

function isLogical(tree: Tree): boolean {
  return (
    tree.kind === "relation" ||
    isCall(tree, "or") ||
    isCall(tree, "and") ||
    isCall(tree, "system") ||
    isCall(tree, "not")
  );
}

function listable({ ops, sides }: RelationTree): boolean {
  return (ops[0] === "=" || ops[0] === "!=" || ops[0] === "in") && sides[0]?.kind !== "number";
}

/** Do all give one and the same symbol its value? */
function sameLeft(relations: readonly RelationTree[]): boolean {
  const name = leftName(relations[0]);
  return name !== undefined && relations.every((relation) => leftName(relation) === name);
}

function leftName(relation: RelationTree | undefined): string | undefined {
  const left = relation?.sides[0];
  if (relation?.ops.length !== 1 || relation.ops[0] !== "=") return undefined;
  return left?.kind === "symbol" ? left.name : undefined;
}

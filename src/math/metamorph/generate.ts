/** @file Random expressions to rewrite: small, varied, and safe to evaluate in ordinary floating point. */
import { call, number, symbol, type Tree } from "../tree.ts";

/** A number in [0, 1); seeded by the caller. */
export type RandomSource = () => number;

export interface GenerateOptions {
  /** Names of the variables that may occur; none makes constants. Default x and y. */
  readonly variables?: readonly string[];
  /** Levels of nesting. Default 3. */
  readonly depth?: number;
}

/** An expression of sums, products, quotients, powers and roots whose denominators and radicands stay positive. */
export function randomExpression(
  random: RandomSource,
  { variables = ["x", "y"], depth = 3 }: GenerateOptions = {},
): Tree {
  if (depth === 0 || random() < 0.15) return leaf(random, variables);
  const inner = (): Tree => randomExpression(random, { variables, depth: depth - 1 });
  switch (pick(random, shapes)) {
    case "add":
      return call("add", inner(), inner());
    case "subtract":
      return call("add", inner(), call("negate", inner()));
    case "multiply":
      return call("multiply", inner(), inner());
    case "divide":
      return call("divide", inner(), positive(random, variables));
    case "power":
      return call("power", inner(), number(2 + integer(random, 2)));
    default:
      return call("root", positive(random, variables), number(2));
  }
}

const shapes = ["add", "subtract", "multiply", "multiply", "divide", "power", "root"] as const;

function leaf(random: RandomSource, variables: readonly string[]): Tree {
  const roll = random();
  if (variables.length > 0 && roll < 0.5) return symbol(pick(random, variables));
  if (roll < 0.6) return call("divide", number(1 + integer(random, 9)), number(2 + integer(random, 8)));
  return number(1 + integer(random, 12));
}

/** Something that is greater than zero whatever real values the variables take. */
function positive(random: RandomSource, variables: readonly string[]): Tree {
  const constant = number(1 + integer(random, 9));
  if (variables.length === 0 || random() < 0.5) return constant;
  return call("add", call("power", symbol(pick(random, variables)), number(2)), constant);
}

/** A whole number from 0 to `limit` inclusive. */
export function integer(random: RandomSource, limit: number): number {
  return Math.floor(random() * (limit + 1));
}

export function pick<Item>(random: RandomSource, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("pick needs at least one item");
  return item;
}

/** @file Random expressions to rewrite: small, varied, and safe to evaluate in ordinary floating point. */
import type { Random } from "../../core/index.ts";
import { call, number, symbol, type Tree } from "../tree.ts";

export interface GenerateOptions {
  /** Names of the variables that may occur; none makes constants. Default x and y. */
  readonly variables?: readonly string[];
  /** Levels of nesting. Default 3. */
  readonly depth?: number;
}

/** An expression of sums, products, quotients, powers and roots whose denominators and radicands stay positive. */
export function randomExpression(random: Random, { variables = ["x", "y"], depth = 3 }: GenerateOptions = {}): Tree {
  if (depth === 0 || random.uniform() < 0.15) return leaf(random, variables);
  const inner = (): Tree => randomExpression(random, { variables, depth: depth - 1 });
  switch (random.choice(shapes)) {
    case "add":
      return call("add", inner(), inner());
    case "subtract":
      return call("add", inner(), call("negate", inner()));
    case "multiply":
      return call("multiply", inner(), inner());
    case "divide":
      return call("divide", inner(), positive(random, variables));
    case "power":
      return call("power", inner(), number(random.int(2, 5)));
    default:
      return call("root", positive(random, variables), number(2));
  }
}

const shapes = ["add", "subtract", "multiply", "multiply", "divide", "power", "root"] as const;

function leaf(random: Random, variables: readonly string[]): Tree {
  const roll = random.uniform();
  if (variables.length > 0 && roll < 0.5) return symbol(random.choice(variables));
  if (roll < 0.6) return call("divide", number(random.int(1, 11)), number(random.int(2, 11)));
  return number(random.int(1, 14));
}

/** Something that is greater than zero whatever real values the variables take. */
function positive(random: Random, variables: readonly string[]): Tree {
  const constant = number(random.int(1, 11));
  if (variables.length === 0 || random.uniform() < 0.5) return constant;
  return call("add", call("power", symbol(random.choice(variables)), number(2)), constant);
}

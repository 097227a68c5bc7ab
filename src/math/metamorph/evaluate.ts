/** @file A naive floating-point evaluator: the independent witness that an edit really changed a value. Never used to decide equality. */
import type { Tree } from "../tree.ts";

/** The value at a point, or NaN for what it does not know. */
export function evaluateNumerically(tree: Tree, point: Readonly<Record<string, number>>): number {
  if (tree.kind === "number") return Number(tree.value.n) / Number(tree.value.d);
  if (tree.kind === "symbol") return point[tree.name] ?? Number.NaN;
  if (tree.kind !== "call") return Number.NaN;
  const [first = Number.NaN, second = Number.NaN, ...rest] = tree.args.map((part) => evaluateNumerically(part, point));
  switch (tree.head) {
    case "add":
      return rest.reduce((sum, value) => sum + value, first + second);
    case "multiply":
      return rest.reduce((product, value) => product * value, first * second);
    case "negate":
      return -first;
    case "divide":
      return first / second;
    case "power":
      return first ** second;
    case "root":
      return first ** (1 / second);
    default:
      return Number.NaN;
  }
}

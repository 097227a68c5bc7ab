/** @file Edits that change the value of an expression, each confirmed by evaluating both sides far apart. */
import type { Random } from "../../core/index.ts";
import { call, number, type Tree } from "../tree.ts";
import { evaluateNumerically } from "./evaluate.ts";
import { rewriteSomewhere, type Rewrite } from "./keep.ts";

/** Every edit by name. One alone may leave the value as it was (times zero); {@link rewriteChanging} checks that it did not. */
export const changingEdits: Readonly<Record<string, Rewrite>> = {
  "off-by-one": (tree, random) =>
    tree.kind === "number"
      ? number({ n: tree.value.n + (random.uniform() < 0.5 ? tree.value.d : -tree.value.d), d: tree.value.d })
      : undefined,
  "flip-sign": (tree) => call("negate", tree),
  "drop-term": (tree) => (tree.kind === "call" && tree.head === "add" ? tree.args[0] : undefined),
  "swap-operator": (tree) =>
    tree.kind === "call" && (tree.head === "add" || tree.head === "multiply")
      ? { ...tree, head: tree.head === "add" ? "multiply" : "add" }
      : undefined,
  "invert-fraction": (tree) =>
    tree.kind === "call" && tree.head === "divide"
      ? call("divide", tree.args[1] as Tree, tree.args[0] as Tree)
      : undefined,
  "raise-exponent": (tree) =>
    tree.kind === "call" && tree.head === "power"
      ? call("power", tree.args[0] as Tree, call("add", tree.args[1] as Tree, number(1)))
      : undefined,
  "scale-by-a-little": (tree, random) =>
    call("multiply", tree, call("divide", number(random.int(1001, 1052)), number(1000))),
};

const points: readonly Readonly<Record<string, number>>[] = [
  { x: 1.37, y: 0.61 },
  { x: 2.91, y: 1.73 },
  { x: 0.83, y: 3.19 },
];

/** Changes the value of an expression; `undefined` where no try changed it by more than one part in a million. */
export function rewriteChanging(tree: Tree, random: Random): Tree | undefined {
  const names = Object.keys(changingEdits);
  for (let tries = 0; tries < 30; tries++) {
    const edit = changingEdits[random.choice(names)];
    const changed = edit === undefined ? undefined : rewriteSomewhere(tree, (part) => edit(part, random), random);
    if (changed !== undefined && points.some((point) => farApart(tree, changed, point))) return changed;
  }
  return undefined;
}

function farApart(a: Tree, b: Tree, point: Readonly<Record<string, number>>): boolean {
  const [left, right] = [evaluateNumerically(a, point), evaluateNumerically(b, point)];
  if (!Number.isFinite(left) || !Number.isFinite(right)) return false;
  return Math.abs(left - right) > 1e-6 * Math.max(1, Math.abs(left), Math.abs(right));
}

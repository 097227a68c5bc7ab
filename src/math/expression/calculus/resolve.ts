/** @file Derivatives, integrals, limits and endless sums worked out wherever a rule applies; the others stay as they are. */
import { isBudgetExceeded, type Budget } from "../../../core/index.ts";
import { number, type CallTree, type Tree } from "../../tree.ts";
import { infiniteSign } from "../survey.ts";
import { binders } from "../symbols.ts";
import { antiderivative } from "./antiderivative.ts";
import { differentiate } from "./derivative.ts";
import { sumEndless } from "./endless-sum.ts";
import { integrate } from "./integral.ts";
import { limitOf } from "./limit.ts";
import { dependsOn } from "./substitute.ts";

export interface ResolveOptions {
  readonly budget: Budget;
  /** Decides whether an expression vanishes identically; undefined where that is open. */
  readonly isZero: (tree: Tree) => boolean | undefined;
}

/** The tree with every binder that has a rule worked out, innermost first. Never throws for lack of budget: what is unfinished stays. */
export function resolveCalculus(tree: Tree, options: ResolveOptions): Tree {
  if (tree.kind !== "call") return tree;
  const args = tree.args.map((arg) => resolveCalculus(arg, options));
  const inner: CallTree = args.every((arg, index) => arg === tree.args[index]) ? tree : { ...tree, args };
  if (!binders.has(tree.head)) return inner;
  try {
    return worked(inner, options) ?? inner;
  } catch (thrown) {
    if (isBudgetExceeded(thrown)) return inner;
    throw thrown;
  }
}

const highestOrder = 12;

/** Nodes of what is still differentiated once more: the next one would be several times as large. */
const largestDerivative = 600;

function sizeOf(tree: Tree): number {
  return tree.kind === "call" ? tree.args.reduce((total, arg) => total + sizeOf(arg), 1) : 1;
}

function worked({ head, args }: CallTree, options: ResolveOptions): Tree | undefined {
  const { budget } = options;
  const [body, variable, third, fourth] = args;
  if (body === undefined || variable?.kind !== "symbol") return undefined;
  const { name } = variable;
  budget.spend(20);
  switch (head) {
    case "derivative": {
      // dy/dx of a bare name speaks of a y that depends on x.
      if (body.kind === "symbol" && body.name !== name) return undefined;
      const order = third === undefined ? number(1) : third;
      if (order.kind !== "number" || order.value.d !== 1n || order.value.n > BigInt(highestOrder)) return undefined;
      let result: Tree | undefined = body;
      for (let times = 0n; times < order.value.n && result !== undefined; times++)
        result = sizeOf(result) > largestDerivative ? undefined : differentiate(result, name, budget);
      return result;
    }
    case "integral":
      if (third === undefined || fourth === undefined) return antiderivative(body, name, budget)?.tree;
      return integrate(body, name, { low: third, high: fourth }, options);
    case "limit": {
      if (third === undefined || dependsOn(third, name)) return undefined;
      const side = fourth?.kind === "text" && (fourth.text === "+" || fourth.text === "-") ? fourth.text : undefined;
      return limitOf(body, name, third, side === undefined ? options : { ...options, side });
    }
    case "sum":
      return third !== undefined && fourth !== undefined && infiniteSign(fourth) === 1
        ? sumEndless(body, name, third, options)
        : undefined;
    default:
      return undefined;
  }
}

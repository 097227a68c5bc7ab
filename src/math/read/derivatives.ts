/** @file `\frac{d}{dx}`, `\frac{dy}{dx}`, `\frac{d^2 y}{dx^2}` and their partial kin, told from fractions by their letters. */

import { call, isCall, number, type Tree } from "../tree.ts";

export interface DerivativeSign {
  readonly variable: Tree;
  readonly order: number;
  /** What is differentiated, where the fraction says so itself. */
  readonly body: Tree | undefined;
}

/** The meaning of above/below as a sign of differentiation, or undefined where it is a plain fraction. */
export function derivativeSign(above: Tree, below: Tree): DerivativeSign | undefined {
  const [mark, variablePower, ...rest] = factorsOf(below);
  const letter = markOf(mark);
  if (letter === undefined || variablePower === undefined || rest.length > 0) return undefined;
  const [variable, belowOrder] = powerOf(variablePower);
  if (variable.kind !== "symbol") return undefined;
  const [top, ...body] = factorsOf(above);
  if (top === undefined) return undefined;
  const [topMark, order] = powerOf(top);
  if (markOf(topMark) !== letter || order !== belowOrder) return undefined;
  const [first] = body;
  if (body.length > 1 && letter === "d" && first?.kind !== "symbol") return undefined;
  return { variable, order, body: first === undefined || body.length === 1 ? first : call("multiply", ...body) };
}

/** The derivative, of the body in the fraction or else of what `next` reads. */
export function derivative({ variable, order, body }: DerivativeSign, next: () => Tree): Tree {
  return call("derivative", body ?? next(), variable, number(order));
}

function factorsOf(tree: Tree): readonly Tree[] {
  return isCall(tree, "multiply") ? tree.args : [tree];
}

function markOf(tree: Tree | undefined): "d" | "partial" | undefined {
  return tree?.kind === "symbol" && (tree.name === "d" || tree.name === "partial") ? tree.name : undefined;
}

function powerOf(tree: Tree): readonly [base: Tree, order: number] {
  if (!isCall(tree, "power")) return [tree, 1];
  const [base, exponent] = tree.args;
  const whole =
    exponent?.kind === "number" && exponent.value.d === 1n && exponent.value.n > 0n && exponent.value.n < 100n;
  return base !== undefined && whole ? [base, Number(exponent.value.n)] : [tree, 1];
}

/** @file Definite integrals by an antiderivative, where nothing between the bounds forbids it. */
import type { Budget } from "../../../core/index.ts";
import { call, number, symbol, type CallTree, type Tree } from "../../tree.ts";
import { compareValues } from "../compare.ts";
import { infiniteSign } from "../survey.ts";
import { freeSymbols } from "../symbols.ts";
import { antiderivative } from "./antiderivative.ts";
import { minus, product, quotient, squareRoot, sum } from "./build.ts";
import { limitOf, type LimitOptions } from "./limit.ts";
import { factorsOf, linearIn, quadraticIn, splitTerms } from "./terms.ts";
import { dependsOn, substitute } from "./substitute.ts";

export interface Range {
  readonly low: Tree;
  readonly high: Tree;
}

/** The value of an integral that converges; undefined where it does not, or where no rule shows it. */
export function integrate(body: Tree, name: string, range: Range, options: LimitOptions): Tree | undefined {
  const { budget } = options;
  const pieces = splitAtSign(body, name, range, options);
  if (pieces !== undefined) return pieces.value;
  const found = antiderivative(body, name, budget);
  if (found === undefined) return gaussian(body, name, range, budget);
  const { low, high } = range;
  const constant = freeSymbols(low).length === 0 && freeSymbols(high).length === 0;
  const improper = new Set<"low" | "high">();
  if (infiniteSign(low) !== 0) improper.add("low");
  if (infiniteSign(high) !== 0) improper.add("high");
  for (const [guards, wanted] of [
    [found.nonzero, "same"],
    [found.positive, "positive"],
  ] as const) {
    for (const guard of guards) {
      if (!constant || freeSymbols(guard).some((each) => each !== name)) {
        if (wanted === "positive") return undefined;
        // With free bounds the identity holds wherever the integral exists without passing a pole.
        continue;
      }
      const left = signAt(guard, name, low, budget);
      const right = signAt(guard, name, high, budget);
      if (left === undefined || right === undefined || left * right < 0) return undefined;
      if (wanted === "positive" && (left < 0 || right < 0)) return undefined;
      if (left === 0) improper.add("low");
      if (right === 0) improper.add("high");
    }
  }
  const forward = !constant || (compareValues(low, high, budget) ?? 1) <= 0;
  const end = (where: "low" | "high"): Tree | undefined => {
    const point = where === "low" ? low : high;
    if (!improper.has(where)) return substitute(found.tree, name, point);
    const side = (where === "low") === forward ? "+" : "-";
    const value = limitOf(found.tree, name, point, { ...options, side });
    return value === undefined || infiniteSign(value) !== 0 ? undefined : value;
  };
  const top = end("high");
  const bottom = top && end("low");
  return top && bottom && sum(top, minus(bottom));
}

/** |a x + b| is ±(a x + b) on either side of its root: the integral there, in two parts where the root lies inside. */
function splitAtSign(
  body: Tree,
  name: string,
  { low, high }: Range,
  options: LimitOptions,
): { readonly value: Tree | undefined } | undefined {
  const found = findAbs(body, name);
  const [argument] = found?.args ?? [];
  const linear = argument && linearIn(argument, name, options.budget);
  if (found === undefined || linear === undefined || argument === undefined) return undefined;
  const without = (sign: 1 | -1): Tree => replaceTree(body, found, product(number(sign), argument));
  const left = signAt(argument, name, low, options.budget);
  const right = signAt(argument, name, high, options.budget);
  if (left === undefined || right === undefined) return { value: undefined };
  if (left * right >= 0) return { value: integrate(without(left + right >= 0 ? 1 : -1), name, { low, high }, options) };
  const root = quotient(minus(linear.offset), linear.slope);
  const first = integrate(without(left > 0 ? 1 : -1), name, { low, high: root }, options);
  const second = first && integrate(without(right > 0 ? 1 : -1), name, { low: root, high }, options);
  return { value: first && second && sum(first, second) };
}

function findAbs(tree: Tree, name: string): CallTree | undefined {
  if (tree.kind !== "call") return undefined;
  if (tree.head === "abs" && dependsOn(tree, name)) return tree;
  for (const arg of tree.args) {
    const inner = findAbs(arg, name);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function replaceTree(tree: Tree, what: Tree, by: Tree): Tree {
  if (tree === what) return by;
  return tree.kind === "call" ? { ...tree, args: tree.args.map((arg) => replaceTree(arg, what, by)) } : tree;
}

/** The sign of a linear expression at a bound, infinite ones included. */
function signAt(guard: Tree, name: string, point: Tree, budget: Budget): -1 | 0 | 1 | undefined {
  const end = infiniteSign(point);
  if (end === 0) return compareValues(substitute(guard, name, point), number(0), budget);
  const step = sum(substitute(guard, name, number(1)), minus(substitute(guard, name, number(0))));
  const slope = compareValues(step, number(0), budget);
  return slope === undefined ? undefined : slope === end ? 1 : slope === 0 ? undefined : -1;
}

/** The integral of c e^(-a x^2) over the whole line or half of it: sqrt(pi / a), or half of that. */
function gaussian(body: Tree, name: string, { low, high }: Range, budget: Budget): Tree | undefined {
  const [term, ...more] = splitTerms(body, name, budget) ?? [];
  const [factor, second] = term === undefined ? [] : factorsOf(term.factors);
  if (term === undefined || more.length > 0 || factor === undefined || second !== undefined) return undefined;
  if (factor.base.kind !== "symbol" || factor.base.name !== "e") return undefined;
  const quadratic = quadraticIn(factor.exponent, name, budget);
  if (quadratic === undefined || compareValues(quadratic.a, number(0), budget) !== -1) return undefined;
  const zero = (tree: Tree): boolean => tree.kind === "number" && tree.value.n === 0n;
  if (!zero(quadratic.b) || infiniteSign(high) !== 1) return undefined;
  const share = infiniteSign(low) === -1 ? number(1) : zero(low) ? number({ n: 1n, d: 2n }) : undefined;
  const height = call("power", symbol("e"), quadratic.c);
  const whole = squareRoot(quotient(symbol("pi"), minus(quadratic.a)));
  return share && product(share, term.coefficient, height, whole);
}

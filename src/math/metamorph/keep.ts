/** @file Rewrites that keep the value of an expression: each is an identity of real algebra, applied at one random place. */
import type { Random } from "../../core/index.ts";
import { call, isCall, number, type CallTree, type NumberTree, type Tree } from "../tree.ts";

/** A rewrite, or `undefined` where it does not apply. */
export type Rewrite = (tree: Tree, random: Random) => Tree | undefined;

/** Every rewrite by name. All hold for all real values of the variables. */
export const keepingRewrites: Readonly<Record<string, Rewrite>> = {
  "swap-terms": (tree) => commuted(tree, "add"),
  "swap-factors": (tree) => commuted(tree, "multiply"),
  "distribute-product-over-sum": (tree) => {
    if (!isCall(tree, "multiply")) return undefined;
    const [left, right, ...rest] = tree.args;
    if (left === undefined || right === undefined || !isCall(right, "add")) return undefined;
    const sum = call("add", ...right.args.map((term) => call("multiply", left, term)));
    return rest.length === 0 ? sum : call("multiply", sum, ...rest);
  },
  "factor-common-factor": (tree) => {
    if (!isCall(tree, "add") || tree.args.length !== 2) return undefined;
    const [left, right] = tree.args;
    if (left === undefined || right === undefined || !isCall(left, "multiply") || !isCall(right, "multiply"))
      return undefined;
    const [factor, ...leftRest] = left.args;
    const [other, ...rightRest] = right.args;
    if (factor === undefined || other === undefined || !sameTree(factor, other)) return undefined;
    return call("multiply", factor, call("add", productOf(leftRest), productOf(rightRest)));
  },
  "square-as-product": (tree) => {
    const [base, exponent] = isCall(tree, "power") ? tree.args : [];
    return base !== undefined && isInteger(exponent, 2n) ? call("multiply", base, base) : undefined;
  },
  "expand-square-of-sum": (tree) => {
    const [base, exponent] = isCall(tree, "power") ? tree.args : [];
    if (base === undefined || !isCall(base, "add") || base.args.length !== 2 || !isInteger(exponent, 2n))
      return undefined;
    const [a, b] = base.args as readonly [Tree, Tree];
    return call("add", call("power", a, number(2)), call("multiply", number(2), a, b), call("power", b, number(2)));
  },
  "expand-fraction": (tree, random) => {
    if (!isCall(tree, "divide")) return undefined;
    const [numerator, denominator] = tree.args as readonly [Tree, Tree];
    const factor = number(random.int(2, 8));
    return call("divide", call("multiply", factor, numerator), call("multiply", factor, denominator));
  },
  "split-fraction": (tree) => {
    if (!isCall(tree, "divide")) return undefined;
    const [numerator, denominator] = tree.args as readonly [Tree, Tree];
    if (!isCall(numerator, "add")) return undefined;
    return call("add", ...numerator.args.map((term) => call("divide", term, denominator)));
  },
  "fraction-as-negative-power": (tree) => {
    if (!isCall(tree, "divide")) return undefined;
    const [numerator, denominator] = tree.args as readonly [Tree, Tree];
    return call("multiply", numerator, call("power", denominator, call("negate", number(1))));
  },
  "root-as-power": (tree) => {
    if (!isCall(tree, "root")) return undefined;
    const [radicand, degree] = tree.args as readonly [Tree, Tree];
    return call("power", radicand, call("divide", number(1), degree));
  },
  "rationalise-root": (tree) => {
    const [radicand, degree] = isCall(tree, "root") ? tree.args : [];
    return radicand !== undefined && isInteger(degree, 2n)
      ? call("divide", radicand, call("root", radicand, number(2)))
      : undefined;
  },
  "negate-twice": (tree) => call("negate", call("negate", tree)),
  "add-and-take-away": (tree, random) => {
    const amount = number(random.int(1, 10));
    return call("add", tree, amount, call("negate", amount));
  },
  "minus-as-product": (tree) => {
    const [inner] = isCall(tree, "negate") ? tree.args : [];
    return inner === undefined ? undefined : call("multiply", call("negate", number(1)), inner);
  },
  "integer-as-sum": (tree, random) => {
    if (tree.kind !== "number" || tree.value.d !== 1n || tree.value.n < 2n) return undefined;
    const part = BigInt(random.int(1, Number(tree.value.n)));
    return call("add", number(part), number(tree.value.n - part));
  },
  "integer-as-fraction": (tree, random) => {
    if (tree.kind !== "number" || tree.value.d !== 1n) return undefined;
    const factor = BigInt(random.int(2, 8));
    return call("divide", number(tree.value.n * factor), number(factor));
  },
};

/** Applies `count` random rewrites at random places. */
export function rewriteKeeping(tree: Tree, random: Random, { count = 3 }: { readonly count?: number } = {}): Tree {
  const names = Object.keys(keepingRewrites);
  let current = tree;
  for (let done = 0, tries = 0; done < count && tries < 60; tries++) {
    const rewrite = keepingRewrites[random.choice(names)];
    const next = rewrite === undefined ? undefined : rewriteSomewhere(current, (part) => rewrite(part, random), random);
    if (next === undefined) continue;
    current = next;
    done++;
  }
  return current;
}

/** Rewrites one random node to which the rewrite applies; `undefined` where there is none. */
export function rewriteSomewhere(
  tree: Tree,
  rewrite: (part: Tree) => Tree | undefined,
  random: Random,
): Tree | undefined {
  const order = shuffledChildren(tree, random);
  if (random.uniform() < 0.4) {
    const here = rewrite(tree);
    if (here !== undefined) return here;
  }
  for (const index of order) {
    const part = (tree as CallTree).args[index] as Tree;
    const changed = rewriteSomewhere(part, rewrite, random);
    if (changed !== undefined) return { ...(tree as CallTree), args: (tree as CallTree).args.with(index, changed) };
  }
  return rewrite(tree);
}

function shuffledChildren(tree: Tree, random: Random): readonly number[] {
  // Exponents and root degrees stay whole numbers, so that every rewrite remains an identity over the reals.
  if (tree.kind !== "call") return [];
  const free = tree.head === "power" || tree.head === "root" ? [0] : tree.args.map((_, index) => index);
  return random.uniform() < 0.5 ? free : free.toReversed();
}

function commuted(tree: Tree, head: "add" | "multiply"): Tree | undefined {
  return isCall(tree, head) ? call(head, ...tree.args.toReversed()) : undefined;
}

function productOf(factors: readonly Tree[]): Tree {
  const [only] = factors;
  if (only === undefined) return number(1);
  return factors.length === 1 ? only : call("multiply", ...factors);
}

function isInteger(tree: Tree | undefined, value: bigint): tree is NumberTree {
  return tree?.kind === "number" && tree.value.d === 1n && tree.value.n === value;
}

function sameTree(a: Tree, b: Tree): boolean {
  if (a.kind === "number" && b.kind === "number") return a.value.n === b.value.n && a.value.d === b.value.d;
  if (a.kind === "symbol" && b.kind === "symbol") return a.name === b.name;
  if (a.kind !== "call" || b.kind !== "call" || a.head !== b.head || a.args.length !== b.args.length) return false;
  return a.args.every((part, index) => sameTree(part, b.args[index] as Tree));
}

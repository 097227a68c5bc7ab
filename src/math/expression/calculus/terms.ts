/** @file An integrand taken apart: a sum of products of powers, with what does not depend on the variable in front. */
import type { Budget } from "../../../core/index.ts";
import { call, number, type Tree } from "../../tree.ts";
import { treeKey } from "../order.ts";
import { normalForm } from "../normal-form.ts";
import { differentiate } from "./derivative.ts";
import { fraction, power, product, quotient, sum } from "./build.ts";
import { dependsOn, substitute } from "./substitute.ts";

/** base^exponent. */
export interface Factor {
  readonly base: Tree;
  readonly exponent: Tree;
}

export interface Term {
  /** Free of the variable. */
  readonly coefficient: Tree;
  readonly factors: readonly Factor[];
}

const largestTerms = 40;

/** The terms of an expression in `name`, multiplied out; undefined where there are too many. */
export function splitTerms(tree: Tree, name: string, budget: Budget): readonly Term[] | undefined {
  budget.spend(6);
  if (!dependsOn(tree, name)) return [{ coefficient: tree, factors: [] }];
  if (tree.kind !== "call") return [{ coefficient: number(1), factors: [{ base: tree, exponent: number(1) }] }];
  const [first, second] = tree.args;
  switch (tree.head) {
    case "add": {
      const parts = tree.args.map((arg) => splitTerms(arg, name, budget));
      const all = parts.every((part) => part !== undefined) ? parts.flat() : undefined;
      return all && all.length <= largestTerms ? all : undefined;
    }
    case "negate":
      return first && splitTerms(first, name, budget)?.map((term) => timesConstant(term, number(-1)));
    case "percent":
      return first && splitTerms(first, name, budget)?.map((term) => timesConstant(term, fraction(1, 100)));
    case "multiply": {
      let terms: readonly Term[] = [{ coefficient: number(1), factors: [] }];
      for (const arg of tree.args) {
        const own = splitTerms(arg, name, budget);
        if (own === undefined || own.length * terms.length > largestTerms) return undefined;
        terms = terms.flatMap((left) =>
          own.map((right) => ({
            coefficient: product(left.coefficient, right.coefficient),
            factors: [...left.factors, ...right.factors],
          })),
        );
      }
      return terms;
    }
    case "divide": {
      const over = first && splitTerms(first, name, budget);
      const under = over && second && splitTerms(power(second, number(-1)), name, budget);
      const [inverse] = under ?? [];
      if (over === undefined || inverse === undefined) return undefined;
      return over.map((term) => ({
        coefficient: product(term.coefficient, inverse.coefficient),
        factors: [...term.factors, ...inverse.factors],
      }));
    }
    case "root":
      return first && second && splitPower(first, quotient(number(1), second), name, budget);
    case "power":
      return first && second && splitPower(first, second, name, budget);
    default:
      return [{ coefficient: number(1), factors: [{ base: tree, exponent: number(1) }] }];
  }
}

function timesConstant(term: Term, by: Tree): Term {
  return { ...term, coefficient: product(by, term.coefficient) };
}

function splitPower(base: Tree, exponent: Tree, name: string, budget: Budget): readonly Term[] | undefined {
  if (dependsOn(exponent, name)) return [{ coefficient: number(1), factors: [{ base, exponent }] }];
  if (base.kind === "call" && base.head === "multiply" && isNegativeWhole(exponent)) {
    return splitTerms(call("multiply", ...base.args.map((arg) => power(arg, exponent))), name, budget);
  }
  const inner = splitTerms(base, name, budget);
  if (inner === undefined) return undefined;
  const [only, ...more] = inner;
  const whole = exponent.kind === "number" && exponent.value.d === 1n ? Number(exponent.value.n) : undefined;
  if (only !== undefined && more.length === 0 && (whole !== undefined || splitsUnderRoot(only))) {
    return [
      {
        coefficient: power(only.coefficient, exponent),
        factors: only.factors.map((factor) => ({ ...factor, exponent: product(factor.exponent, exponent) })),
      },
    ];
  }
  if (whole !== undefined && whole > 1 && whole <= 8) {
    return splitTerms(call("multiply", ...Array<Tree>(whole).fill(base)), name, budget);
  }
  return [{ coefficient: number(1), factors: [{ base, exponent }] }];
}

function isNegativeWhole(exponent: Tree): boolean {
  return exponent.kind === "number" && exponent.value.d === 1n && exponent.value.n < 0n;
}

/** (c u)^r = c^r u^r for every real r only where c is positive; u^2 under a root would lose its sign. */
function splitsUnderRoot({ coefficient, factors }: Term): boolean {
  const [factor, second] = factors;
  const positive = coefficient.kind === "number" && coefficient.value.n > 0n;
  return positive && second === undefined && factor?.exponent.kind === "number" && factor.exponent.value.n === 1n;
}

/** Factors with equal bases joined; those whose exponents cancel are gone. */
export function factorsOf(factors: readonly Factor[]): readonly Factor[] {
  const joined = new Map<string, Factor>();
  for (const { base, exponent } of factors) {
    const key = treeKey(base);
    const known = joined.get(key);
    joined.set(key, { base, exponent: known === undefined ? exponent : sum(known.exponent, exponent) });
  }
  return [...joined.values()].filter(({ exponent }) => exponent.kind !== "number" || exponent.value.n !== 0n);
}

/** slope * x + offset, and the whole as written. */
export interface Linear {
  readonly inner: Tree;
  readonly slope: Tree;
}

/** Undefined where the expression is not linear in the variable, or does not depend on it. */
export function linearIn(tree: Tree, name: string, budget: Budget): (Linear & { readonly offset: Tree }) | undefined {
  if (!dependsOn(tree, name)) return undefined;
  const slope = constantDerivative(tree, name, budget);
  if (slope === undefined || (slope.kind === "number" && slope.value.n === 0n)) return undefined;
  return { inner: tree, slope, offset: normalForm(substitute(tree, name, number(0)), budget) };
}

function constantDerivative(tree: Tree, name: string, budget: Budget): Tree | undefined {
  const derived = differentiate(tree, name, budget);
  const simple = derived && normalForm(derived, budget);
  return simple && !dependsOn(simple, name) ? simple : undefined;
}

/** a x^2 + b x + c, and the whole as written. */
export interface Quadratic {
  readonly tree: Tree;
  readonly a: Tree;
  readonly b: Tree;
  readonly c: Tree;
}

export function quadraticIn(tree: Tree, name: string, budget: Budget): Quadratic | undefined {
  const slope = differentiate(tree, name, budget);
  const bend = slope && constantDerivative(normalForm(slope, budget), name, budget);
  if (slope === undefined || bend === undefined || (bend.kind === "number" && bend.value.n === 0n)) return undefined;
  return {
    tree,
    a: quotient(bend, number(2)),
    b: normalForm(substitute(slope, name, number(0)), budget),
    c: normalForm(substitute(tree, name, number(0)), budget),
  };
}

export function discriminant({ a, b, c }: Quadratic): Tree {
  return sum(product(b, b), product(number(-4), a, c));
}

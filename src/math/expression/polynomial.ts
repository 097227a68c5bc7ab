/** @file Sparse polynomials with rational coefficients over atoms (variables, and sub-expressions that stay as they are). */
import type { Budget } from "../../core/index.ts";
import {
  addRational,
  divideRational,
  multiplyRational,
  negateRational,
  one,
  rationalSize,
} from "../number/rational.ts";
import type { Rational, Tree } from "../tree.ts";
import { evaluateExact, exactContext } from "./exact.ts";
import { treeKey } from "./order.ts";

/** Exponents by atom, in the order of {@link Atoms}; always without trailing zeros. */
export interface Term {
  readonly exponents: readonly number[];
  readonly coefficient: Rational;
}

/** Terms by the text of their exponents; no zero coefficients. */
export type Polynomial = ReadonlyMap<string, Term>;

/** The atoms met so far, by key: `x`, `sqrt(2)`, `sin(x)`. */
export type Atoms = Map<string, Tree>;

const largestTerms = 200;
const largestPower = 40;

export function constantPolynomial(value: Rational): Polynomial {
  return value.n === 0n ? new Map() : new Map([["", { exponents: [], coefficient: value }]]);
}

export function addPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  const sum = new Map(a);
  for (const [key, term] of b) {
    const own = sum.get(key);
    const coefficient = own === undefined ? term.coefficient : addRational(own.coefficient, term.coefficient);
    if (coefficient.n === 0n) sum.delete(key);
    else sum.set(key, { exponents: term.exponents, coefficient });
  }
  return sum;
}

export function scalePolynomial(a: Polynomial, by: Rational): Polynomial {
  if (by.n === 0n) return new Map();
  const scaled = new Map<string, Term>();
  for (const [key, term] of a) scaled.set(key, { ...term, coefficient: multiplyRational(term.coefficient, by) });
  return scaled;
}

/** The product; undefined where it would have too many terms to be readable. */
export function multiplyPolynomials(a: Polynomial, b: Polynomial, budget: Budget): Polynomial | undefined {
  if (a.size * b.size > 4 * largestTerms) return undefined;
  budget.spend(24 * a.size * b.size);
  const product = new Map<string, Term>();
  for (const left of a.values()) {
    for (const right of b.values()) {
      const length = Math.max(left.exponents.length, right.exponents.length);
      const exponents = Array.from(
        { length },
        (_, index) => (left.exponents[index] ?? 0) + (right.exponents[index] ?? 0),
      );
      const key = exponents.join();
      const own = product.get(key);
      const value = multiplyRational(left.coefficient, right.coefficient);
      const coefficient = own === undefined ? value : addRational(own.coefficient, value);
      if (coefficient.n === 0n) product.delete(key);
      else product.set(key, { exponents, coefficient });
    }
  }
  return product.size > largestTerms ? undefined : product;
}

/** A tree as a polynomial over atoms; undefined where it is none (division by a variable) or grows too large. */
export function toPolynomial(tree: Tree, atoms: Atoms, budget: Budget): Polynomial | undefined {
  budget.spend(4);
  const exact = evaluateExact(tree, exactContext(budget));
  if (exact !== undefined) return rationalSize(exact) > 2000 ? undefined : constantPolynomial(exact);
  const [first, second] = tree.kind === "call" ? tree.args : [];
  if (tree.kind !== "call" || first === undefined) return atomPolynomial(tree, atoms);
  switch (tree.head) {
    case "add":
    case "multiply": {
      let result = constantPolynomial(tree.head === "add" ? { n: 0n, d: 1n } : one);
      for (const arg of tree.args) {
        const own = toPolynomial(arg, atoms, budget);
        const next =
          own && (tree.head === "add" ? addPolynomials(result, own) : multiplyPolynomials(result, own, budget));
        if (next === undefined) return undefined;
        result = next;
      }
      return result;
    }
    case "negate":
    case "percent": {
      const inner = toPolynomial(first, atoms, budget);
      return inner && scalePolynomial(inner, tree.head === "negate" ? negateRational(one) : { n: 1n, d: 100n });
    }
    case "divide": {
      const under = second && evaluateExact(second, exactContext(budget));
      const inverse = under && divideRational(one, under);
      const over = inverse && toPolynomial(first, atoms, budget);
      return over && inverse && scalePolynomial(over, inverse);
    }
    case "power": {
      const exponent = second && evaluateExact(second, exactContext(budget));
      if (exponent === undefined || exponent.d !== 1n) return atomPolynomial(tree, atoms);
      if (exponent.n < 0n || exponent.n > BigInt(largestPower)) return undefined;
      const base = toPolynomial(first, atoms, budget);
      let result: Polynomial | undefined = constantPolynomial(one);
      for (let times = 0n; times < exponent.n && result !== undefined; times++)
        result = base && multiplyPolynomials(result, base, budget);
      return result;
    }
    default:
      return atomPolynomial(tree, atoms);
  }
}

/** The atom itself: for what is no polynomial in other atoms. */
export function atomPolynomial(tree: Tree, atoms: Atoms): Polynomial {
  const key = treeKey(tree);
  if (!atoms.has(key)) atoms.set(key, tree);
  const index = [...atoms.keys()].indexOf(key);
  const exponents = [...Array<number>(index).fill(0), 1];
  return new Map([[exponents.join(), { exponents, coefficient: one }]]);
}

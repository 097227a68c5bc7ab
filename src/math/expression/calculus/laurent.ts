/** @file Arithmetic of truncated Laurent series in a small positive t, with polynomials over constants as coefficients. */
import type { Budget } from "../../../core/index.ts";
import { divideRational, one } from "../../number/rational.ts";
import { number, type Rational, type Tree } from "../../tree.ts";
import { compareValues } from "../compare.ts";
import { evaluateExact, exactContext } from "../exact.ts";
import { fromPolynomial } from "../normal-form.ts";
import {
  addPolynomials,
  atomPolynomial,
  constantPolynomial,
  multiplyPolynomials,
  scalePolynomial,
  toPolynomial,
  type Atoms,
  type Polynomial,
} from "../polynomial.ts";
import { power } from "./build.ts";

/** coefficients[k] belongs to t^(start + k); everything from t^(start + length) on is unknown. */
export interface Series {
  readonly start: number;
  readonly coefficients: readonly Polynomial[];
}

export interface SeriesContext {
  readonly budget: Budget;
  readonly atoms: Atoms;
  /** Decides whether a constant vanishes; undefined where that is open. */
  readonly isZero: (tree: Tree) => boolean | undefined;
}

/** The small positive quantity, and the atom that stands for its logarithm. */
export const smallName = "t#";

export const logName = "ln t#";

/** Terms carried along: enough for cancellation of the first few. */
const length = 8;

export const zeroPolynomial: Polynomial = new Map();

/** A constant as a polynomial over atoms, or as an atom of its own where it is none. */
export function coefficientOf(tree: Tree, { atoms, budget }: SeriesContext): Polynomial {
  return toPolynomial(tree, atoms, budget) ?? atomPolynomial(tree, atoms);
}

export function constantSeries(constant: Polynomial): Series {
  return { start: 0, coefficients: Array.from({ length }, (_, k) => (k === 0 ? constant : zeroPolynomial)) };
}

export function shifted(series: Series, by: number): Series {
  return { ...series, start: series.start + by };
}

export function scaled(series: Series, by: Rational): Series {
  return { ...series, coefficients: series.coefficients.map((each) => scalePolynomial(each, by)) };
}

export function at(series: Series, exponent: number): Polynomial {
  return series.coefficients[exponent - series.start] ?? zeroPolynomial;
}

export function add(a: Series, b: Series, { budget }: SeriesContext): Series {
  const start = Math.min(a.start, b.start);
  const end = Math.min(a.start + a.coefficients.length, b.start + b.coefficients.length);
  budget.spend(8 * Math.max(0, end - start));
  return {
    start,
    coefficients: Array.from({ length: Math.max(0, end - start) }, (_, k) =>
      addPolynomials(at(a, start + k), at(b, start + k)),
    ),
  };
}

export function multiply(a: Series, b: Series, { budget }: SeriesContext): Series | undefined {
  const terms = Math.min(a.coefficients.length, b.coefficients.length);
  const coefficients: Polynomial[] = [];
  for (let k = 0; k < terms; k++) {
    let sum = zeroPolynomial;
    for (let j = 0; j <= k; j++) {
      const left = a.coefficients[j] ?? zeroPolynomial;
      const right = b.coefficients[k - j] ?? zeroPolynomial;
      if (left.size === 0 || right.size === 0) continue;
      const term = multiplyPolynomials(left, right, budget);
      if (term === undefined) return undefined;
      sum = addPolynomials(sum, term);
    }
    coefficients.push(sum);
  }
  return { start: a.start + b.start, coefficients };
}

export interface Lead {
  readonly exponent: number;
  readonly coefficient: Tree;
  /** The series with its vanishing first terms cut off. */
  readonly rest: Series;
}

/** The first coefficient that is not zero; undefined where all known ones are, or where one cannot be decided. */
export function leading(series: Series, context: SeriesContext): Lead | undefined {
  for (const [index, coefficient] of series.coefficients.entries()) {
    if (coefficient.size === 0) continue;
    const tree = fromPolynomial(coefficient, [...context.atoms.values()]);
    const zero = context.isZero(tree);
    if (zero === undefined) return undefined;
    if (zero) continue;
    const rest = { start: series.start + index, coefficients: series.coefficients.slice(index) };
    return { exponent: rest.start, coefficient: tree, rest };
  }
  return undefined;
}

export function signOfLead(coefficient: Tree, { budget }: SeriesContext): 1 | -1 | undefined {
  // ln t is negative for small t, and larger than every constant.
  const sign = compareValues(coefficient, number(0), budget);
  return sign === 0 ? undefined : sign;
}

/** u in c t^k (1 + u): the terms after the first, divided by it. */
export function relativeRest(lead: Lead, context: SeriesContext): Series | undefined {
  const divided = multiply(lead.rest, constantSeries(reciprocal(lead.coefficient, context)), context);
  if (divided === undefined) return undefined;
  return { start: 0, coefficients: [zeroPolynomial, ...divided.coefficients.slice(1)] };
}

export function reciprocal(coefficient: Tree, context: SeriesContext): Polynomial {
  const exact = evaluateExact(coefficient, exactContext(context.budget));
  const inverse = exact && divideRational(one, exact);
  return inverse ? constantPolynomial(inverse) : coefficientOf(power(coefficient, number(-1)), context);
}

/** sum of c_k u^k for a u without constant term. */
export function compose(outer: readonly Polynomial[], u: Series, context: SeriesContext): Series | undefined {
  const terms = u.coefficients.length;
  let result: Series = { start: 0, coefficients: Array.from({ length: terms }, () => zeroPolynomial) };
  for (let k = Math.min(outer.length, terms) - 1; k >= 0; k--) {
    const product = multiply(result, u, context);
    if (product === undefined) return undefined;
    const [head = zeroPolynomial, ...tail] = product.coefficients;
    result = { start: 0, coefficients: [addPolynomials(head, outer[k] ?? zeroPolynomial), ...tail] };
  }
  return result;
}

/** Constant term and the rest; undefined where the series has a pole. */
export function split(
  series: Series,
  context: SeriesContext,
): { readonly constant: Tree; readonly u: Series } | undefined {
  const end = series.start + series.coefficients.length;
  if (end < 1) return undefined;
  for (let exponent = series.start; exponent < 0; exponent++) {
    const coefficient = at(series, exponent);
    if (coefficient.size === 0) continue;
    if (context.isZero(fromPolynomial(coefficient, [...context.atoms.values()])) !== true) return undefined;
  }
  const constant = fromPolynomial(at(series, 0), [...context.atoms.values()]);
  return {
    constant,
    u: {
      start: 0,
      coefficients: Array.from({ length: end }, (_, k) => (k === 0 ? zeroPolynomial : at(series, k))),
    },
  };
}

export function factorials(terms: number, rule: (k: number) => number): readonly Polynomial[] {
  let factorial = 1n;
  return Array.from({ length: terms }, (_, k) => {
    if (k > 0) factorial *= BigInt(k);
    const sign = rule(k);
    return sign === 0 ? zeroPolynomial : constantPolynomial({ n: BigInt(sign), d: factorial });
  });
}

/** @file A readable canonical form, for explanations: what an expression comes to when it is multiplied out and collected. */
import { isBudgetExceeded, type Budget } from "../../core/index.ts";
import { compareRational } from "../number/rational.ts";
import { call, number, type CallTree, type Rational, type Tree } from "../tree.ts";
import { treeKey } from "./order.ts";
import { toPolynomial, type Atoms, type Polynomial, type Term } from "./polynomial.ts";

/**
 * Polynomials are multiplied out and ordered by degree; constants that are rational become one number; a quotient of
 * polynomials keeps its two parts, each in normal form. Everything else is returned with its parts in normal form and the
 * terms of sums and products in a fixed order. Meant to be read: equality is never decided by comparing normal forms.
 */
export function normalForm(tree: Tree, budget: Budget): Tree {
  try {
    return normalise(tree, budget);
  } catch (thrown) {
    if (isBudgetExceeded(thrown)) return tree;
    throw thrown;
  }
}

function normalise(tree: Tree, budget: Budget): Tree {
  budget.spend(2);
  if (tree.kind !== "call") return tree;
  const inner = insideNormal(tree, budget);
  const atoms: Atoms = new Map();
  const polynomial = toPolynomial(inner, atoms, budget);
  if (polynomial !== undefined) return fromPolynomial(polynomial, [...atoms.values()]);
  return ordered(inner);
}

/** Parts of anything that is not arithmetic are brought into normal form first, so that equal parts become equal atoms. */
function insideNormal(tree: CallTree, budget: Budget): CallTree {
  const args = tree.args.map((arg) =>
    arg.kind === "call"
      ? arithmetic.has(arg.head) && arithmetic.has(tree.head) && tree.head !== "divide"
        ? insideNormal(arg, budget)
        : normalise(arg, budget)
      : arg,
  );
  return { ...tree, args };
}

const arithmetic: ReadonlySet<string> = new Set(["add", "multiply", "negate", "divide", "power"]);

function ordered(tree: CallTree): Tree {
  if (tree.head !== "add" && tree.head !== "multiply") return tree;
  const keyed = tree.args.map((arg) => ({ arg, key: treeKey(arg) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { ...tree, args: keyed.map(({ arg }) => arg) };
}

/** The readable tree of a polynomial over these atoms. */
export function fromPolynomial(polynomial: Polynomial, atoms: readonly Tree[]): Tree {
  const order = atoms.map((atom, index) => ({ index, key: treeKey(atom) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const terms = [...polynomial.values()].sort((a, b) => compareTerms(a, b, order));
  const trees = terms.map((term) => termTree(term, atoms, order));
  const [only, ...more] = trees;
  return only === undefined ? number(0) : more.length === 0 ? only : call("add", ...trees);
}

interface AtomOrder {
  readonly index: number;
  readonly key: string;
}

/** Higher total degree first, then alphabetically earlier atoms with higher exponents. */
function compareTerms(a: Term, b: Term, order: readonly AtomOrder[]): number {
  const degree = (term: Term): number => term.exponents.reduce((sum, exponent) => sum + exponent, 0);
  const gap = degree(b) - degree(a);
  if (gap !== 0) return gap;
  for (const { index } of order) {
    const difference = (b.exponents[index] ?? 0) - (a.exponents[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return compareRational(b.coefficient, a.coefficient);
}

function termTree({ exponents, coefficient }: Term, atoms: readonly Tree[], order: readonly AtomOrder[]): Tree {
  const factors: Tree[] = [];
  for (const { index } of order) {
    const exponent = exponents[index] ?? 0;
    const atom = atoms[index];
    if (exponent > 0 && atom !== undefined) factors.push(exponent === 1 ? atom : call("power", atom, number(exponent)));
  }
  return signed(coefficient, factors);
}

function signed(coefficient: Rational, factors: readonly Tree[]): Tree {
  if (factors.length === 0) return number(coefficient);
  const size: Rational = coefficient.n < 0n ? { n: -coefficient.n, d: coefficient.d } : coefficient;
  const all = size.n === 1n && size.d === 1n ? factors : [number(size), ...factors];
  const [only, ...more] = all;
  const product = only !== undefined && more.length === 0 ? only : call("multiply", ...all);
  return coefficient.n < 0n ? call("negate", product) : product;
}

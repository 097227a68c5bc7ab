/**
 * @file Sums without end: geometric ones times polynomials, exponential series, rational terms that telescope, and the
 * even powers of 1/n.
 */
import type { Budget } from "../../../core/index.ts";
import { addRational, divideRational, multiplyRational, negateRational, rational } from "../../number/rational.ts";
import { call, number, symbol, type Rational, type Tree } from "../../tree.ts";
import { compareValues } from "../compare.ts";
import { evaluateExact, exactContext } from "../exact.ts";
import { freeSymbols } from "../symbols.ts";
import { exp, fraction, isNumber, minus, power, product, quotient, squareRoot, sum } from "./build.ts";
import { dependsOn, substitute } from "./substitute.ts";
import { discriminant, factorsOf, linearIn, quadraticIn, splitTerms } from "./terms.ts";

export interface SumOptions {
  readonly budget: Budget;
  readonly isZero: (tree: Tree) => boolean | undefined;
}

/** The sum of body for name = low, low + 1, ...; undefined where it diverges, or where no rule shows its value. */
export function sumEndless(body: Tree, name: string, low: Tree, options: SumOptions): Tree | undefined {
  const start = evaluateExact(low, exactContext(options.budget));
  if (start === undefined || start.d !== 1n || start.n < -1000n || start.n > 1000n) return undefined;
  if (!dependsOn(body, name)) return undefined;
  return (
    exponentialSeries(body, name, start.n, options) ??
    geometric(body, name, start.n, options) ??
    rationalTerms(body, name, start.n, options)
  );
}

/** Terms c x^n / n!: each is the one before times x / n. */
function exponentialSeries(body: Tree, name: string, start: bigint, { isZero }: SumOptions): Tree | undefined {
  if (start < 0n || start > 20n || !mentions(body, "factorial")) return undefined;
  const at = (n: bigint): Tree => substitute(body, name, number(n));
  const first = at(0n);
  const ratio = quotient(at(1n), first);
  const next = product(substitute(body, name, sum(symbol(name), number(1))), sum(symbol(name), number(1)));
  if (isZero(first) !== false || isZero(sum(next, minus(product(ratio, body)))) !== true) return undefined;
  const before = Array.from({ length: Number(start) }, (_, n) => minus(at(BigInt(n))));
  return sum(product(first, exp(ratio)), ...before);
}

function mentions(tree: Tree, head: string): boolean {
  return tree.kind === "call" && (tree.head === head || tree.args.some((arg) => mentions(arg, head)));
}

/** Each term of the body as polynomial times r^n, summed on its own. */
function geometric(body: Tree, name: string, start: bigint, options: SumOptions): Tree | undefined {
  const terms = splitTerms(body, name, options.budget);
  if (terms === undefined) return undefined;
  const byRatio: Tree[] = [];
  for (const { coefficient, factors } of terms) {
    let ratio: Tree = number(1);
    let scale: Tree = coefficient;
    let degree = 0;
    for (const { base, exponent } of factorsOf(factors)) {
      if (base.kind === "symbol" && base.name === name) {
        const whole = exponent.kind === "number" && exponent.value.d === 1n ? Number(exponent.value.n) : -1;
        if (whole < 0 || whole > 6) return undefined;
        degree = whole;
        continue;
      }
      const linear = dependsOn(base, name) ? undefined : linearIn(exponent, name, options.budget);
      if (linear === undefined) return undefined;
      ratio = product(ratio, power(base, linear.slope));
      scale = product(scale, power(base, linear.offset));
    }
    const total = powersTimesGeometric(degree, ratio, start, options);
    if (total === undefined) return undefined;
    byRatio.push(product(scale, total));
  }
  return sum(...byRatio);
}

/**
 * The sum of n^d r^n from `start` on: with q(n) such that r q(n+1) - q(n) = n^d it telescopes to -q(start) r^start.
 * A ratio with free variables is taken to be one for which the sum converges: elsewhere there is nothing to compare.
 */
function powersTimesGeometric(degree: number, ratio: Tree, start: bigint, { budget }: SumOptions): Tree | undefined {
  if (freeSymbols(ratio).length === 0 && compareValues(call("abs", ratio), number(1), budget) !== -1) return undefined;
  const below = sum(ratio, number(-1));
  // q_j = (1 if j = d, minus r times what higher coefficients give to n^j) / (r - 1)
  const q: Tree[] = [];
  for (let j = degree; j >= 0; j--) {
    const higher: Tree[] = [];
    for (let k = j + 1; k <= degree; k++)
      higher.push(product(number(-choose(k, j)), ratio, q[degree - k] ?? number(0)));
    q.push(quotient(sum(number(j === degree ? 1 : 0), ...higher), below));
  }
  const at = q.map((each, index) => product(each, power(number(start), number(degree - index))));
  return minus(product(sum(...at), power(ratio, number(start))));
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let j = 0; j < k; j++) result = (result * (n - j)) / (j + 1);
  return Math.round(result);
}

/** Residues at whole-number distances that add up to zero telescope; 1/n^2, 1/n^4, 1/n^6 have Euler's values. */
function rationalTerms(body: Tree, name: string, start: bigint, options: SumOptions): Tree | undefined {
  const [term, ...more] = splitTerms(body, name, options.budget) ?? [];
  if (term === undefined || more.length > 0) return undefined;
  const factors = factorsOf(term.factors);
  const [only, second] = factors;
  if (only !== undefined && second === undefined && only.base.kind === "symbol") {
    const value = only.exponent.kind === "number" ? evenZeta(only.exponent.value) : undefined;
    if (value === undefined || start < 1n || start > 20n) return undefined;
    const before = Array.from({ length: Number(start) - 1 }, (_, n) => minus(power(number(n + 1), only.exponent)));
    return product(term.coefficient, sum(value, ...before));
  }
  const roots: Rational[] = [];
  let scale = term.coefficient;
  for (const { base, exponent } of factors) {
    if (!isNumber(exponent, -1)) return undefined;
    const found = rationalRoots(base, name, options.budget);
    if (found === undefined) return undefined;
    roots.push(...found.roots);
    scale = quotient(scale, number(found.lead));
  }
  const total = telescoped(roots, start);
  return total && product(scale, number(total));
}

interface Roots {
  readonly lead: Rational;
  readonly roots: readonly Rational[];
}

/** Leading coefficient and roots of a linear or quadratic polynomial whose roots are rational. */
function rationalRoots(base: Tree, name: string, budget: Budget): Roots | undefined {
  const linear = linearIn(base, name, budget);
  if (linear !== undefined) {
    if (linear.slope.kind !== "number" || linear.offset.kind !== "number") return undefined;
    const root = divideRational(negateRational(linear.offset.value), linear.slope.value);
    return root && { lead: linear.slope.value, roots: [root] };
  }
  const quadratic = quadraticIn(base, name, budget);
  const root = quadratic && quadratic.a.kind === "number" ? squareRoot(discriminant(quadratic)) : undefined;
  const spread = root && evaluateExact(root, exactContext(budget));
  if (quadratic?.a.kind !== "number" || quadratic.b.kind !== "number" || spread === undefined) return undefined;
  const twice = multiplyRational(quadratic.a.value, { n: 2n, d: 1n });
  const middle = negateRational(quadratic.b.value);
  const roots = [addRational(middle, spread), addRational(middle, negateRational(spread))];
  const both = roots.map((each) => divideRational(each, twice));
  return both.every((each) => each !== undefined) ? { lead: quadratic.a.value, roots: both } : undefined;
}

/** The sum over n >= start of 1 / prod(n - r_i), for different roots that lie at whole distances from each other. */
function telescoped(roots: readonly Rational[], start: bigint): Rational | undefined {
  const [base] = roots;
  if (base === undefined || roots.length < 2) return undefined;
  let total: Rational = { n: 0n, d: 1n };
  for (const [index, root] of roots.entries()) {
    const away = rational(root.n * base.d - base.n * root.d, root.d * base.d);
    if (away.d !== 1n || (away.n < 0n ? -away.n : away.n) > 60n) return undefined;
    // A root on the path of n is a division by zero.
    if (root.d === 1n && root.n >= start) return undefined;
    let residue: Rational | undefined = { n: 1n, d: 1n };
    for (const [other, each] of roots.entries()) {
      if (other === index) continue;
      const gap = rational(root.n * each.d - each.n * root.d, root.d * each.d);
      residue = residue && divideRational(residue, gap);
    }
    if (residue === undefined) return undefined;
    // 1/(n - r) against 1/(n - base): the sums differ by the |away| terms at one end.
    const step = away.n > 0n ? 1n : -1n;
    for (let k = 0n; k !== away.n; k += step) {
      const place = away.n > 0n ? -(k + 1n) : -k;
      const under = rational((start + place) * base.d - base.n, base.d);
      const piece = divideRational(residue, under);
      if (piece === undefined) return undefined;
      total = rational(total.n * piece.d + step * piece.n * total.d, total.d * piece.d);
    }
  }
  return total;
}

/** zeta(2), zeta(4), zeta(6), zeta(8) as rational multiples of powers of pi. */
function evenZeta(exponent: Rational): Tree | undefined {
  if (exponent.d !== 1n) return undefined;
  const under = { "-2": 6, "-4": 90, "-6": 945, "-8": 9450 }[exponent.n.toString()];
  return under === undefined
    ? undefined
    : product(fraction(1, under), power(symbol("pi"), number(multiplyRational(exponent, { n: -1n, d: 1n }))));
}

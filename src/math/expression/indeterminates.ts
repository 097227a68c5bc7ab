/**
 * @file Functions of variables as rational functions of new variables: sines and cosines by the rational points of the
 * circle, exponentials as powers, roots of a variable by a variable that is the root. What is an identity of rational
 * functions afterwards was one before; the converse needs independence and is never used.
 */
import type { Budget } from "../../core/index.ts";
import { gcd } from "../number/integer.ts";
import { multiplyRational, rational } from "../number/rational.ts";
import { call, number, symbol, type CallTree, type Rational, type Tree } from "../tree.ts";
import { power, product, quotient, sum } from "./calculus/build.ts";
import { evaluateExact, exactContext, primeExponents } from "./exact.ts";
import { treeKey } from "./order.ts";
import { toPolynomial, type Atoms } from "./polynomial.ts";

/** A rational combination of monomials, by the monomial's key. */
type Combination = ReadonlyMap<string, Rational>;

interface State {
  readonly budget: Budget;
  /** Atoms of arguments, shared so that monomials have the same keys everywhere. */
  readonly atoms: Atoms;
  /** The common denominator of the coefficients of each monomial, under "circle" or the base of a power. */
  readonly denominators: Map<string, bigint>;
  /** The degree of the root that stands for each variable. */
  readonly roots: Map<string, bigint>;
}

/** Multiples of an angle, and powers, beyond which sampling is cheaper. */
const largestMultiple = 8n;

/** Both trees over new variables; undefined where something has no place in a rational function. */
export function asRationalFunctions(a: Tree, b: Tree, budget: Budget): readonly [Tree, Tree] | undefined {
  const state: State = { budget, atoms: new Map(), denominators: new Map(), roots: new Map() };
  if (!collect(a, state) || !collect(b, state)) return undefined;
  const left = rebuild(a, state);
  const right = left && rebuild(b, state);
  return left && right && [left, right];
}

const circular: ReadonlySet<string> = new Set(["sin", "cos", "tan", "cot", "sec", "csc"]);
const hyperbolic: ReadonlySet<string> = new Set(["sinh", "cosh", "tanh", "coth", "sech", "csch"]);

/** First pass: the denominators of all angles and exponents. False where the expression does not fit. */
function collect(tree: Tree, state: State): boolean {
  state.budget.spend(4);
  if (tree.kind === "number") return true;
  if (tree.kind === "symbol") return tree.name !== "i" && tree.name !== "infinity";
  if (tree.kind !== "call") return false;
  const [first, second] = tree.args;
  if (first === undefined) return false;
  if (circular.has(tree.head)) return note("circle", first, state);
  if (hyperbolic.has(tree.head)) return note("e", first, state);
  switch (tree.head) {
    case "add":
    case "multiply":
    case "negate":
    case "divide":
    case "percent":
      return tree.args.every((arg) => collect(arg, state));
    case "root":
    case "power": {
      const given = second && evaluateExact(second, exactContext(state.budget));
      if (given !== undefined) {
        if (tree.head === "power" && given.d === 1n) return collect(first, state);
        const degree = tree.head === "power" ? given.d : given.d === 1n && given.n > 0n ? given.n : 0n;
        if (degree === 0n || degree > 12n || first.kind !== "symbol" || !collect(first, state)) return false;
        const known = state.roots.get(first.name) ?? 1n;
        state.roots.set(first.name, (known * degree) / gcd(known, degree));
        return true;
      }
      const bases = tree.head === "power" ? basesOf(first, state) : undefined;
      return (
        second !== undefined && bases !== undefined && [...bases.keys()].every((base) => note(base, second, state))
      );
    }
    case "log":
      return second !== undefined && second.kind === "symbol" && second.name === "e";
    default:
      return false;
  }
}

/** The primes of a positive rational base with their exponents, or e. */
function basesOf(base: Tree, { budget }: State): ReadonlyMap<string, number> | undefined {
  if (base.kind === "symbol" && base.name === "e") return new Map([["e", 1]]);
  const value = evaluateExact(base, exactContext(budget));
  const factors = value && value.n > 0n ? primeExponents(value, budget) : undefined;
  return factors && new Map([...factors].map(([prime, count]) => [prime.toString(), count]));
}

function note(kind: string, argument: Tree, state: State): boolean {
  const parts = combination(argument, state);
  if (parts === undefined) return false;
  for (const [monomial, { d }] of parts) {
    const key = `${kind}:${monomial}`;
    const known = state.denominators.get(key) ?? 1n;
    state.denominators.set(key, (known * d) / gcd(known, d));
  }
  return true;
}

function combination(argument: Tree, { atoms, budget }: State): Combination | undefined {
  const polynomial = toPolynomial(argument, atoms, budget);
  return polynomial && new Map([...polynomial].map(([key, { coefficient }]) => [key, coefficient]));
}

function rebuild(tree: Tree, state: State): Tree | undefined {
  state.budget.spend(4);
  if (tree.kind === "number") return tree;
  if (tree.kind === "symbol") return rebuildSymbol(tree.name, state);
  if (tree.kind !== "call") return undefined;
  const [first, second] = tree.args;
  if (first === undefined) return undefined;
  if (circular.has(tree.head)) return rebuildCircular(tree, first, state);
  if (hyperbolic.has(tree.head)) return rebuildHyperbolic(tree.head, first, state);
  if (tree.head === "log") return symbol(`#${treeKey(tree)}`);
  if (tree.head === "root" || tree.head === "power") {
    const given = second && evaluateExact(second, exactContext(state.budget));
    if (given === undefined) return second && rebuildExponential(first, second, state);
    const exponent = tree.head === "power" ? given : { n: 1n, d: given.n };
    if (exponent.d === 1n) {
      const base = rebuild(first, state);
      return base && call("power", base, number(exponent));
    }
    if (first.kind !== "symbol") return undefined;
    const degree = state.roots.get(first.name) ?? 1n;
    return power(symbol(first.name), number((exponent.n * degree) / exponent.d));
  }
  const args = tree.args.map((arg) => rebuild(arg, state));
  return args.every((arg) => arg !== undefined) ? { ...tree, args } : undefined;
}

/** A variable under roots becomes a power of what stands for the root; e is its own first power; pi is free. */
function rebuildSymbol(name: string, state: State): Tree {
  if (name === "pi") return symbol("#pi");
  if (name === "e") return power(symbol("#e:"), number(state.denominators.get("e:") ?? 1n));
  const degree = state.roots.get(name);
  return degree === undefined ? symbol(name) : power(symbol(name), number(degree));
}

interface Point {
  readonly cos: Tree;
  readonly sin: Tree;
}

function rebuildCircular({ head }: CallTree, argument: Tree, state: State): Tree | undefined {
  const parts = combination(argument, state);
  if (parts === undefined) return undefined;
  let point: Point = { cos: number(1), sin: number(0) };
  for (const [monomial, coefficient] of parts) {
    const key = `circle:${monomial}`;
    const times = multiplyRational(coefficient, { n: state.denominators.get(key) ?? 1n, d: 1n });
    const angle = isPi(monomial, state) ? quarterTurns(coefficient) : multipleAngle(symbol(`#${key}`), times.n);
    if (angle === undefined) return undefined;
    point = turned(point, angle);
  }
  switch (head) {
    case "sin":
      return point.sin;
    case "cos":
      return point.cos;
    case "tan":
      return quotient(point.sin, point.cos);
    case "cot":
      return quotient(point.cos, point.sin);
    case "sec":
      return quotient(number(1), point.cos);
    default:
      return quotient(number(1), point.sin);
  }
}

function isPi(monomial: string, { atoms }: State): boolean {
  const index = [...atoms.keys()].indexOf("pi");
  return index >= 0 && monomial === [...Array.from({ length: index }, () => 0), 1].join();
}

/** A constant shift by a multiple of pi/2; others would need the roots of unity. */
function quarterTurns(c: Rational): Point | undefined {
  const turns = rational(c.n * 2n, c.d);
  if (turns.d !== 1n) return undefined;
  const quarter = Number(((turns.n % 4n) + 4n) % 4n);
  return { cos: number([1, 0, -1, 0][quarter] ?? 0), sin: number([0, 1, 0, -1][quarter] ?? 0) };
}

function turned(a: Point, b: Point): Point {
  return {
    cos: sum(product(a.cos, b.cos), product(number(-1), a.sin, b.sin)),
    sin: sum(product(a.sin, b.cos), product(a.cos, b.sin)),
  };
}

/** (cos k u, sin k u) for the u with tan(u/2) = t, as polynomials in t over (1 + t^2)^k. */
function multipleAngle(t: Tree, times: bigint): Point | undefined {
  const k = times < 0n ? -times : times;
  if (k > largestMultiple) return undefined;
  // (1 + i t)^(2k) by the binomial theorem: the circle's point is (1 + i t)^2 / (1 + t^2).
  const even: Tree[] = [];
  const odd: Tree[] = [];
  let binomial = 1n;
  for (let j = 0n; j <= 2n * k; j++) {
    const sign = j % 4n < 2n ? 1n : -1n;
    (j % 2n === 0n ? even : odd).push(product(number(sign * binomial), power(t, number(j))));
    binomial = (binomial * (2n * k - j)) / (j + 1n);
  }
  const under = power(sum(number(1), power(t, number(2))), number(k));
  const sin = odd.length === 0 ? number(0) : quotient(sum(...odd), under);
  return { cos: quotient(sum(...even), under), sin: times < 0n ? product(number(-1), sin) : sin };
}

function rebuildExponential(base: Tree, exponent: Tree, state: State): Tree | undefined {
  const parts = combination(exponent, state);
  const bases = basesOf(base, state);
  if (parts === undefined || bases === undefined) return undefined;
  const factors: Tree[] = [];
  for (const [name, count] of bases) {
    for (const [monomial, coefficient] of parts) {
      const factor = exponentialFactor(
        name,
        monomial,
        multiplyRational(coefficient, { n: BigInt(count), d: 1n }),
        state,
      );
      if (factor === undefined) return undefined;
      factors.push(factor);
    }
  }
  return product(...factors);
}

/** base^(coefficient * monomial) as a power of the variable that stands for base^(monomial / denominator). */
function exponentialFactor(base: string, monomial: string, coefficient: Rational, state: State): Tree | undefined {
  if (monomial === "" && base !== "e")
    return coefficient.d === 1n ? power(number(BigInt(base)), number(coefficient)) : undefined;
  const key = `${base}:${monomial}`;
  const times = multiplyRational(coefficient, { n: state.denominators.get(key) ?? 1n, d: 1n });
  if (times.d !== 1n || times.n > 1000n || times.n < -1000n) return undefined;
  return power(symbol(`#${key}`), number(times));
}

function rebuildHyperbolic(head: string, argument: Tree, state: State): Tree | undefined {
  const forward = rebuildExponential(symbol("e"), argument, state);
  if (forward === undefined) return undefined;
  const back = quotient(number(1), forward);
  const sine = quotient(sum(forward, product(number(-1), back)), number(2));
  const cosine = quotient(sum(forward, back), number(2));
  switch (head) {
    case "sinh":
      return sine;
    case "cosh":
      return cosine;
    case "tanh":
      return quotient(sine, cosine);
    case "coth":
      return quotient(cosine, sine);
    case "sech":
      return quotient(number(1), cosine);
    default:
      return quotient(number(1), sine);
  }
}

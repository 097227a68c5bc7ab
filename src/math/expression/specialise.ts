/**
 * @file Transcendental constants as indeterminates: pi, e, logarithms of primes and the like are replaced by random
 * rationals close to their values. What is zero afterwards is zero as an algebraic function of them (up to the chance that
 * the random numbers hit a root), hence zero at their true values. The converse needs their independence and is never used.
 */
import type { Budget } from "../../core/index.ts";
import { ballEnds } from "../number/ball.ts";
import { addRational, rational } from "../number/rational.ts";
import { call, number, symbol, type CallTree, type Rational, type Tree } from "../tree.ts";
import { piMultiple } from "./angle.ts";
import { encloseContext, encloseTree } from "./enclose.ts";
import { evaluateExact, exactContext, primeExponents } from "./exact.ts";
import { treeKey } from "./order.ts";

export interface Specialised {
  readonly tree: Tree;
  /** What was replaced, for explanations. */
  readonly atoms: readonly string[];
  /** Each was drawn from 2^bits numbers. */
  readonly bits: number;
}

interface State {
  readonly budget: Budget;
  readonly atoms: Map<string, Tree>;
  readonly isZero: (tree: Tree) => boolean | undefined;
}

const randomBits = 40;

/** The algebraic stand-in of a constant; undefined where something is neither algebraic nor replaceable. */
export function specialise(
  tree: Tree,
  { budget, isZero }: { readonly budget: Budget; readonly isZero: (tree: Tree) => boolean | undefined },
): Specialised | undefined {
  const state: State = { budget, atoms: new Map(), isZero };
  const result = replace(tree, state);
  if (result === undefined || state.atoms.size === 0) return undefined;
  return { tree: result, atoms: [...state.atoms.keys()], bits: randomBits };
}

function replace(tree: Tree, state: State): Tree | undefined {
  state.budget.spend(4);
  if (tree.kind === "number") return tree;
  if (tree.kind === "symbol")
    return tree.name === "i" ? tree : tree.name === "pi" || tree.name === "e" ? atom(tree, state) : undefined;
  if (tree.kind !== "call") return undefined;
  const exact = evaluateExact(tree, exactContext(state.budget));
  if (exact !== undefined) return number(exact);
  const [first, second] = tree.args;
  if (first === undefined) return undefined;
  switch (tree.head) {
    case "power":
      return second && replacePower(first, second, state);
    case "log": {
      const top = replaceLog(first, state);
      const bottom = top && second && replaceLog(second, state);
      return top && bottom && divide(top, bottom);
    }
    case "degree": {
      const inner = replace(first, state);
      const pi = inner && atom(symbol("pi"), state);
      return pi && inner && call("divide", call("multiply", inner, pi), number(180));
    }
    case "sin":
    case "cos":
    case "tan":
    case "cot":
    case "sec":
    case "csc":
      return piMultiple(first, exactContext(state.budget)) === undefined ? atom(tree, state) : tree;
    case "arcsin":
    case "arccos":
    case "arctan":
    case "arccot":
      return replaceArc(tree, state);
    case "sinh":
    case "cosh":
    case "tanh":
      return replaceHyperbolic(tree.head, first, state);
    case "root":
      return second && replaceInside(call("root", first, second), [first], state);
    case "add":
    case "multiply":
    case "negate":
    case "divide":
    case "percent":
    case "abs":
      return replaceInside(tree, tree.args, state);
    default:
      return atom(tree, state);
  }
}

function replaceInside(tree: CallTree, args: readonly Tree[], state: State): Tree | undefined {
  const replaced: Tree[] = [];
  for (const arg of args) {
    const value = replace(arg, state);
    if (value === undefined) return undefined;
    replaced.push(value);
  }
  return { ...tree, args: [...replaced, ...tree.args.slice(args.length)] };
}

function divide(a: Tree, b: Tree): Tree {
  return b.kind === "number" && b.value.n === 1n && b.value.d === 1n ? a : call("divide", a, b);
}

/** A random rational within 2^-24 of the value of a real constant, the same for every occurrence. */
function atom(tree: Tree, state: State): Tree | undefined {
  const key = treeKey(tree);
  const known = state.atoms.get(key);
  if (known !== undefined) return known;
  const value = encloseTree(tree, encloseContext(state.budget, 64));
  if (value === undefined || value.im !== undefined) return undefined;
  const { low } = ballEnds(value.re);
  const scale = 1n << BigInt(randomBits + 24);
  const near = (low.n * scale) / low.d;
  const replaced = number(rational(near + (hashText(key) >> 24n), scale));
  state.atoms.set(key, replaced);
  return replaced;
}

/** 64 bits of FNV-1a, mixed: the fixed seed of an atom's random part. */
function hashText(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  hash = BigInt.asUintN(64, (hash ^ (hash >> 30n)) * 0xbf58476d1ce4e5b9n);
  return hash ^ (hash >> 31n);
}

function replacePower(base: Tree, exponent: Tree, state: State): Tree | undefined {
  const exact = evaluateExact(exponent, exactContext(state.budget));
  if (exact !== undefined) {
    const inner = replace(base, state);
    return inner && call("power", inner, number(exact));
  }
  if (base.kind === "symbol" && base.name === "e") return exponential(exponent, state);
  // b^w = e^(w log b) for a positive b.
  const value = encloseTree(base, encloseContext(state.budget, 64));
  if (value === undefined || value.im !== undefined || value.re.m <= value.re.r) return undefined;
  return exponential(call("multiply", exponent, call("log", base, symbol("e"))), state);
}

/** e^(t1 + t2 + ...) as a product of powers of one atom for each kind of term. */
function exponential(exponent: Tree, state: State): Tree | undefined {
  const factors: Tree[] = [];
  for (const { coefficient, rest } of linearTerms(exponent, { n: 1n, d: 1n }, state)) {
    const factor = exponentialOf(coefficient, rest, state);
    if (factor === undefined) return undefined;
    factors.push(factor);
  }
  const [only, ...more] = factors;
  return only === undefined ? number(1) : more.length === 0 ? only : call("multiply", only, ...more);
}

function exponentialOf(coefficient: Rational, rest: readonly Tree[], state: State): Tree | undefined {
  const power = (base: Tree | undefined): Tree | undefined => base && call("power", base, number(coefficient));
  const [only, second] = rest;
  if (only === undefined) return power(atom(symbol("e"), state));
  if (second === undefined && only.kind === "call" && only.head === "log" && only.args[0] && isNatural(only))
    return power(replace(only.args[0], state));
  if (
    rest.length === 2 &&
    rest.some((part) => part.kind === "symbol" && part.name === "i") &&
    rest.some((part) => part.kind === "symbol" && part.name === "pi")
  ) {
    const angle = call("multiply", number(coefficient), symbol("pi"));
    return call("add", call("cos", angle), call("multiply", symbol("i"), call("sin", angle)));
  }
  return power(atom(call("power", symbol("e"), rest.length === 1 ? only : call("multiply", ...rest)), state));
}

function isNatural(tree: CallTree): boolean {
  const base = tree.args[1];
  return base === undefined || (base.kind === "symbol" && base.name === "e");
}

interface Term {
  readonly coefficient: Rational;
  readonly rest: readonly Tree[];
}

/** A sum as terms "rational times other factors". */
function linearTerms(tree: Tree, by: Rational, state: State): readonly Term[] {
  const scaled = (value: Rational): Rational => rational(by.n * value.n, by.d * value.d);
  const exact = evaluateExact(tree, exactContext(state.budget));
  if (exact !== undefined) return [{ coefficient: scaled(exact), rest: [] }];
  if (tree.kind !== "call") return [{ coefficient: by, rest: [tree] }];
  const [first, second] = tree.args;
  switch (tree.head) {
    case "add":
      return tree.args.flatMap((arg) => linearTerms(arg, by, state));
    case "negate":
      return first === undefined ? [] : linearTerms(first, scaled({ n: -1n, d: 1n }), state);
    case "divide": {
      const under = second && evaluateExact(second, exactContext(state.budget));
      if (first === undefined || under === undefined || under.n === 0n) return [{ coefficient: by, rest: [tree] }];
      return linearTerms(first, scaled(rational(under.d, under.n)), state);
    }
    case "multiply": {
      let terms: readonly Term[] = [{ coefficient: by, rest: [] }];
      for (const arg of tree.args) {
        const own = linearTerms(arg, { n: 1n, d: 1n }, state);
        terms = terms.flatMap((left) =>
          own.map((right) => ({
            coefficient: rational(left.coefficient.n * right.coefficient.n, left.coefficient.d * right.coefficient.d),
            rest: [...left.rest, ...right.rest],
          })),
        );
        if (terms.length > 64) return [{ coefficient: by, rest: [tree] }];
      }
      return terms.map((term) => ({
        ...term,
        rest: [...term.rest].sort((a, b) => (treeKey(a) < treeKey(b) ? -1 : 1)),
      }));
    }
    default:
      return [{ coefficient: by, rest: [tree] }];
  }
}

/** log of a positive constant as a combination of logarithms of primes and of what cannot be taken apart. */
function replaceLog(tree: Tree, state: State): Tree | undefined {
  const exact = evaluateExact(tree, exactContext(state.budget));
  if (exact !== undefined) {
    if (exact.n <= 0n) return undefined;
    const factors = primeExponents(exact, state.budget);
    if (factors === undefined) return atom(call("log", number(exact), symbol("e")), state);
    const terms: Tree[] = [number(0)];
    for (const [prime, count] of factors) {
      const log = atom(call("log", number(prime), symbol("e")), state);
      if (log === undefined) return undefined;
      terms.push(call("multiply", number(count), log));
    }
    return terms.length === 1 ? number(0) : call("add", ...terms);
  }
  if (tree.kind === "symbol" && tree.name === "e") return number(1);
  const value = encloseTree(tree, encloseContext(state.budget, 64));
  if (value === undefined || value.im !== undefined || value.re.m <= value.re.r) return undefined;
  if (tree.kind === "call") {
    const [first, second] = tree.args;
    if (first !== undefined && second !== undefined && (tree.head === "power" || tree.head === "root")) {
      const inner = positiveLog(first, state);
      const factor = inner && replace(second, state);
      if (inner && factor)
        return tree.head === "power" ? call("multiply", factor, inner) : call("divide", inner, factor);
    }
    if (first !== undefined && second !== undefined && tree.head === "divide") {
      const top = positiveLog(first, state);
      const bottom = top && positiveLog(second, state);
      if (top && bottom) return call("add", top, call("negate", bottom));
    }
    if (tree.head === "multiply") {
      const logs = tree.args.map((arg) => positiveLog(arg, state));
      if (logs.every((log) => log !== undefined)) return call("add", ...logs);
    }
  }
  return atom(call("log", tree, symbol("e")), state);
}

function positiveLog(tree: Tree, state: State): Tree | undefined {
  const value = encloseTree(tree, encloseContext(state.budget, 64));
  return value !== undefined && value.im === undefined && value.re.m > value.re.r ? replaceLog(tree, state) : undefined;
}

/** An inverse circular function whose value is a small multiple of pi, proved by the function itself; else an atom. */
function replaceArc(tree: CallTree, state: State): Tree | undefined {
  const pi = atom(symbol("pi"), state);
  const ratio = encloseTree(call("divide", tree, symbol("pi")), encloseContext(state.budget, 64));
  const [argument] = tree.args;
  if (pi === undefined || argument === undefined || ratio === undefined || ratio.im !== undefined) return undefined;
  const { low } = ballEnds(ratio.re);
  for (const order of [12n, 10n, 16n, 7n, 9n, 11n, 13n, 17n]) {
    const twice = 2n * low.n * order + low.d;
    const nearest = twice >= 0n ? twice / (2n * low.d) : -((-twice + 2n * low.d - 1n) / (2n * low.d));
    const off = addRational({ n: low.n * order, d: low.d }, { n: -nearest, d: 1n });
    if (off.n * off.n * (1n << 80n) > off.d * off.d) continue;
    const angle = rational(nearest, order);
    if (provesAngle(tree.head, argument, angle, state)) return call("multiply", number(angle), pi);
  }
  return atom(tree, state);
}

function provesAngle(head: string, argument: Tree, angle: Rational, state: State): boolean {
  const turn = call("multiply", number(angle), symbol("pi"));
  const function_ = head === "arcsin" ? "sin" : head === "arccos" ? "cos" : head === "arctan" ? "tan" : "cot";
  return state.isZero(call("add", call(function_, turn), call("negate", argument))) === true;
}

function replaceHyperbolic(head: "sinh" | "cosh" | "tanh", argument: Tree, state: State): Tree | undefined {
  const forward = exponential(argument, state);
  const back = forward && call("divide", number(1), forward);
  if (forward === undefined || back === undefined) return undefined;
  const sine = call("divide", call("add", forward, call("negate", back)), number(2));
  const cosine = call("divide", call("add", forward, back), number(2));
  return head === "sinh" ? sine : head === "cosh" ? cosine : call("divide", sine, cosine);
}

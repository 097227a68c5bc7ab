/**
 * @file Transcendental constants as indeterminates: pi, e, logarithms of primes and the like are replaced by random
 * rationals close to their values. What is zero afterwards is zero as an algebraic function of them (up to the chance that
 * the random numbers hit a root), hence zero at their true values. The converse needs their independence and is never used.
 */
import type { Budget } from "../../core/index.ts";
import { call, number, symbol, type CallTree, type Rational, type Tree } from "../tree.ts";
import { piMultiple } from "./angle.ts";
import { atom, randomBits, type AtomState } from "./atom.ts";
import { encloseContext, encloseTree } from "./enclose.ts";
import { evaluateExact, exactContext, primeExponents } from "./exact.ts";
import { linearTerms } from "./linear-terms.ts";
import { replaceArc } from "./specialise-arc.ts";

export interface Specialised {
  readonly tree: Tree;
  /** What was replaced, for explanations. */
  readonly atoms: readonly string[];
  /** Each was drawn from 2^bits numbers. */
  readonly bits: number;
  /** A bound on the degree in the atoms of the numerator, radicals counted as what is under them. */
  readonly degree: number;
}

/** The algebraic stand-in of a constant; undefined where something is neither algebraic nor replaceable. */
export function specialise(
  tree: Tree,
  { budget, isZero }: { readonly budget: Budget; readonly isZero: (tree: Tree) => boolean | undefined },
): Specialised | undefined {
  const state: AtomState = { budget, atoms: new Map(), isZero };
  const result = replace(tree, state);
  if (result === undefined) return undefined;
  const { over } = degrees(result, new Set(state.atoms.values()));
  return { tree: result, atoms: [...state.atoms.keys()], bits: randomBits, degree: over };
}

function replace(tree: Tree, state: AtomState): Tree | undefined {
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

function replaceInside(tree: CallTree, args: readonly Tree[], state: AtomState): Tree | undefined {
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

function replacePower(base: Tree, exponent: Tree, state: AtomState): Tree | undefined {
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
function exponential(exponent: Tree, state: AtomState): Tree | undefined {
  const factors: Tree[] = [];
  for (const { coefficient, rest } of linearTerms(exponent, { n: 1n, d: 1n }, state)) {
    const factor = exponentialOf(coefficient, rest, state);
    if (factor === undefined) return undefined;
    factors.push(factor);
  }
  const [only, ...more] = factors;
  return only === undefined ? number(1) : more.length === 0 ? only : call("multiply", only, ...more);
}

function exponentialOf(coefficient: Rational, rest: readonly Tree[], state: AtomState): Tree | undefined {
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

/** log of a positive constant as a combination of logarithms of primes and of what cannot be taken apart. */
function replaceLog(tree: Tree, state: AtomState): Tree | undefined {
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

function positiveLog(tree: Tree, state: AtomState): Tree | undefined {
  const value = encloseTree(tree, encloseContext(state.budget, 64));
  return value !== undefined && value.im === undefined && value.re.m > value.re.r ? replaceLog(tree, state) : undefined;
}

function replaceHyperbolic(head: "sinh" | "cosh" | "tanh", argument: Tree, state: AtomState): Tree | undefined {
  const forward = exponential(argument, state);
  const back = forward && call("divide", number(1), forward);
  if (forward === undefined || back === undefined) return undefined;
  const sine = call("divide", call("add", forward, call("negate", back)), number(2));
  const cosine = call("divide", call("add", forward, back), number(2));
  return head === "sinh" ? sine : head === "cosh" ? cosine : call("divide", sine, cosine);
}

interface Degrees {
  readonly over: number;
  readonly under: number;
}

/** Degrees of numerator and denominator in the atoms, cancellation not counted. */
function degrees(tree: Tree, atoms: ReadonlySet<Tree>): Degrees {
  if (tree.kind !== "call") return { over: atoms.has(tree) ? 1 : 0, under: 0 };
  const [first = { over: 0, under: 0 }, ...rest] = tree.args.map((arg) => degrees(arg, atoms));
  const [second = { over: 0, under: 0 }] = rest;
  switch (tree.head) {
    case "add":
      return rest.reduce(
        (a, b) => ({ over: Math.max(a.over + b.under, b.over + a.under), under: a.under + b.under }),
        first,
      );
    case "multiply":
      return rest.reduce((a, b) => ({ over: a.over + b.over, under: a.under + b.under }), first);
    case "divide":
      return { over: first.over + second.under, under: first.under + second.over };
    case "power": {
      const exponent = tree.args[1]?.kind === "number" ? tree.args[1].value : { n: 1n, d: 1n };
      const times = Math.ceil(Math.abs(Number(exponent.n)) / Number(exponent.d));
      const raised = { over: first.over * times, under: first.under * times };
      return exponent.n < 0n ? { over: raised.under, under: raised.over } : raised;
    }
    default:
      return first;
  }
}

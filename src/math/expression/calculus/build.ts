/** @file Sums and products built with the obvious simplified, so that what the rules of calculus write stays small. */
import { addRational, multiplyRational, powerRational } from "../../number/rational.ts";
import { call, isCall, number, symbol, type Rational, type Tree } from "../../tree.ts";

export function isNumber(tree: Tree, value: number): boolean {
  return tree.kind === "number" && tree.value.d === 1n && tree.value.n === BigInt(value);
}

/** The sum with its numbers added up; `number(0)` where nothing is left. */
export function sum(...terms: readonly Tree[]): Tree {
  let constant: Rational = { n: 0n, d: 1n };
  const rest: Tree[] = [];
  for (const term of terms.flatMap((part) => (isCall(part, "add") ? part.args : [part]))) {
    if (term.kind === "number") constant = addRational(constant, term.value);
    else rest.push(term);
  }
  if (constant.n !== 0n || rest.length === 0) rest.push(number(constant));
  const [only, ...more] = rest;
  return only !== undefined && more.length === 0 ? only : call("add", ...rest);
}

/** The product with its numbers multiplied; `number(0)` as soon as one factor is. */
export function product(...factors: readonly Tree[]): Tree {
  let constant: Rational = { n: 1n, d: 1n };
  const rest: Tree[] = [];
  for (const factor of factors.flatMap((part) => (isCall(part, "multiply") ? part.args : [part]))) {
    if (factor.kind === "number") constant = multiplyRational(constant, factor.value);
    else rest.push(factor);
  }
  if (constant.n === 0n || rest.length === 0) return number(constant);
  const all = constant.n === 1n && constant.d === 1n ? rest : [number(constant), ...rest];
  const [only, ...more] = all;
  return only !== undefined && more.length === 0 ? only : call("multiply", ...all);
}

export function minus(tree: Tree): Tree {
  return product(number(-1), tree);
}

export function quotient(over: Tree, under: Tree): Tree {
  if (isNumber(under, 1) || isNumber(over, 0)) return over;
  if (under.kind === "number" && under.value.n !== 0n) return product(number(inverse(under.value)), over);
  return call("divide", over, under);
}

function inverse({ n, d }: Rational): Rational {
  return n < 0n ? { n: -d, d: -n } : { n: d, d: n };
}

export function power(base: Tree, exponent: Tree): Tree {
  if (isNumber(exponent, 0)) return number(1);
  if (isNumber(exponent, 1)) return base;
  const small = exponent.kind === "number" && exponent.value.d === 1n && exponent.value.n ** 2n <= 400n;
  const value = small && base.kind === "number" && base.value.n !== 0n;
  const raised = value && powerRational(base.value, Number(exponent.value.n));
  return raised ? number(raised) : call("power", base, exponent);
}

export function exp(exponent: Tree): Tree {
  return isNumber(exponent, 0) ? number(1) : call("power", symbol("e"), exponent);
}

export function ln(argument: Tree): Tree {
  return isNumber(argument, 1) ? number(0) : call("log", argument, symbol("e"));
}

export function squareRoot(argument: Tree): Tree {
  return call("root", argument, number(2));
}

export function fraction(n: number | bigint, d: number | bigint): Tree {
  return quotient(number(n), number(d));
}

/** @file Functions by name: `\sin^2 x`, `log_2(8)`, `gcd(4, 6)`, and how far an argument without brackets reaches. */

import { call, type CallTree, type Head, isCall, number, symbol, text, type Tree } from "../tree.ts";
import { isClose, isOpen, isOperator, peek, Power, type Reader, take, unexpected } from "./_reader.ts";
import { stop, type Token } from "./_token.ts";
import { join } from "./lists.ts";

const inverses: Readonly<Record<string, Head>> = {
  sin: "arcsin",
  cos: "arccos",
  tan: "arctan",
  cot: "arccot",
  sec: "arcsec",
  csc: "arccsc",
  sinh: "arcsinh",
  cosh: "arccosh",
  tanh: "arctanh",
  coth: "arccoth",
  sech: "arcsech",
  csch: "arccsch",
};

/** Functions of any number of values. */
const variadic = new Set(["gcd", "lcm", "max", "min"]);

const e = symbol("e");

/** Reads a function, its subscript and exponent, and its argument. */
export function readFunction(reader: Reader): Tree {
  const token = take(reader);
  let base: Tree | undefined;
  let exponent: Tree | undefined;
  for (;;) {
    const mark = peek(reader);
    if (base === undefined && isOperator(mark, "_")) {
      reader.at++;
      base = reader.operand();
    } else if (exponent === undefined && isOperator(mark, "^")) {
      reader.at++;
      exponent = signedOperand(reader);
    } else break;
  }
  if (base !== undefined && token.text !== "log" && !variadic.has(token.text))
    throw stop(`a subscript of ${token.text}`, token.start);
  const root = token.text === "sqrt" && isOpen(peek(reader), "[") ? reader.operand() : undefined;
  const args = readArguments(reader, token);
  const inverse = exponent !== undefined && isMinusOne(exponent) ? inverses[token.text] : undefined;
  if (inverse !== undefined) return build(reader, inverse, args, token);
  const value = root === undefined ? build(reader, token.text, args, token, base) : call("root", ...args, root);
  return exponent === undefined ? value : call("power", value, exponent);
}

function signedOperand(reader: Reader): Tree {
  if (!isOperator(peek(reader), "-")) return reader.operand();
  reader.at++;
  const size = reader.operand();
  return size.kind === "number" ? { ...size, value: { n: -size.value.n, d: size.value.d } } : call("negate", size);
}

function isMinusOne(tree: Tree): boolean {
  return tree.kind === "number" && tree.value.n === -1n && tree.value.d === 1n;
}

/** Brackets hold all arguments; without them one argument is a run of factors. */
function readArguments(reader: Reader, token: Token): readonly Tree[] {
  const open = peek(reader);
  if (isOpen(open, "(") || isOpen(open, "[")) {
    reader.at++;
    const { bars, element, outward } = reader;
    reader.bars = 0;
    reader.element = false;
    reader.outward = false;
    const statements = reader.statements();
    const close = take(reader);
    if (!isClose(close, open.text === "(" ? ")" : "]")) throw stop("the bracket is not closed", open.start);
    reader.bars = bars;
    reader.element = element;
    reader.outward = outward;
    reader.open = undefined;
    return statements.separators.some((separator) => separator !== "," && separator !== ";")
      ? [join(statements)]
      : statements.items;
  }
  if (isOpen(open, "{") || isOpen(open, "set")) {
    const inner = reader.operand();
    return inner.kind === "call" &&
      (inner.head === "set" || inner.head === "tuple") &&
      (variadic.has(token.text) || inner.head === "tuple")
      ? inner.args
      : [inner];
  }
  return [run(reader, token)];
}

/**
 * An argument without brackets takes numbers, symbols, fractions, roots and powers that stand side by side, `\sin 2\pi x`;
 * it ends before another function, any sign, and a bracket unless only a number came before it: `\sin x (x + 1)`.
 */
function run(reader: Reader, token: Token): Tree {
  const first = reader.expression(Power.implicit + 1);
  const factors = [first];
  if (token.text === "sqrt" || token.text === "cbrt") return first;
  for (;;) {
    const next = peek(reader);
    const onlyNumber = factors.length === 1 && first.kind === "number";
    const joins =
      (next.kind === "name" && !(next.text === "d" && reader.differential === null)) ||
      (next.kind === "command" && (next.text === "frac" || next.text === "sqrt" || next.text === "overline")) ||
      (onlyNumber && (isOpen(next, "(") || isOpen(next, "{")));
    if (!joins || typeof reader.differential === "string") break;
    factors.push(reader.expression(Power.implicit + 1));
  }
  reader.open = undefined;
  return factors.length === 1 ? first : call("multiply", ...factors);
}

function build(reader: Reader, name: string, args: readonly Tree[], token: Token, base?: Tree): Tree {
  const [first, second] = args;
  if (first === undefined) throw unexpected(token);
  const one = (tree: CallTree): Tree => {
    if (args.length !== 1) throw stop(`${token.text} takes one argument`, token.start);
    return tree;
  };
  const two = (head: Head): Tree => {
    if (second === undefined || args.length !== 2) throw stop(`${token.text} takes two arguments`, token.start);
    return call(head, first, second);
  };
  switch (name) {
    case "log":
      if (second !== undefined && base === undefined && args.length === 2) return call("log", first, second);
      return one(call("log", first, base ?? (reader.logBase === "e" ? e : number(10))));
    case "ln":
      return one(call("log", first, e));
    case "lg":
      return one(call("log", first, number(10)));
    case "lb":
      return one(call("log", first, number(2)));
    case "exp":
      return one(call("power", e, first));
    case "sqrt":
      return one(call("root", first, number(2)));
    case "cbrt":
      return one(call("root", first, number(3)));
    case "root":
      return two("root");
    case "binomial":
    case "permutations":
      return two(name);
    case "abs":
      return one(call(first.kind === "matrix" ? "determinant" : "abs", first));
    case "sum":
    case "product":
    case "integral":
    case "derivative":
    case "limit":
      return bound(name, args, token);
    default:
      return variadic.has(name) ? several(name as Head, args) : one(call(name as Head, first));
  }
}

const boundCounts: Readonly<Record<string, readonly number[]>> = {
  sum: [4],
  product: [4],
  integral: [2, 4],
  derivative: [3],
  limit: [3, 4],
};
const sides: Readonly<Record<string, string>> = { right: "+", left: "-" };

/** `sum(k^2, k, 1, n)`, `limit(1/x, x, 0, right)`: what LaTeX sets with bounds, as plain text writes it. */
function bound(
  head: "sum" | "product" | "integral" | "derivative" | "limit",
  args: readonly Tree[],
  token: Token,
): Tree {
  if (boundCounts[head]?.includes(args.length) !== true || args[1]?.kind !== "symbol")
    throw stop(`${head} with other arguments than it takes`, token.start);
  return call(
    head,
    ...args.map((arg, index) => (index === 3 && arg.kind === "text" ? text(sides[arg.text] ?? arg.text) : arg)),
  );
}

function several(head: Head, args: readonly Tree[]): Tree {
  const [only] = args;
  return args.length === 1 && only !== undefined && (isCall(only, "tuple") || isCall(only, "list"))
    ? call(head, ...only.args)
    : call(head, ...args);
}

/** @file `\int_a^b f(x)\,dx`: everything up to its `d` and a letter is the body. */

import { call, isCall, number, symbol, type Tree } from "../tree.ts";
import { isClose, isOpen, isOperator, peek, peekNext, Power, type Reader } from "./_reader.ts";
import { stop, type Token } from "./_token.ts";
import { differentialMark } from "./names.ts";

/** Reads bounds, body and differential. */
export function readIntegral(reader: Reader, token: Token): Tree {
  let low: Tree | undefined;
  let high: Tree | undefined;
  for (;;) {
    const mark = peek(reader);
    if (low === undefined && isOperator(mark, "_")) {
      reader.at++;
      low = bound(reader);
    } else if (high === undefined && isOperator(mark, "^")) {
      reader.at++;
      high = bound(reader);
    } else break;
  }
  const outer = reader.differential;
  reader.differential = null;
  const marked = sumUpToDifferential(reader);
  const variable = reader.differential as string | null;
  reader.differential = outer;
  const body = withoutMark(marked);
  if (variable === null || body === undefined) throw stop("an integral without its differential", token.start);
  if (low === undefined && high === undefined) return call("integral", body, symbol(variable));
  if (low === undefined || high === undefined) throw stop("an integral with one bound", token.start);
  return call("integral", body, symbol(variable), low, high);
}

/** An empty bound, `_{}`, is no bound. */
function bound(reader: Reader): Tree | undefined {
  if (isOpen(peek(reader), "{") && isClose(peekNext(reader), "}")) {
    reader.at += 2;
    return undefined;
  }
  if (!isOperator(peek(reader), "-")) return reader.operand();
  reader.at++;
  return call("negate", reader.operand());
}

/** Terms with their signs; the term that holds the differential is the last. */
function sumUpToDifferential(reader: Reader): Tree {
  const terms: Tree[] = [];
  for (;;) {
    const mark = peek(reader);
    const negative = isOperator(mark, "-");
    if (negative || isOperator(mark, "+")) reader.at++;
    else if (terms.length > 0) break;
    const term = reader.expression(Power.product);
    terms.push(
      negative
        ? term.kind === "number"
          ? { ...term, value: { n: -term.value.n, d: term.value.d } }
          : call("negate", term)
        : term,
    );
    if (typeof reader.differential === "string") break;
  }
  const [first] = terms;
  return first !== undefined && terms.length === 1 ? first : call("add", ...terms);
}

/** The body without the mark that `dx` left, or undefined where the mark is nowhere it can be taken from. */
function withoutMark(tree: Tree): Tree | undefined {
  if (tree === differentialMark) return number(1);
  if (tree.kind !== "call") return undefined;
  const { head, args } = tree;
  if (head === "add" || head === "negate") {
    const last = args[args.length - 1];
    const cleared = last && withoutMark(last);
    return cleared && { ...tree, args: [...args.slice(0, -1), cleared] };
  }
  if (isCall(tree, "multiply")) {
    const rest = args.filter((arg) => arg !== differentialMark);
    if (rest.length === args.length) {
      const last = args[args.length - 1];
      const cleared = last && withoutMark(last);
      return cleared && call("multiply", ...args.slice(0, -1), cleared);
    }
    const [only] = rest;
    return only !== undefined && rest.length === 1 ? only : call("multiply", ...rest);
  }
  if (head !== "divide") return undefined;
  const [above, below] = args;
  const cleared = above && withoutMark(above);
  return cleared && below && call("divide", cleared, below);
}

/** @file The core of the grammar: prefix, infix and postfix operators by binding power (Pratt), with implicit products. */

import { call, number, type Tree } from "../tree.ts";
import { deeper, isClose, type Open, peek, Power, type Reader, take, unexpected } from "./_reader.ts";
import type { Token } from "./_token.ts";
import { readAngle, readBar, readBracket } from "./brackets.ts";
import { chained } from "./chains.ts";
import { readCount } from "./combinations.ts";
import { readCommand } from "./commands.ts";
import { dots } from "./dots.ts";
import { readFunction } from "./functions.ts";
import { intervalOf } from "./intervals.ts";
import { fractionAfter } from "./mixed-numbers.ts";
import { readName } from "./names.ts";
import { rational } from "./_rational.ts";
import { degrees, factorial, inWrittenBase, negated, primed, raised } from "./powers.ts";
import { divided, juxtaposed, modulus, scientific } from "./products.ts";
import { hoistUnit, quantity, readUnit, startsUnit } from "./quantities.ts";
import { gathered, isSet, related, relations } from "./set-operators.ts";
import { readWords } from "./words.ts";

/** Binding power of every operator that stands between two operands. */
const infix: Readonly<Record<string, number>> = {
  implies: Power.implication,
  iff: Power.implication,
  disjunction: Power.disjunction,
  conjunction: Power.conjunction,
  ...Object.fromEntries(Object.keys(relations).map((name) => [name, Power.relation])),
  contains: Power.relation,
  superset: Power.relation,
  union: Power.union,
  difference: Power.union,
  intersection: Power.intersection,
  ":": Power.ratio,
  "+": Power.sum,
  "-": Power.sum,
  plusminus: Power.sum,
  minusplus: Power.sum,
  "*": Power.product,
  "/": Power.product,
  "÷": Power.product,
  cross: Power.product,
  mod: Power.product,
  pmod: Power.sum,
  "^": Power.power,
  "!": Power.postfix,
  "%": Power.postfix,
  permille: Power.postfix,
  degree: Power.postfix,
  "'": Power.postfix,
  "''": Power.postfix,
  _: Power.postfix,
};

/** Reads an expression whose operators bind at least as tightly as `minimum`. */
export function expression(reader: Reader, minimum: number): Tree {
  deeper(reader);
  let left = prefix(reader, minimum);
  for (;;) {
    const token = peek(reader);
    if (token.kind === "operator") {
      const power = token.text === "dots" ? Power.implicit : infix[token.text];
      if (power === undefined || power < minimum || (token.text === ":" && reader.element)) break;
      left = token.text === "dots" ? juxtaposed(reader, left, token) : operator(reader, left, token, power);
    } else if (startsUnit(token)) {
      if (minimum > Power.product) break;
      left = readUnit(reader, left);
    } else if (minimum <= Power.implicit && startsFactor(reader, token)) {
      left = juxtaposed(reader, left, token);
    } else break;
  }
  reader.depth--;
  return left;
}

/** Can this token be the next factor of a product without a sign? */
function startsFactor(reader: Reader, token: Token): boolean {
  if (typeof reader.differential === "string") return false;
  switch (token.kind) {
    case "number":
    case "name":
    case "function":
      return true;
    case "command":
      return token.text !== "over" && token.text !== "choose" && token.text !== "end" && token.text !== "transposed";
    case "open":
      return !(reader.outward && token.text === "[");
    case "bar":
      if (token.text === "left" || token.text === "left-norm") return true;
      return token.text === "|" && reader.bars === 0 && !reader.element;
    default:
      return false;
  }
}

function operator(reader: Reader, left: Tree, token: Token, power: number): Tree {
  const open = reader.open;
  reader.at++;
  const { text } = token;
  switch (text) {
    case "+":
    case "-":
      return summed(reader, left, open, text);
    case "plusminus":
    case "minusplus":
      return call(text, left, expression(reader, Power.sum + 1));
    case "*":
      return (
        scientific(left, token, reader) ?? chained(reader, "multiply", left, open, expression(reader, Power.factor))
      );
    case "cross":
      return call("cross", left, expression(reader, Power.factor));
    case "/":
      return divided(reader, left, token);
    case "÷":
      return call("divide", left, expression(reader, Power.factor));
    case "mod":
      return call("mod", left, expression(reader, Power.factor));
    case "pmod":
      reader.at--;
      return modulus(reader, left);
    case "^":
      return raised(reader, left, token);
    case "!":
      return factorial(reader, left);
    case "%":
      return call("percent", left);
    case "permille":
      return call("divide", left, number(1000));
    case "degree":
      return degrees(reader, left);
    case "'":
    case "''":
      return primed(left, token);
    case "_":
      return inWrittenBase(reader, left, token);
    case ":":
      return gathered(reader, "ratio", left, text, power);
    case "union":
    case "intersection":
    case "difference":
      return gathered(reader, text, left, text, power);
    case "conjunction":
      return gathered(reader, "and", left, text, power);
    case "disjunction":
      return gathered(reader, "or", left, text, power);
    case "implies":
    case "iff":
      return call(text, left, expression(reader, power + 1));
    default:
      reader.at--;
      return related(reader, left);
  }
}

function summed(reader: Reader, left: Tree, open: Open | undefined, sign: "+" | "-"): Tree {
  const operand = expression(reader, Power.sum + 1);
  if (sign === "-" && isSet(left) && isSet(operand)) return call("difference", intervalOf(left), intervalOf(operand));
  const join = (a: Tree, b: Tree): Tree => chained(reader, "add", a, open, sign === "-" ? call("negate", b) : b);
  // Only a unit that stands open belongs to the whole sum; in brackets it keeps to its term.
  const last = reader.tokens[reader.at - 1];
  const hoisted = last !== undefined && isClose(last, ")") ? undefined : hoistUnit(left, operand, join);
  return hoisted ?? join(left, operand);
}

/** What may stand before any operator. */
function prefix(reader: Reader, minimum: number): Tree {
  const token = peek(reader);
  switch (token.kind) {
    case "number":
      return written(reader, minimum);
    case "name":
      return readName(reader);
    case "function":
      return readFunction(reader);
    case "command":
      return readCommand(reader);
    case "open":
    case "close":
      return readBracket(reader);
    case "bar":
      return readBar(reader);
    case "currency":
      reader.at++;
      return amount(reader, token);
    case "word":
    case "text":
      return readWords(reader);
    case "operator":
      return signed(reader, token, minimum);
    default:
      throw unexpected(token);
  }
}

function amount(reader: Reader, token: Token): Tree {
  const value = expression(reader, Power.factor);
  return value.kind === "quantity" ? value : quantity(value, [{ unit: token.text, power: 1 }]);
}

function signed(reader: Reader, token: Token, minimum: number): Tree {
  const below = minimum <= Power.product ? Power.product : minimum;
  switch (token.text) {
    case "-":
      reader.at++;
      return negated(expression(reader, below));
    case "+":
      reader.at++;
      return expression(reader, below);
    case "plusminus":
    case "minusplus":
      reader.at++;
      return call(token.text, expression(reader, below));
    case "not":
      reader.at++;
      return call("not", expression(reader, Power.relation));
    case "dots":
      reader.at++;
      return dots;
    case "<":
      return readAngle(reader);
    case "_":
    case "^":
      return readCount(reader);
    default:
      throw unexpected(token);
  }
}

/** A number, with the fraction that makes it a mixed one: `5 1/2`, `5\frac{1}{2}`, `5½`. */
function written(reader: Reader, minimum: number): Tree {
  const { tree } = take(reader);
  if (tree === undefined) throw unexpected(peek(reader));
  if (
    minimum > Power.postfix ||
    tree.value.d !== 1n ||
    tree.decimals !== undefined ||
    (tree.form !== undefined && tree.form !== "grouped")
  )
    return tree;
  const part = fractionAfter(reader);
  if (part === undefined) return tree;
  reader.at = part.end;
  return number(rational(tree.value.n * part.d + part.n, part.d), { form: "mixed" });
}

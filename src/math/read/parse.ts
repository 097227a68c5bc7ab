/** @file The core of the grammar: prefix, infix and postfix operators by binding power (Pratt), with implicit products. */

import { call, type Head, isCall, number, type RelationOp, type Tree } from "../tree.ts";
import {
  deeper,
  isClose,
  isOpen,
  isOperator,
  type Open,
  peek,
  peekNext,
  Power,
  type Reader,
  take,
  unexpected,
} from "./_reader.ts";
import { stop, type Token } from "./_token.ts";
import { readAngle, readBar, readBracket } from "./brackets.ts";
import { readCommand } from "./commands.ts";
import { dots } from "./dots.ts";
import { readFunction } from "./functions.ts";
import { intervalOf } from "./intervals.ts";
import { fractionAfter } from "./mixed-numbers.ts";
import { readCount } from "./combinations.ts";
import { readName } from "./names.ts";
import { inBase, rational } from "./numbers.ts";
import { hoistUnit, quantity, readUnit, startsUnit } from "./quantities.ts";
import { readWords } from "./words.ts";

const relations: Readonly<Record<string, RelationOp>> = {
  "=": "=",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  approx: "approx",
  in: "in",
  notin: "notin",
  subset: "subset",
  congruent: "congruent",
  proportional: "proportional",
  maps: "maps",
};

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

/** A product without a sign. */
function juxtaposed(reader: Reader, left: Tree, token: Token): Tree {
  const before = reader.tokens[reader.at - 1];
  const powers = isOperator(reader.tokens[reader.at - 2] ?? token, "^") && isOperator(peekNext(reader), "^");
  const bare = before?.kind === "number" || (before?.kind === "name" && !reader.latex && !token.space);
  if (token.kind === "number" && left.kind === "quantity") return compound(reader, left, token);
  if (token.kind === "number" && bare && !powers) {
    throw stop("two numbers stand side by side", token.start);
  }
  if (isOpen(token, "(") && isOperator(peekNext(reader), "mod")) return modulus(reader, left);
  const open = reader.open;
  const combination = combinationSign(left, token);
  if (combination !== undefined) {
    reader.at++;
    return call("binomial", left, combination);
  }
  const right = expression(reader, Power.implicit + 1);
  if (left.kind === "symbol" && isOpen(token, "(") && isCall(right, "tuple") && !token.space)
    return call("apply", left, ...right.args);
  return chained(reader, "multiply", left, open, right);
}

/** `5 ft 3 in`, `2 hours 30 minutes`: quantities beside each other add up. */
function compound(reader: Reader, left: Tree, token: Token): Tree {
  const value = expression(reader, Power.implicit + 1);
  const right = startsUnit(peek(reader)) ? readUnit(reader, value) : value;
  if (right.kind !== "quantity") throw stop("a number after a unit", token.start);
  return call("add", left, right);
}

/** `5C2` in plain text: the scanner has made `C_2` of the letter and the digit. */
function combinationSign(left: Tree, token: Token): Tree | undefined {
  if (token.kind !== "name" || token.space || left.kind !== "number" || left.value.d !== 1n) return undefined;
  const digits = /^C_(\d+)$/.exec(token.text)?.[1];
  return digits === undefined ? undefined : number(BigInt(digits));
}

/** Appends to the open sum or product, or opens one. */
function chained(reader: Reader, head: "add" | "multiply", left: Tree, open: Open | undefined, right: Tree): Tree {
  const rightOpen = reader.open;
  const more = rightOpen?.tree === right && isCall(right, head) ? rightOpen.args : [right];
  if (open?.tree === left && isCall(left, head)) {
    for (const arg of more) open.args.push(arg);
    reader.open = open;
    return left;
  }
  const args = [left, ...more];
  const tree: Tree = { kind: "call", head, args };
  reader.open = { tree, args };
  return tree;
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

const numberSets = new Set(["reals", "integers", "naturals", "rationals", "complexes"]);

function isSet(tree: Tree): boolean {
  if (tree.kind === "symbol") return numberSets.has(tree.name);
  if (tree.kind === "interval") return true;
  return (
    tree.kind === "call" &&
    (tree.head === "set" || tree.head === "union" || tree.head === "intersection" || tree.head === "difference")
  );
}

/** `3 \times 10^{5}`: a written number times a written power of ten is one number in scientific notation. */
function scientific(left: Tree, times: Token, reader: Reader): Tree | undefined {
  const { tokens, at } = reader;
  const mantissa = tokens[at - 2];
  const ten = tokens[at];
  if (left.kind !== "number" || mantissa?.tree === undefined || mantissa.end > times.start || left.form !== undefined)
    return undefined;
  if (
    ten?.tree?.value.n !== 10n ||
    ten.tree.value.d !== 1n ||
    ten.tree.form !== undefined ||
    !isOperator(tokens[at + 1] ?? ten, "^")
  )
    return undefined;
  let next = at + 2;
  const braced = tokens[next] !== undefined && isOpen(tokens[next] ?? ten, "{");
  if (braced) next++;
  const sign = tokens[next];
  const negative = sign !== undefined && isOperator(sign, "-");
  if (negative || (sign !== undefined && isOperator(sign, "+"))) next++;
  const digits = tokens[next]?.tree;
  if (digits === undefined || digits.value.d !== 1n || digits.value.n > 999n || digits.form !== undefined)
    return undefined;
  next++;
  if (braced && !isClose(tokens[next++] ?? ten, "}")) return undefined;
  const after = tokens[next];
  if (after !== undefined && (isOperator(after, "^") || isOperator(after, "!") || isOperator(after, "_")))
    return undefined;
  reader.at = next;
  const exponent = Number(digits.value.n) * (negative ? -1 : 1);
  const scale = 10n ** BigInt(Math.abs(exponent));
  const { n, d } = left.value;
  const decimals = Math.max((left.decimals ?? 0) - exponent, 0);
  const value = exponent >= 0 ? rational(n * scale, d) : rational(n, d * scale);
  return number(value, { form: "scientific", ...(decimals > 0 ? { decimals } : {}) });
}

/**
 * Implicit products bind tighter than `/`, so `a/bc` is a/(bc), with one exception: a fraction of two written numbers
 * is a coefficient, so `1/2x` is (1/2)x.
 */
function divided(reader: Reader, left: Tree, slash: Token): Tree {
  const before = reader.tokens[reader.at - 2];
  const numbers = before?.kind === "number" && before.end <= slash.start && peek(reader).kind === "number";
  return call("divide", left, expression(reader, numbers ? Power.implicit + 1 : Power.factor));
}

/** `\pmod{7}`, `\pmod 7` and `(mod 7)`. */
function modulus(reader: Reader, left: Tree): Tree {
  const open = take(reader);
  if (isOpen(open, "(")) {
    reader.at++;
    const inside = expression(reader, Power.statement);
    if (!isClose(take(reader), ")")) throw stop("the bracket is not closed", open.start);
    return call("mod", left, inside);
  }
  return call("mod", left, reader.operand());
}

function related(reader: Reader, left: Tree): Tree {
  const ops: RelationOp[] = [];
  const sides: Tree[] = [left];
  for (;;) {
    const token = peek(reader);
    if (token.kind !== "operator") break;
    const flipped = token.text === "contains" ? "in" : token.text === "superset" ? "subset" : undefined;
    if (flipped !== undefined && ops.length === 0) {
      const whole = asSet(reader, left);
      reader.at++;
      const part = expression(reader, Power.relation + 1);
      return { kind: "relation", ops: [flipped], sides: [flipped === "subset" ? asSet(reader, part) : part, whole] };
    }
    const op = relations[token.text];
    if (op === undefined) break;
    const sets = op === "in" || op === "notin" || op === "subset";
    if (op === "subset") sides[sides.length - 1] = asSet(reader, sides[sides.length - 1] ?? left);
    reader.at++;
    const side = expression(reader, Power.relation + 1);
    ops.push(op);
    sides.push(sets && !isCall(left, "tuple") ? asSet(reader, side) : side);
  }
  return { kind: "relation", ops, sides };
}

/** An operand of a set operator that has just been read: `(0, 1)` is an interval, and a group `{2}` a set. */
function asSet(reader: Reader, operand: Tree): Tree {
  if (isSet(operand)) return operand;
  const last = reader.tokens[reader.at - 1];
  return last !== undefined && isClose(last, "}") && isGroup(reader) ? call("set", operand) : intervalOf(operand);
}

/** Does the operand that ends here consist of one brace group, after a set operator or nothing? */
function isGroup(reader: Reader): boolean {
  let depth = 0;
  for (let at = reader.at - 1; at >= 0; at--) {
    const token = reader.tokens[at];
    if (token?.kind === "close") depth++;
    else if (token?.kind === "open" && --depth === 0) {
      const before = reader.tokens[at - 1];
      return (
        before === undefined ||
        before.kind === "open" ||
        before.kind === "separator" ||
        (before.kind === "operator" && setOperators.has(before.text))
      );
    }
  }
  return false;
}

const setOperators = new Set(["union", "intersection", "difference", "subset", "superset", "in", "notin"]);

/** One call for a run of the same operator. */
function gathered(reader: Reader, head: Head, left: Tree, text: string, power: number): Tree {
  const sets = head === "union" || head === "intersection" || head === "difference";
  const next = (): Tree => {
    const part = expression(reader, power + 1);
    return sets ? asSet(reader, part) : part;
  };
  reader.at--;
  const parts = [sets ? asSet(reader, left) : left];
  reader.at++;
  parts.push(next());
  while (isOperator(peek(reader), text) && !(text === ":" && reader.element)) {
    reader.at++;
    parts.push(next());
  }
  return call(head, ...parts);
}

function raised(reader: Reader, base: Tree, caret: Token): Tree {
  const token = peek(reader);
  const braced = isOpen(token, "{");
  const first = braced ? peekNext(reader) : token;
  const alone = !braced || isClose(peekNext(reader, 2), "}");
  const width = braced ? 3 : 1;
  if (first.kind === "operator" && alone) {
    if (first.text === "degree") {
      reader.at += width;
      return degrees(reader, base);
    }
    if (first.text === "'" || first.text === "''") {
      reader.at += width;
      return primed(base, first);
    }
    if (
      (first.text === "+" || first.text === "-" || first.text === "*") &&
      base.kind === "symbol" &&
      (braced || !startsOperand(peekNext(reader)))
    ) {
      reader.at += width;
      const sign = { "+": "positive", "-": "negative", "*": "nonzero" }[first.text];
      return { kind: "symbol", name: `${base.name}_${sign}` };
    }
  }
  if (
    alone &&
    ((first.kind === "command" && first.text === "transposed") ||
      (first.kind === "name" && first.text === "T" && base.kind === "matrix"))
  ) {
    reader.at += width;
    return call("transpose", base);
  }
  if (first.kind === "end") throw stop("a power without an exponent", caret.start);
  const exponent = exponentOf(reader);
  if (base.kind === "matrix" && exponent.kind === "number" && exponent.value.n === -1n && exponent.value.d === 1n)
    return call("inverse", base);
  return call("power", base, exponent);
}

function startsOperand(token: Token): boolean {
  return (
    token.kind === "number" ||
    token.kind === "name" ||
    token.kind === "open" ||
    token.kind === "command" ||
    token.kind === "function"
  );
}

/** The exponent after `^`: a group or one operand with its sign; `a^b^c` is a^(b^c). */
function exponentOf(reader: Reader): Tree {
  deeper(reader);
  const token = peek(reader);
  let exponent: Tree;
  if (isOperator(token, "-") || isOperator(token, "+")) {
    reader.at++;
    const size = exponentOf(reader);
    exponent = token.text === "-" ? negated(size) : size;
  } else {
    exponent = reader.operand();
    if (isOperator(peek(reader), "^")) exponent = raised(reader, exponent, take(reader));
  }
  reader.depth--;
  return exponent;
}

function factorial(reader: Reader, left: Tree): Tree {
  const next = peek(reader);
  if (!isOperator(next, "!") || next.space) return call("factorial", left);
  reader.at++;
  return call("doublefactorial", left);
}

/** `30^\circ`, `30°15'20"`, `20 °C`. */
function degrees(reader: Reader, value: Tree): Tree {
  const token = peek(reader);
  if (token.kind === "name" || token.kind === "text" || token.kind === "word") {
    const scale = /^(?:C|[Cc]elsius|[Cc]entigrade)$/.test(token.text)
      ? "°C"
      : /^(?:F|[Ff]ahrenheit)$/.test(token.text)
        ? "°F"
        : undefined;
    if (scale !== undefined && (value.kind === "number" || isCall(value, "negate") || token.kind !== "name")) {
      reader.at++;
      return quantity(value, [{ unit: scale, power: 1 }]);
    }
  }
  if (value.kind !== "number") return call("degree", value);
  let { n, d } = value.value;
  for (const [mark, parts] of [
    ["'", 60n],
    ["''", 3600n],
  ] as const) {
    const size = peek(reader).tree;
    const sign = peekNext(reader);
    const prime =
      isOperator(sign, mark) || (mark === "''" && isOperator(sign, "'") && isOperator(peekNext(reader, 2), "'"));
    if (size === undefined || !prime) continue;
    reader.at += isOperator(sign, mark) ? 2 : 3;
    n = n * size.value.d * parts + (n < 0n ? -1n : 1n) * size.value.n * d;
    d *= size.value.d * parts;
  }
  return call("degree", d === value.value.d ? value : number(rational(n, d)));
}

function primed(left: Tree, token: Token): Tree {
  if (left.kind === "symbol") return { kind: "symbol", name: left.name + token.text };
  throw stop("a prime after what is no symbol", token.start);
}

/** `(1011)_2`: the subscript of a number in brackets is its base. */
function inWrittenBase(reader: Reader, left: Tree, token: Token): Tree {
  const base = reader.operand();
  const value =
    left.kind === "number" &&
    left.value.d === 1n &&
    base.kind === "number" &&
    base.value.d === 1n &&
    left.form === undefined
      ? inBase(String(left.value.n), Number(base.value.n))
      : undefined;
  if (value === undefined) throw stop("a subscript of what has none", token.start);
  return number(value, { form: "base", base: Number(base.kind === "number" ? base.value.n : 10n) });
}

/** -a, with the sign drawn into a written number or the value of a quantity. */
function negated(tree: Tree): Tree {
  if (tree.kind === "number") return { ...tree, value: { n: -tree.value.n, d: tree.value.d } };
  if (tree.kind === "quantity") return { ...tree, value: negated(tree.value) };
  return call("negate", tree);
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

/** @file A tree as one line of plain text that reads back as the same tree: `x^2 + 3/4`, `{1, 2}`, `[0, ∞)`. */

import { printNumber } from "./_print-number.ts";
import { isInfinite } from "./read/intervals.ts";
import type { CallTree, DateTree, Head, QuantityTree, RelationOp, Tree, UnitFactor } from "./tree.ts";

/** How tightly a printed text binds; a looser text inside a tighter place gets brackets. */
const Level = {
  statement: 0,
  logic: 5,
  relation: 10,
  union: 20,
  ratio: 25,
  sum: 30,
  product: 40,
  power: 60,
  atom: 80,
} as const;

interface Printed {
  readonly words: string;
  readonly level: number;
}

/**
 * Plain text for people and for `read`: reading it back gives the same tree, but for what plain text cannot say (the
 * brackets of a matrix, a number that was written in words, the heads complement, dot, forall and exists).
 */
export function print(tree: Tree): string {
  if (tree.kind === "call" && statements[tree.head] !== undefined) {
    return tree.args.map((arg) => at(arg, Level.relation)).join(statements[tree.head]);
  }
  if (tree.kind === "relation")
    return relation(tree.ops, tree.sides, (side) =>
      side.kind === "call" && side.head === "list" ? print(side) : at(side, Level.union),
    );
  return write(tree).words;
}

/** Heads that join whole statements, and so only stand at the top. */
const statements: Partial<Record<Head, string>> = { list: ", ", system: ", ", or: " or " };

function at(tree: Tree, level: number): string {
  const printed = write(tree);
  return printed.level < level ? `(${printed.words})` : printed.words;
}

function atom(words: string): Printed {
  return { words, level: Level.atom };
}

function listed(trees: readonly Tree[]): string {
  return trees.map((tree) => at(tree, Level.relation)).join(", ");
}

const relationSigns: Readonly<Record<RelationOp, string>> = {
  "=": "=",
  "!=": "≠",
  "<": "<",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
  approx: "≈",
  in: "∈",
  notin: "∉",
  subset: "⊆",
  congruent: "≡",
  proportional: "∝",
  maps: "→",
};

function relation(ops: readonly RelationOp[], sides: readonly Tree[], side: (tree: Tree) => string): string {
  return sides
    .map((tree, index) => (index === 0 ? side(tree) : ` ${relationSigns[ops[index - 1] ?? "="]} ${side(tree)}`))
    .join("");
}

function write(tree: Tree): Printed {
  switch (tree.kind) {
    case "number": {
      const words = printNumber(tree);
      const compound = words.startsWith("-") || words.includes(" ") || words.includes("/");
      return { words, level: compound ? Level.sum : Level.atom };
    }
    case "symbol":
      return atom(symbolName(tree.name));
    case "text":
      return atom(tree.text);
    case "date":
      return atom(date(tree));
    case "quantity":
      return quantity(tree);
    case "relation":
      return { words: relation(tree.ops, tree.sides, (side) => at(side, Level.union)), level: Level.relation };
    case "interval":
      return atom(interval(tree));
    case "matrix":
      return atom(`[${tree.rows.map((row) => `[${listed(row)}]`).join(", ")}]`);
    case "call":
      return call(tree);
  }
}

const signs: Readonly<Record<string, string>> = {
  infinity: "∞",
  reals: "ℝ",
  integers: "ℤ",
  naturals: "ℕ",
  rationals: "ℚ",
  complexes: "ℂ",
  ell: "ℓ",
  hbar: "ℏ",
  nabla: "∇",
  angle: "∠",
  triangle: "△",
};

function symbolName(name: string): string {
  const end = name.search(/[_']/);
  const base = end < 0 ? name : name.slice(0, end);
  return (signs[base] ?? base) + (end < 0 ? "" : name.slice(end));
}

/** `(a, b)` is an interval only beside ∞; a bounded open one has outward brackets. */
function interval({ low, high, lowClosed, highClosed }: Extract<Tree, { kind: "interval" }>): string {
  const outward = !lowClosed && !highClosed && !isInfinite(low) && !isInfinite(high);
  const [open, close] = outward ? ["]", "["] : [lowClosed ? "[" : "(", highClosed ? "]" : ")"];
  return `${open}${at(low, Level.union)}, ${at(high, Level.union)}${close}`;
}

function quantity({ value, unit }: QuantityTree): Printed {
  return { words: `${at(value, Level.product)} ${units(unit)}`.replace(/^\((-[\d.]+)\)/, "$1"), level: Level.union };
}

function units(factors: readonly UnitFactor[]): string {
  return factors
    .map(({ unit, power }, index) => {
      const size = Math.abs(power);
      const name = size === 1 ? unit : `${unit}^${size}`;
      if (index === 0) return power < 0 ? `per ${name}` : name;
      return (power < 0 ? "/" : "*") + name;
    })
    .join("");
}

const months = "January February March April May June July August September October November December".split(" ");

function date({ year, month, day, hour, minute, second }: DateTree): string {
  if (hour !== undefined) {
    const two = (value: number): string => String(value).padStart(2, "0");
    const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${two(minute ?? 0)}${second === undefined ? "" : `:${two(second)}`}`;
    return `${clock} ${hour % 24 < 12 ? "a.m." : "p.m."}`;
  }
  return [months[(month ?? 1) - 1] ?? "", day, year].filter((part) => part !== undefined).join(" ");
}

/** Heads that print as a name with arguments where that name differs from the head. */
const names: Partial<Record<Head, string>> = {
  re: "Re",
  im: "Im",
  conjugate: "conj",
  determinant: "det",
  permutations: "nPr",
  binomial: "binom",
};

/** Operators between operands, all of one level. */
const infix: Partial<Record<Head, readonly [sign: string, level: number]>> = {
  union: [" ∪ ", Level.union],
  intersection: [" ∩ ", Level.union],
  difference: [" ∖ ", Level.union],
  ratio: [" : ", Level.ratio],
  mod: [" mod ", Level.product],
  cross: [" ⨉ ", Level.product],
  and: [" ∧ ", Level.logic],
  or: [" ∨ ", Level.logic],
  implies: [" ⇒ ", Level.logic],
  iff: [" ⇔ ", Level.logic],
};

const postfix: Partial<Record<Head, string>> = { factorial: "!", doublefactorial: "!!", percent: "%", degree: "°" };

function call(tree: CallTree): Printed {
  const { head, args } = tree;
  const [first, second] = args;
  const between = infix[head];
  if (between !== undefined) {
    const [sign, level] = between;
    return { words: args.map((arg) => at(arg, level + 1)).join(sign), level };
  }
  const mark = postfix[head];
  if (mark !== undefined && first !== undefined) return { words: at(first, Level.atom) + mark, level: Level.power };
  switch (head) {
    case "add":
      return { words: args.map(term).join(""), level: Level.sum };
    case "multiply":
      return { words: product(args), level: Level.product };
    case "negate":
      return first === undefined ? named(tree) : { words: `-${at(first, Level.product)}`, level: Level.sum };
    case "divide":
      return first === undefined || second === undefined
        ? named(tree)
        : { words: `${at(first, Level.product)}/${at(second, Level.power)}`, level: Level.product };
    case "power":
      return first === undefined || second === undefined
        ? named(tree)
        : { words: `${base(first)}^${at(second, Level.atom)}`, level: Level.power };
    case "root":
      return root(tree);
    case "log":
      return atom(
        second?.kind === "symbol" && second.name === "e" ? `ln(${listed(args.slice(0, 1))})` : `log(${listed(args)})`,
      );
    case "plusminus":
    case "minusplus": {
      const sign = head === "plusminus" ? "±" : "∓";
      const words =
        first !== undefined && second !== undefined
          ? `${at(first, Level.sum)} ${sign} ${at(second, Level.product)}`
          : `${sign}${args.map((arg) => at(arg, Level.product)).join("")}`;
      return { words, level: Level.sum };
    }
    case "not":
      return { words: `¬${args.map((arg) => at(arg, Level.relation)).join("")}`, level: Level.logic };
    case "abs":
      return atom(
        first !== undefined && first.kind !== "matrix" && !holdsBar(first)
          ? `|${at(first, Level.relation)}|`
          : `abs(${listed(args)})`,
      );
    case "set":
      return atom(args.length === 0 ? "∅" : `{${listed(args)}}`);
    case "setbuilder":
      return atom(`{${listed(args.slice(0, 1))} | ${listed(args.slice(1))}}`);
    case "tuple":
      return atom(`(${listed(args)})`);
    case "array":
      return atom(`[${listed(args)}]`);
    case "list":
    case "system":
      return { words: listed(args), level: Level.statement };
    case "repeat":
      return atom("...");
    case "inverse":
      return { words: `${args.map((arg) => at(arg, Level.atom)).join("")}^(-1)`, level: Level.power };
    case "apply":
      return atom(
        first?.kind === "symbol" ? `${symbolName(first.name)}(${listed(args.slice(1))})` : `apply(${listed(args)})`,
      );
    case "limit":
      return atom(
        `limit(${args.map((arg) => (arg.kind === "text" ? (arg.text === "+" ? "right" : "left") : at(arg, Level.relation))).join(", ")})`,
      );
    default:
      return named(tree);
  }
}

function named({ head, args }: CallTree): Printed {
  return atom(`${names[head] ?? head}(${listed(args)})`);
}

function root({ args: [radicand, degree] }: CallTree): Printed {
  if (radicand === undefined || degree === undefined) return atom("root()");
  const whole =
    degree.kind === "number" && degree.value.d === 1n && degree.form === undefined && degree.decimals === undefined
      ? degree.value.n
      : 0n;
  if (whole === 2n) return atom(`sqrt(${listed([radicand])})`);
  return atom(whole === 3n ? `cbrt(${listed([radicand])})` : `nthroot(${listed([radicand, degree])})`);
}

function term(tree: Tree, index: number): string {
  const negative = tree.kind === "call" && tree.head === "negate" ? tree.args[0] : undefined;
  if (index === 0)
    return negative === undefined ? firstOperand(tree, Level.product) : `-${at(negative, Level.product)}`;
  if (negative !== undefined) return ` - ${at(negative, Level.product)}`;
  return ` + ${tree.kind === "number" && tree.value.n < 0n && tree.form !== "mixed" ? printNumber(tree) : at(tree, Level.product)}`;
}

/** A negative number needs no brackets where nothing stands before it. */
function firstOperand(tree: Tree, level: number): string {
  return tree.kind === "number" && level <= Level.product && tree.form !== "mixed"
    ? printNumber(tree)
    : at(tree, level);
}

/** `2x^2`, `a*b`: a sign between all factors, but for a whole number before a letter. */
function product(factors: readonly Tree[]): string {
  let words = "";
  for (const [index, factor] of factors.entries()) {
    const before = factors[index - 1];
    const printed = write(factor);
    const quotient = factor.kind === "call" && factor.head === "divide";
    const loose = index === 0 ? Level.product : Level.power;
    // 3*10^5 would be read as one number in scientific notation, (a*b)*c as one product of three.
    const guarded =
      printed.level < loose ||
      (quotient && index > 0) ||
      (factor.kind === "call" && factor.head === "multiply") ||
      (before?.kind === "number" && isPowerOfTen(factor));
    const text = guarded ? `(${printed.words})` : printed.words;
    const bare = index === 1 && before?.kind === "number" && isWholePositive(before) && letterFirst(factor);
    words += index === 0 || bare ? text : `*${text}`;
  }
  return words;
}

function isWholePositive(tree: Tree): boolean {
  return (
    tree.kind === "number" &&
    tree.value.d === 1n &&
    tree.value.n >= 0n &&
    tree.form === undefined &&
    tree.decimals === undefined
  );
}

function letterFirst(tree: Tree): boolean {
  if (tree.kind === "symbol") return tree.name.length === 1 && !"eE".includes(tree.name);
  return tree.kind === "call" && tree.head === "power" && tree.args[0] !== undefined && letterFirst(tree.args[0]);
}

function isPowerOfTen(tree: Tree): boolean {
  const base = tree.kind === "call" && tree.head === "power" ? tree.args[0] : undefined;
  return base?.kind === "number" && base.value.n === 10n && base.value.d === 1n;
}

/** C_10^3 would be a count of combinations. */
function base(tree: Tree): string {
  if (tree.kind === "symbol" && /^[CAP]_/.test(tree.name)) return `(${symbolName(tree.name)})`;
  return at(tree, Level.atom);
}

function holdsBar(tree: Tree): boolean {
  if (tree.kind === "call") return tree.head === "abs" || tree.head === "setbuilder" || tree.args.some(holdsBar);
  return tree.kind === "relation" && tree.sides.some(holdsBar);
}

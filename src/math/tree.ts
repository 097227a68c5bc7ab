/** @file The one tree that every notation is read into and that equality works on. Plain data, never mutated. */

/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

/** A number that was written down. Always exact: 0.1 is 1/10. */
export interface NumberTree {
  readonly kind: "number";
  readonly value: Rational;
  /** Digits after the decimal point as written (`3.10` has 2); absent for integers and fractions. Rounding policies read it. */
  readonly decimals?: number;
  /** How it was written, where that is not plain digits: policies and explanations read it. */
  readonly form?: "scientific" | "repeating" | "words" | "mixed" | "base" | "grouped";
  /** The base of its numeral, where that is not ten: `1011_2` is 11 with base 2. */
  readonly base?: number;
}

/**
 * A named quantity. Constants have reserved names: "pi", "e", "i", "infinity", "phi" is NOT one (it is a variable).
 * So have the sets "reals", "integers", "naturals", "rationals", "complexes"; the empty set is a "set" call without arguments.
 * Greek letters are spelt out ("theta"); subscripts follow an underscore ("x_1", "v_max"); primes are kept ("f'").
 */
export interface SymbolTree {
  readonly kind: "symbol";
  readonly name: string;
}

/** An operator or function applied to arguments. */
export interface CallTree {
  readonly kind: "call";
  readonly head: Head;
  readonly args: readonly Tree[];
}

/** A chain of relations, `a < b <= c`: one operator fewer than sides. */
export interface RelationTree {
  readonly kind: "relation";
  readonly ops: readonly RelationOp[];
  readonly sides: readonly Tree[];
}

export type RelationOp =
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "approx"
  | "in"
  | "notin"
  | "subset"
  | "congruent"
  | "proportional"
  | "maps";

/** An interval of the real line with a bracket on at least one side that only an interval can have, or declared so. */
export interface IntervalTree {
  readonly kind: "interval";
  readonly low: Tree;
  readonly high: Tree;
  readonly lowClosed: boolean;
  readonly highClosed: boolean;
}

/** Rows of equal length. A column vector has rows of length 1. */
export interface MatrixTree {
  readonly kind: "matrix";
  readonly rows: readonly (readonly Tree[])[];
  /** Brackets as written; "|" is a determinant and is read as a call of "determinant" instead. */
  readonly bracket?: "(" | "[" | "{" | "";
}

/** A value with a unit, `5 km/h`. */
export interface QuantityTree {
  readonly kind: "quantity";
  readonly value: Tree;
  /** Factors of the unit as written, each with its exponent: `km/h` is `[{ unit: "km", power: 1 }, { unit: "h", power: -1 }]`. */
  readonly unit: readonly UnitFactor[];
}

export interface UnitFactor {
  readonly unit: string;
  readonly power: number;
}

/** Words that are an answer in themselves ("even", "Tuesday", "no solution", "Alice"). Trimmed, inner spaces single, case kept. */
export interface TextTree {
  readonly kind: "text";
  readonly text: string;
}

/** A calendar date or a time of day; fields that were not written are absent. */
export interface DateTree {
  readonly kind: "date";
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
}

export type Tree =
  | NumberTree
  | SymbolTree
  | CallTree
  | RelationTree
  | IntervalTree
  | MatrixTree
  | QuantityTree
  | TextTree
  | DateTree;

/**
 * Every head and the meaning of its arguments. Subtraction is `add(a, negate(b))`; `sqrt(x)` is `root(x, 2)`;
 * `exp(x)` is `power(e, x)`; `ln x` is `log(x, e)`; a product of many factors is one flat `multiply`.
 */
export type Head =
  // arithmetic
  | "add" // (...terms), at least two
  | "multiply" // (...factors), at least two
  | "negate" // (a)
  | "divide" // (numerator, denominator)
  | "power" // (base, exponent)
  | "root" // (radicand, degree)
  | "plusminus" // (a) or (a, b): a ± b
  | "minusplus"
  | "factorial"
  | "doublefactorial"
  | "percent" // (a)
  | "degree" // (a): an angle in degrees
  | "repeat" // (array of what is shown before the dots, what follows them if anything): stands between its neighbours in
  // 1, 2, ..., n and 1 + 2 + ... + n; never equal to anything but the same dots
  // functions of numbers
  | "abs" // (a); also the norm of a vector and the size of a set
  | "floor"
  | "ceil"
  | "round"
  | "sign"
  | "log" // (a, base)
  | "sin"
  | "cos"
  | "tan"
  | "cot"
  | "sec"
  | "csc"
  | "arcsin"
  | "arccos"
  | "arctan"
  | "arccot"
  | "arcsec"
  | "arccsc"
  | "sinh"
  | "cosh"
  | "tanh"
  | "coth"
  | "sech"
  | "csch"
  | "arcsinh"
  | "arccosh"
  | "arctanh"
  | "arccoth"
  | "arcsech"
  | "arccsch"
  | "binomial" // (n, k)
  | "permutations" // (n, k)
  | "gcd"
  | "lcm"
  | "max"
  | "min" // (...values)
  | "mod" // (a, n)
  | "re"
  | "im"
  | "conjugate"
  | "arg"
  // with a bound variable
  | "sum"
  | "product" // (body, variable, low, high)
  | "integral" // (body, variable) or (body, variable, low, high)
  | "derivative" // (body, variable, order)
  | "limit" // (body, variable, point) or (..., point, text "+" or "-")
  // unknown functions
  | "apply" // (symbol, ...arguments): f(x)
  // collections
  | "set" // (...elements), braces
  | "tuple" // (...elements), parentheses or angle brackets, at least two
  | "list" // (...elements), a comma, "and" or "or" between bare values, at least two
  | "array" // (...elements), square brackets that are no interval
  | "union"
  | "intersection"
  | "difference"
  | "complement"
  | "setbuilder" // (element, condition, ...conditions)
  | "ratio" // (...parts): 3 : 4 : 5
  | "determinant"
  | "transpose"
  | "inverse"
  | "trace"
  | "dot"
  | "cross" // of matrices or vectors
  // logic
  | "and"
  | "or"
  | "not"
  | "implies"
  | "iff"
  | "forall"
  | "exists"
  | "system"; // (...relations): a cases or aligned block, or relations joined by commas

export function number(value: Rational | bigint | number, extra: Omit<NumberTree, "kind" | "value"> = {}): NumberTree {
  const rational = typeof value === "object" ? value : { n: BigInt(value), d: 1n };
  return { kind: "number", value: rational, ...extra };
}

export function symbol(name: string): SymbolTree {
  return { kind: "symbol", name };
}

export function call(head: Head, ...args: readonly Tree[]): CallTree {
  return { kind: "call", head, args };
}

export function text(words: string): TextTree {
  return { kind: "text", text: words };
}

/** Tells a call with this head. */
export function isCall(tree: Tree, head: Head): tree is CallTree {
  return tree.kind === "call" && tree.head === head;
}

/** The direct sub-trees, in writing order. */
export function children(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case "call":
      return tree.args;
    case "relation":
      return tree.sides;
    case "interval":
      return [tree.low, tree.high];
    case "matrix":
      return tree.rows.flat();
    case "quantity":
      return [tree.value];
    default:
      return [];
  }
}

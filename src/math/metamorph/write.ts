/** @file One expression in the notations that people and models use: LaTeX in several habits, plain text, Unicode. */
import type { Tree } from "../tree.ts";

export type Notation = "latex" | "latex-tight" | "plain" | "python" | "unicode";

export const notations: readonly Notation[] = ["latex", "latex-tight", "plain", "python", "unicode"];

interface Dialect {
  readonly times: string;
  readonly minus: string;
  readonly group: (inner: string) => string;
  readonly fraction: (numerator: string, denominator: string) => string;
  readonly power: (base: string, exponent: string) => string;
  readonly squareRoot: (radicand: string) => string;
  readonly root: (radicand: string, degree: string) => string;
}

const parenthesised = (inner: string): string => `(${inner})`;
const slash = (numerator: string, denominator: string): string => `(${numerator})/(${denominator})`;

const dialects: Readonly<Record<Notation, Dialect>> = {
  latex: {
    times: " \\cdot ",
    minus: " - ",
    group: (inner) => `\\left(${inner}\\right)`,
    fraction: (numerator, denominator) => `\\frac{${numerator}}{${denominator}}`,
    power: (base, exponent) => `${base}^{${exponent}}`,
    squareRoot: (radicand) => `\\sqrt{${radicand}}`,
    root: (radicand, degree) => `\\sqrt[${degree}]{${radicand}}`,
  },
  "latex-tight": {
    times: "\\times ",
    minus: "-",
    group: parenthesised,
    fraction: (numerator, denominator) => `\\dfrac{${numerator}}{${denominator}}`,
    power: (base, exponent) => (exponent.length === 1 ? `${base}^${exponent}` : `${base}^{${exponent}}`),
    squareRoot: (radicand) => `\\sqrt{${radicand}}`,
    root: (radicand, degree) => `\\sqrt[${degree}]{${radicand}}`,
  },
  plain: {
    times: "*",
    minus: " - ",
    group: parenthesised,
    fraction: slash,
    power: (base, exponent) => `${base}^(${exponent})`,
    squareRoot: (radicand) => `sqrt(${radicand})`,
    root: (radicand, degree) => `(${radicand})^(1/${degree})`,
  },
  python: {
    times: "*",
    minus: "-",
    group: parenthesised,
    fraction: slash,
    power: (base, exponent) => `${base}**(${exponent})`,
    squareRoot: (radicand) => `sqrt(${radicand})`,
    root: (radicand, degree) => `(${radicand})**(1/${degree})`,
  },
  unicode: {
    times: "·",
    minus: " − ",
    group: parenthesised,
    fraction: slash,
    power: (base, exponent) =>
      exponent === "2" ? `${base}²` : exponent === "3" ? `${base}³` : `${base}^(${exponent})`,
    squareRoot: (radicand) => `√(${radicand})`,
    root: (radicand, degree) => `(${radicand})^(1/${degree})`,
  },
};

/** Writes sums, products, quotients, powers, roots, numbers and symbols; throws for anything else. */
export function write(tree: Tree, notation: Notation): string {
  const dialect = dialects[notation];
  const plain = (part: Tree): string => write(part, notation);
  const at =
    (least: number) =>
    (part: Tree): string =>
      binding(part, notation) >= least ? plain(part) : dialect.group(plain(part));
  if (tree.kind === "number") {
    const { n, d } = tree.value;
    return d === 1n ? String(n) : dialect.fraction(String(n), String(d));
  }
  if (tree.kind === "symbol") return tree.name;
  if (tree.kind !== "call") throw new TypeError(`write: no notation for a ${tree.kind}`);
  const [first, second] = tree.args as readonly [Tree, Tree];
  switch (tree.head) {
    case "add":
      return tree.args.map((term, index) => (index === 0 ? at(1)(term) : signed(term, dialect, at(2)))).join("");
    case "multiply":
      return tree.args.map(at(3)).join(dialect.times);
    case "negate":
      return `-${at(2)(first)}`;
    case "divide":
      return dialect.fraction(plain(first), plain(second));
    case "power":
      return dialect.power(at(5)(first), plain(second));
    case "root":
      return plain(second) === "2" ? dialect.squareRoot(plain(first)) : dialect.root(plain(first), plain(second));
    default:
      throw new TypeError(`write: no notation for ${tree.head}`);
  }
}

function signed(term: Tree, dialect: Dialect, atom: (part: Tree) => string): string {
  if (term.kind === "call" && term.head === "negate") return `${dialect.minus}${atom(term.args[0] as Tree)}`;
  return ` + ${atom(term)}`;
}

/** How tightly a tree holds together as written: 1 sum, 2 product, 3 factor, 4 power, 5 atom. */
function binding(tree: Tree, notation: Notation): number {
  const stacked = notation === "latex" || notation === "latex-tight";
  if (tree.kind === "symbol") return 5;
  if (tree.kind === "number") {
    if (tree.value.n < 0n) return 1;
    return tree.value.d === 1n ? 5 : stacked ? 3 : 2;
  }
  if (tree.kind !== "call") return 0;
  switch (tree.head) {
    case "multiply":
      return 2;
    case "divide":
      return stacked ? 3 : 2;
    case "power":
      return 4;
    case "root":
      return stacked || tree.args[1]?.kind !== "number" || tree.args[1].value.n === 2n ? 4 : 3;
    default:
      return 1;
  }
}

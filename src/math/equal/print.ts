/** @file A tree as one line of plain text, for witnesses and explanations. */
import type { CallTree, DateTree, QuantityTree, Rational, RelationOp, Tree } from "../tree.ts";

const strength = { relation: 0, sum: 1, product: 2, sign: 3, power: 4, atom: 5 } as const;

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

/** Plain text that a person can read and that keeps every difference of structure: `(1/2)*x^2 + 1`. */
export function printTree(tree: Tree): string {
  return write(tree).words;
}

interface Printed {
  readonly words: string;
  readonly strength: number;
}

function within(tree: Tree, least: number): string {
  const printed = write(tree);
  return printed.strength < least ? `(${printed.words})` : printed.words;
}

function listed(trees: readonly Tree[], separator = ", "): string {
  return trees.map((part) => within(part, strength.relation)).join(separator);
}

function atom(words: string): Printed {
  return { words, strength: strength.atom };
}

function write(tree: Tree): Printed {
  switch (tree.kind) {
    case "number":
      return writeNumber(tree.value);
    case "symbol":
      return atom(tree.name);
    case "text":
      return atom(`"${tree.text}"`);
    case "date":
      return atom(writeDate(tree));
    case "quantity":
      return { words: writeQuantity(tree), strength: strength.product };
    case "interval":
      return atom(
        `${tree.lowClosed ? "[" : "("}${printTree(tree.low)}, ${printTree(tree.high)}${tree.highClosed ? "]" : ")"}`,
      );
    case "matrix":
      return atom(`[${tree.rows.map((row) => `[${listed(row)}]`).join(", ")}]`);
    case "relation": {
      const [first, ...rest] = tree.sides.map((side) => within(side, strength.sum));
      const words = rest.reduce(
        (line, side, index) => `${line} ${relationSigns[tree.ops[index] ?? "="]} ${side}`,
        first ?? "",
      );
      return { words, strength: strength.relation };
    }
    case "call":
      return writeCall(tree);
  }
}

function writeNumber(value: Rational): Printed {
  const words = value.d === 1n ? String(value.n) : `${value.n}/${value.d}`;
  if (value.d !== 1n) return { words, strength: strength.product };
  return value.n < 0n ? { words, strength: strength.sign } : atom(words);
}

function two(value: number | undefined): string {
  return String(value ?? 0).padStart(2, "0");
}

function writeDate(date: DateTree): string {
  const days = [date.year, date.month, date.day].map((field) => (field === undefined ? "?" : two(field))).join("-");
  const clock = date.hour === undefined ? "" : `${two(date.hour)}:${two(date.minute)}:${two(date.second)}`;
  if (days === "?-?-?") return clock;
  return clock === "" ? days : `${days} ${clock}`;
}

function writeQuantity(tree: QuantityTree): string {
  const unit = tree.unit.map(({ unit: name, power }) => (power === 1 ? name : `${name}^${power}`)).join(" ");
  return `${within(tree.value, strength.product)} ${unit}`;
}

const brackets: Readonly<Partial<Record<CallTree["head"], readonly [string, string]>>> = {
  set: ["{", "}"],
  tuple: ["(", ")"],
  array: ["[", "]"],
  abs: ["|", "|"],
  floor: ["⌊", "⌋"],
  ceil: ["⌈", "⌉"],
};

const between: Readonly<Partial<Record<CallTree["head"], string>>> = {
  list: ", ",
  ratio: " : ",
  union: " ∪ ",
  intersection: " ∩ ",
  difference: " \\ ",
  and: " and ",
  or: " or ",
  implies: " ⇒ ",
  iff: " ⇔ ",
  system: "; ",
  mod: " mod ",
  dot: " · ",
  cross: " × ",
};

function writeCall(tree: CallTree): Printed {
  const [first, second] = tree.args;
  const pair = brackets[tree.head];
  if (pair !== undefined) return atom(`${pair[0]}${listed(tree.args)}${pair[1]}`);
  const separator = between[tree.head];
  if (separator !== undefined)
    return { words: tree.args.map((part) => within(part, strength.sum)).join(separator), strength: strength.relation };
  if (first === undefined) return atom(`${tree.head}()`);
  switch (tree.head) {
    case "add":
      return { words: tree.args.map((term, index) => writeTerm(term, index)).join(""), strength: strength.sum };
    case "multiply":
      return { words: tree.args.map((factor) => within(factor, strength.sign)).join("*"), strength: strength.product };
    case "divide":
      return {
        words: `${within(first, strength.sign)}/${second === undefined ? "?" : within(second, strength.sign)}`,
        strength: strength.product,
      };
    case "negate":
      return { words: `-${within(first, strength.power)}`, strength: strength.sign };
    case "power":
      return {
        words: `${within(first, strength.atom)}^${second === undefined ? "?" : within(second, strength.atom)}`,
        strength: strength.power,
      };
    case "root":
      if (second?.kind === "number" && second.value.n === 2n && second.value.d === 1n)
        return atom(`sqrt(${printTree(first)})`);
      break;
    case "plusminus":
    case "minusplus": {
      const sign = tree.head === "plusminus" ? "±" : "∓";
      const words =
        second === undefined
          ? `${sign}${within(first, strength.product)}`
          : `${within(first, strength.sum)} ${sign} ${within(second, strength.product)}`;
      return { words, strength: strength.sum };
    }
    case "factorial":
      return { words: `${within(first, strength.atom)}!`, strength: strength.power };
    case "doublefactorial":
      return { words: `${within(first, strength.atom)}!!`, strength: strength.power };
    case "percent":
      return { words: `${within(first, strength.power)}%`, strength: strength.power };
    case "degree":
      return { words: `${within(first, strength.power)}°`, strength: strength.power };
    case "apply":
      return atom(`${printTree(first)}(${listed(tree.args.slice(1))})`);
    case "setbuilder":
      return atom(`{${printTree(first)} : ${listed(tree.args.slice(1))}}`);
    default:
  }
  return atom(`${tree.head}(${listed(tree.args)})`);
}

function writeTerm(term: Tree, index: number): string {
  if (index === 0) return within(term, strength.sum);
  if (term.kind === "call" && term.head === "negate" && term.args[0] !== undefined)
    return ` - ${within(term.args[0], strength.product)}`;
  return ` + ${within(term, strength.product)}`;
}

/** @file What kinds of things occur in an expression: decided once, so that each pair goes straight to the rule that fits. */
import type { Budget } from "../../core/index.ts";
import type { CallTree, Tree } from "../tree.ts";
import { constantNames } from "./symbols.ts";

export interface Survey {
  /** Free variables in order of appearance. */
  readonly variables: string[];
  /** Only + - * / % and whole powers of numbers and variables. */
  rational: boolean;
  /** Something that asks for whole numbers: a factorial, a sum with symbolic bounds, (-1)^n ... */
  discrete: boolean;
  /** A derivative, integral, limit, or an endless sum: worked out before all else. */
  calculus: boolean;
  /** The value of an unknown function, or something of calculus: known only by what is equal to it. */
  opaque: boolean;
  /** A gcd or lcm. */
  divisors: boolean;
  /** An integral without bounds: a family of functions, each the others plus a constant. */
  family: boolean;
  imaginary: boolean;
  infinite: boolean;
  /** Something that can fail to have a value: a division, a logarithm. */
  partial: boolean;
  /** A head that is no number at all (a set, a relation, a matrix), or an unread one. */
  structure: boolean;
  tooDeep: boolean;
  nodes: number;
}

export function surveyTrees(trees: readonly Tree[], budget: Budget): Survey {
  const survey: Survey = {
    variables: [],
    rational: true,
    discrete: false,
    calculus: false,
    opaque: false,
    divisors: false,
    family: false,
    imaginary: false,
    infinite: false,
    partial: false,
    structure: false,
    tooDeep: false,
    nodes: 0,
  };
  for (const tree of trees) visit(tree, 0, { survey, budget, bound: [] });
  budget.spend(survey.nodes);
  return survey;
}

interface Walk {
  readonly survey: Survey;
  readonly budget: Budget;
  readonly bound: readonly string[];
}

function visit(tree: Tree, depth: number, walk: Walk): void {
  const { survey, budget } = walk;
  survey.nodes++;
  if (depth > budget.limits.depth || survey.nodes > budget.limits.nodes) {
    survey.tooDeep = true;
    return;
  }
  if (tree.kind === "number") return;
  if (tree.kind === "symbol") {
    visitSymbol(tree.name, walk);
    return;
  }
  if (tree.kind !== "call") {
    survey.structure = true;
    return;
  }
  classify(tree, walk);
  if (
    tree.head === "sum" ||
    tree.head === "product" ||
    tree.head === "limit" ||
    (tree.head === "integral" && tree.args.length > 2)
  ) {
    const [body, variable, ...rest] = tree.args;
    const bound = variable?.kind === "symbol" ? [...walk.bound, variable.name] : walk.bound;
    if (body !== undefined) visit(body, depth + 1, { survey, budget, bound });
    for (const item of rest) if (item.kind !== "text") visit(item, depth + 1, walk);
    return;
  }
  for (const arg of tree.args) visit(arg, depth + 1, walk);
}

function visitSymbol(name: string, { survey, bound }: Walk): void {
  if (constantNames.has(name)) {
    survey.rational = false;
    if (name === "i") survey.imaginary = true;
    if (name === "infinity") survey.infinite = true;
  } else if (!bound.includes(name) && !survey.variables.includes(name)) survey.variables.push(name);
}

function classify(tree: CallTree, { survey }: Walk): void {
  switch (tree.head) {
    case "add":
    case "multiply":
    case "negate":
    case "percent":
      return;
    case "divide":
      survey.partial = true;
      return;
    case "power": {
      const [base, exponent] = tree.args;
      survey.partial = true;
      if (exponent?.kind === "number" && exponent.value.d === 1n) return;
      if (
        exponent?.kind === "call" &&
        exponent.head === "negate" &&
        exponent.args[0]?.kind === "number" &&
        exponent.args[0].value.d === 1n
      )
        return;
      if (exponent !== undefined && wholeConstant(exponent)) return;
      survey.rational = false;
      if (base !== undefined && negativeConstant(base) && exponent !== undefined && hasVariable(exponent))
        survey.discrete = true;
      return;
    }
    case "factorial":
    case "doublefactorial":
    case "binomial":
    case "permutations":
    case "gcd":
    case "lcm":
      survey.divisors = true;
      survey.rational = false;
      survey.discrete = true;
      survey.partial = true;
      return;
    case "mod":
      survey.rational = false;
      survey.discrete = true;
      survey.partial = true;
      return;
    case "sum":
    case "product":
      survey.rational = false;
      survey.discrete = true;
      if (tree.args.slice(2).some((arg) => infiniteSign(arg) !== 0)) {
        survey.calculus = true;
        survey.opaque = true;
      }
      return;
    case "derivative":
    case "integral":
    case "limit":
      survey.rational = false;
      survey.calculus = true;
      survey.opaque = true;
      if (tree.head === "integral" && tree.args.length === 2) survey.family = true;
      return;
    case "apply":
      survey.rational = false;
      survey.opaque = true;
      return;
    default:
      survey.rational = false;
      survey.partial = true;
      if (!scalarHeads.has(tree.head)) survey.structure = true;
  }
}

/** Powers of constants such as 9^(9^9): whole, but only evaluation tells. */
function wholeConstant(tree: Tree): boolean {
  if (tree.kind === "number") return tree.value.d === 1n;
  return (
    tree.kind === "call" &&
    (tree.head === "power" || tree.head === "multiply" || tree.head === "add" || tree.head === "negate") &&
    tree.args.every(wholeConstant)
  );
}

function negativeConstant(tree: Tree): boolean {
  if (tree.kind === "number") return tree.value.n < 0n;
  return tree.kind === "call" && tree.head === "negate" && tree.args[0]?.kind === "number";
}

function hasVariable(tree: Tree): boolean {
  if (tree.kind === "symbol") return !constantNames.has(tree.name);
  return tree.kind === "call" && tree.args.some(hasVariable);
}

/** The sign of an infinity as written, 0 for everything else. */
export function infiniteSign(tree: Tree): -1 | 0 | 1 {
  if (tree.kind === "symbol") return tree.name === "infinity" ? 1 : 0;
  if (tree.kind !== "call" || tree.head !== "negate" || tree.args[0] === undefined) return 0;
  const inner = infiniteSign(tree.args[0]);
  return inner === 0 ? 0 : inner === 1 ? -1 : 1;
}

const scalarHeads: ReadonlySet<string> = new Set([
  "root", "degree", "abs", "floor", "ceil", "round", "sign", "log", "max", "min", "re", "im", "conjugate", "arg",
  "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc",
  "sinh", "cosh", "tanh", "coth", "sech", "csch", "arcsinh", "arccosh", "arctanh", "arccoth", "arcsech", "arccsch",
]); // prettier-ignore

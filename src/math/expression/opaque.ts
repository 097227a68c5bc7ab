/**
 * @file Sub-expressions that nothing can be said of but whether they are the same: values of unknown functions, integrals
 * and limits without a rule, common divisors of expressions. Each class of proved-equal ones becomes one new variable.
 */
import { symbol, type CallTree, type Tree } from "../tree.ts";
import { boundName, substitute } from "./calculus/substitute.ts";
import { freeSymbols } from "./symbols.ts";

export interface OpaqueOptions {
  readonly isEqual: (a: Tree, b: Tree) => "equal" | "different" | "undecided";
}

export interface Replaced {
  readonly left: Tree;
  readonly right: Tree;
  /**
   * May a difference after the replacement be taken for one before it? Only where all that was replaced are values of
   * unknown functions, at arguments that are proved different whenever they are not proved equal.
   */
  readonly independent: boolean;
}

interface Entry {
  readonly tree: CallTree;
  readonly name: string;
}

/** Both trees with their opaque parts replaced; undefined where they have none. */
export function replaceOpaque(left: Tree, right: Tree, { isEqual }: OpaqueOptions): Replaced | undefined {
  const entries: Entry[] = [];
  let independent = true;
  const replace = (tree: Tree): Tree => {
    if (tree.kind !== "call") return tree;
    if (!isOpaque(tree)) {
      let same = true;
      const args = tree.args.map((arg) => {
        const next = replace(arg);
        if (next !== arg) same = false;
        return next;
      });
      return same ? tree : { ...tree, args };
    }
    if (tree.head !== "apply") independent = false;
    for (const { tree: known, name } of entries) {
      const verdict = alike(known, tree, isEqual);
      if (verdict === "equal") return symbol(name);
      if (verdict === "undecided") independent = false;
    }
    const name = `opaque#${entries.length}`;
    entries.push({ tree, name });
    return symbol(name);
  };
  const one = replace(left);
  const other = replace(right);
  return entries.length === 0 ? undefined : { left: one, right: other, independent };
}

function isOpaque(tree: CallTree): boolean {
  switch (tree.head) {
    case "apply":
    case "derivative":
    case "integral":
    case "limit":
      return true;
    case "gcd":
    case "lcm":
      return freeSymbols(tree).length > 0;
    case "sum":
    case "product":
      return tree.args.slice(2).some((bound) => mentionsInfinity(bound));
    default:
      return false;
  }
}

function mentionsInfinity(tree: Tree): boolean {
  return tree.kind === "symbol" ? tree.name === "infinity" : tree.kind === "call" && tree.args.some(mentionsInfinity);
}

/** The same head with equal parts, the bound variable renamed to that of the first. */
function alike(a: CallTree, b: CallTree, isEqual: OpaqueOptions["isEqual"]): "equal" | "different" | "undecided" {
  if (a.head === "gcd" || a.head === "lcm")
    return b.head === a.head ? alikeUnordered(a.args, b.args, isEqual) : "undecided";
  if (a.head !== b.head) return a.head === "apply" || b.head === "apply" ? "different" : "undecided";
  if (a.head === "apply") return alikeValues(a, b, isEqual);
  // A limit of the same body is the same from either side only where it exists from both: the sides must be written alike
  // unless the body is constant, which has been worked out before.
  if (a.args.length !== b.args.length) return "undecided";
  const name = boundName(a);
  const other = boundName(b);
  if ((name === undefined) !== (other === undefined)) return "undecided";
  const [firstBody, , ...firstRest] = a.args;
  const [secondBody, , ...secondRest] = b.args;
  if (firstBody === undefined || secondBody === undefined) return "undecided";
  if (name === undefined || other === undefined) {
    const same = a.args.every((arg, index) => equalParts(arg, b.args[index], isEqual));
    return same ? "equal" : "undecided";
  }
  const renamed = name === other ? secondBody : substitute(secondBody, other, symbol(name));
  const rest = firstRest.every((arg, index) => equalParts(arg, secondRest[index], isEqual));
  return rest && isEqual(firstBody, renamed) === "equal" ? "equal" : "undecided";
}

function equalParts(a: Tree, b: Tree | undefined, isEqual: OpaqueOptions["isEqual"]): boolean {
  if (b === undefined) return false;
  if (a.kind === "text" || b.kind === "text") return a.kind === "text" && b.kind === "text" && a.text === b.text;
  return isEqual(a, b) === "equal";
}

/** Values of one function at proved-different arguments may be equal, but not for every function. */
function alikeValues(a: CallTree, b: CallTree, isEqual: OpaqueOptions["isEqual"]): "equal" | "different" | "undecided" {
  const [called, ...args] = a.args;
  const [other, ...others] = b.args;
  if (called?.kind !== "symbol" || other?.kind !== "symbol") return "undecided";
  if (called.name !== other.name) return "different";
  if (args.length !== others.length) return "undecided";
  let open = false;
  for (const [index, arg] of args.entries()) {
    const theirs = others[index];
    const verdict = theirs === undefined ? "undecided" : isEqual(arg, theirs);
    if (verdict === "different") return "different";
    if (verdict === "undecided") open = true;
  }
  return open ? "undecided" : "equal";
}

/** Every argument of one has an equal among those of the other, each used once. */
function alikeUnordered(
  args: readonly Tree[],
  others: readonly Tree[],
  isEqual: OpaqueOptions["isEqual"],
): "equal" | "undecided" {
  const left = [...others];
  for (const arg of args) {
    const place = left.findIndex((each) => isEqual(arg, each) === "equal");
    if (place < 0) return "undecided";
    left.splice(place, 1);
  }
  return left.length === 0 ? "equal" : "undecided";
}

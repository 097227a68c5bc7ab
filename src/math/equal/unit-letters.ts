/** @file Units that were read as letters: beside a quantity, `9.8 \frac{m}{s^2}`, `3e-6 m`, `5 k\Omega` and `20 ms^{-1}` are quantities. */
import { call, isCall, number, type QuantityTree, type Tree, type UnitFactor } from "../tree.ts";
import { findUnit } from "../units/index.ts";
import { variables } from "./_walk.ts";

/** Longest symbol of a unit in letters, `mmHg` and `KiB` included. */
const longestSymbol = 5;
/** Ways to cut the letters into units that are looked at; real units have fewer than ten. */
const mostWays = 48;

/** What stands in a product: a value, or a letter of a unit with its power. */
type Atom =
  | { readonly value: Tree; readonly power: number }
  /** `glued` to the next one: both are of one written word. */
  | { readonly letters: string; readonly power: number; readonly glued?: boolean };

const signs: Readonly<Record<string, string>> = { mu: "μ", Omega: "Ω" };

/** Every way in which the letters of a product are units; none where one of them is not, or where there are no letters. */
export function unitsOfLetters(tree: Tree): readonly QuantityTree[] {
  const atoms = atomsOf(tree, 1);
  if (atoms === undefined) return [];
  const letters = atoms.filter((atom) => "letters" in atom);
  if (letters.length === 0) return [];
  const values = atoms.filter((atom) => "value" in atom).map(({ value, power }) => raised(value, power));
  const [first = number(1), ...rest] = values;
  const value = rest.length === 0 ? first : call("multiply", first, ...rest);
  return cuts(letters).map((unit) => ({ kind: "quantity", value, unit }));
}

function raised(value: Tree, power: number): Tree {
  return power === 1 ? value : call("power", value, number(power));
}

function atomsOf(tree: Tree, power: number): readonly Atom[] | undefined {
  if (tree.kind === "quantity") {
    const value = atomsOf(tree.value, power);
    return (
      value && [...value, ...tree.unit.flatMap((factor) => lettersOf(factor.unit, factor.power * power, factor.power))]
    );
  }
  if (tree.kind === "symbol" && variables(tree).length > 0) {
    const letters = signs[tree.name] ?? tree.name;
    return letters.length === 1 ? [{ letters, power }] : undefined;
  }
  if (tree.kind === "call") {
    const [first, second] = tree.args;
    if (tree.head === "multiply") return joined(tree.args.map((part) => atomsOf(part, power)));
    if (tree.head === "divide" && first !== undefined && second !== undefined)
      return joined([atomsOf(first, power), atomsOf(second, -power)]);
    if (tree.head === "negate" && first !== undefined)
      return joined([[{ value: number(-1), power: 1 }], atomsOf(first, power)]);
    const times = tree.head === "power" ? integerOf(second) : undefined;
    if (first?.kind === "symbol" && times !== undefined && variables(first).length > 0)
      return atomsOf(first, power * times);
  }
  return variables(tree).length === 0 ? [{ value: tree, power }] : undefined;
}

function joined(parts: readonly (readonly Atom[] | undefined)[]): readonly Atom[] | undefined {
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

function integerOf(tree: Tree | undefined): number | undefined {
  if (tree !== undefined && isCall(tree, "negate")) {
    const size = integerOf(tree.args[0]);
    return size && -size;
  }
  return tree?.kind === "number" && tree.value.d === 1n && tree.value.n < 10n && tree.value.n > -10n
    ? Number(tree.value.n)
    : undefined;
}

/** The letters of a short unit, its exponent on the last as in `ms^{-1}`; a longer word stays whole. */
function lettersOf(word: string, power: number, written: number): readonly Atom[] {
  const whole = word.length > longestSymbol || !/^[A-Za-zμΩ]+$/.test(word);
  if (whole || (written > 0 && findUnit(word) !== undefined)) return [{ letters: word, power }];
  return word.split("").map((letters, index) => ({
    letters,
    power: index === word.length - 1 ? power : power / written,
    glued: index < word.length - 1,
  }));
}

type Letters = Extract<Atom, { readonly letters: string }>;

/** Cuts a row of letters into units; within a unit only the last letter may carry an exponent. */
function cuts(letters: readonly Letters[]): readonly (readonly UnitFactor[])[] {
  const found: UnitFactor[][] = [];
  const path: UnitFactor[] = [];
  const cut = (from: number): void => {
    if (found.length >= mostWays) return;
    if (from === letters.length) {
      found.push([...path]);
      return;
    }
    let unit = "";
    for (let to = from; to < letters.length && to - from < longestSymbol; to++) {
      const letter = letters[to];
      if (letter === undefined) return;
      unit += letter.letters;
      if (findUnit(unit) !== undefined) {
        path.push({ unit, power: letter.power });
        cut(to + 1);
        path.pop();
      }
      if (letter.glued === true) continue;
      // `m` above and `s` below the line are two units; only in one word may the power of the last letter be that of all.
      if (Math.abs(letter.power) !== 1 || letter.letters.length > 1) break;
      if (Math.sign(letters[to + 1]?.power ?? 1) !== Math.sign(letter.power)) break;
      // Two letters that are units each, `m s`, are no `ms`.
      if (to === from && findUnit(unit) !== undefined && findUnit(letters[to + 1]?.letters ?? "") !== undefined) break;
    }
  };
  cut(0);
  return found;
}

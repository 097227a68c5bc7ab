/** @file Units after a value: `5 km/h`, `3\text{ square feet}`, `\$4.50`, `7 \text{ apples}`. */

import { findUnit } from "../units/index.ts";
import { call, isCall, number, type QuantityTree, type Tree, type UnitFactor } from "../tree.ts";
import { isOpen, isOperator, peek, peekNext, type Reader, take } from "./_reader.ts";
import { stop, type Token } from "./_token.ts";
import { scaleOf } from "./number-words.ts";
import { rational } from "./_rational.ts";

/** Words around a unit that measure nothing: "5 inches long", "3 different ways". */
const fillers = new Set(
  "long wide tall high deep old away each total more less left apart ago different additional possible distinct whole extra other unique exactly only altogether remaining in all".split(
    " ",
  ),
);
/** Words that make a sentence of what follows a number; such a text is not a unit. */
const sentenceWords = new Set(
  "is are was were be the that which has have had answer answers equals equal than if and or not so because therefore thus then when where solution solutions with by to from for as at on it this these those we you he she they i will would can could should".split(
    " ",
  ),
);

const longestUnitPhrase = 6;

/** A unit in words. Unknown nouns are units of their own, which only count: "17 meals". Undefined where it is no unit. */
export function unitOfPhrase(phrase: string): readonly UnitFactor[] | undefined {
  if (/^[A-Za-z]+$/.test(phrase) && findUnit(phrase) !== undefined) return [{ unit: phrase, power: 1 }];
  const factors: UnitFactor[] = [];
  let sign = 1;
  for (const part of phrase.split("/")) {
    const words = part.split(/[ ·*]+/).filter((word) => word !== "");
    if (words.length === 0 || words.length > longestUnitPhrase) return undefined;
    const known = knownUnits(words, sign) ?? (sign === 1 || factors.length > 0 ? unknownUnit(words, sign) : undefined);
    if (known === undefined) return undefined;
    factors.push(...known);
    sign = -1;
  }
  return factors;
}

/** Is every word of this a unit of the table, `m/s^2`, `square feet`? */
export function isKnownUnit(phrase: string): boolean {
  return (
    phrase.length < longestUnitText &&
    phrase.split("/").every((part) => knownUnits(part.split(/[ ·*]+/).filter(Boolean), 1) !== undefined)
  );
}

const longestUnitText = 60;

const powerWords: Readonly<Record<string, number>> = { square: 2, sq: 2, "sq.": 2, cubic: 3, cu: 3, "cu.": 3 };
const powerSuffixes: Readonly<Record<string, number>> = { squared: 2, cubed: 3 };

/** Factors of words that are all known units, "per", powers and fillers. */
function knownUnits(words: readonly string[], sign: number): UnitFactor[] | undefined {
  const factors: UnitFactor[] = [];
  let direction = sign;
  let power = 1;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const lower = word.toLowerCase();
    if (lower === "per" && i + 1 < words.length) {
      direction = -1;
      const rest = words.slice(i + 1);
      const below = knownUnits(rest, -1) ?? unknownUnit(rest, -1);
      return below && [...factors, ...below];
    }
    if (lower === "of" && factors.length > 0) return factors;
    const pair = i + 1 < words.length ? `${lower} ${words[i + 1]?.toLowerCase()}` : "";
    const prefixPower = powerWords[lower];
    const suffixPower = powerSuffixes[lower];
    const last = factors[factors.length - 1];
    if (prefixPower !== undefined) power = prefixPower;
    else if (suffixPower !== undefined && last !== undefined)
      factors[factors.length - 1] = { unit: last.unit, power: last.power * suffixPower };
    else if (pair !== "" && findUnit(pair) !== undefined) {
      factors.push({ unit: pair, power: power * direction });
      power = 1;
      i++;
    } else {
      const factor = unitWord(word);
      if (factor !== undefined) {
        factors.push({ unit: factor.unit, power: factor.power * power * direction });
        power = 1;
      } else if (!fillers.has(lower)) return undefined;
    }
  }
  return factors.length === 0 || power !== 1 ? undefined : factors;
}

/** `cm`, `cm^2`, `m²`, `s^{-1}`, `ft.` */
function unitWord(word: string): UnitFactor | undefined {
  const match = /^([^\d^²³⁻¹{}-]+)(?:\^?\{?(-?\d)\}?|(²|³|⁻¹|⁻²))?\.?$/.exec(word);
  if (match === null) return undefined;
  const name = match[1] ?? "";
  const unit = findUnit(name) === undefined && name.endsWith(".") ? name.slice(0, -1) : name;
  if (findUnit(unit) === undefined) return undefined;
  const signs: Readonly<Record<string, number>> = { "²": 2, "³": 3, "⁻¹": -1, "⁻²": -2 };
  return { unit, power: match[2] === undefined ? (signs[match[3] ?? ""] ?? 1) : Number(match[2]) };
}

function unknownUnit(words: readonly string[], sign: number): UnitFactor[] | undefined {
  const kept: string[] = [];
  for (const word of words) {
    const lower = word.toLowerCase();
    if (lower === "of" && kept.length > 0) break;
    if (sentenceWords.has(lower) || !/^[\p{L}][\p{L}'’-]*\.?$/u.test(word)) return undefined;
    if (!fillers.has(lower)) kept.push(word.replace(/\.$/, ""));
  }
  return kept.length === 0 ? undefined : [{ unit: kept.join(" "), power: sign }];
}

/** Does a unit start here, after a value? */
export function startsUnit(token: Token): boolean {
  return token.kind === "word" || token.kind === "text" || token.kind === "currency";
}

/** Reads the unit that starts at the next token, with its exponents and denominators, and attaches it to `value`. */
export function readUnit(reader: Reader, value: Tree): Tree {
  const first = peek(reader);
  if (first.kind === "currency") {
    reader.at++;
    return quantity(value, [{ unit: first.text, power: 1 }]);
  }
  const scale = scaleOf(first.text);
  if (scale !== undefined) {
    reader.at++;
    return scaled(value, scale);
  }
  const factors: UnitFactor[] = [...namedUnit(reader, 1)];
  for (;;) {
    const token = peek(reader);
    const next = peekNext(reader);
    const isName = next.kind === "name" && findUnit(next.text) !== undefined && !reader.latex;
    if (
      (isOperator(token, "/") || isOperator(token, "*")) &&
      (next.kind === "word" || next.kind === "text" || isName)
    ) {
      reader.at++;
      factors.push(...namedUnit(reader, isOperator(token, "/") ? -1 : 1));
    } else if (token.kind === "text" && unitOfPhrase(token.text) !== undefined) factors.push(...namedUnit(reader, 1));
    else break;
  }
  return quantity(value, factors);
}

/** `3.5 million`, `$2 billion`. */
function scaled(value: Tree, scale: bigint): Tree {
  if (value.kind === "quantity") return { ...value, value: scaled(value.value, scale) };
  if (value.kind !== "number") return call("multiply", value, number(scale));
  return number(rational(value.value.n * scale, value.value.d), { form: "words" });
}

/** One named unit and the exponent after it. Adjacent plain words are one phrase. */
function namedUnit(reader: Reader, sign: number): readonly UnitFactor[] {
  const first = take(reader);
  let phrase = first.text;
  if (first.kind === "word") {
    for (let words = 1; ; words++) {
      const next = peek(reader);
      const single =
        next.kind === "name" && next.text.length === 1 && findUnit(next.text) !== undefined && phrase.endsWith("per");
      if (next.kind !== "word" && !single) break;
      if (words > longestUnitPhrase) throw stop("a sentence, not a unit", first.start);
      phrase += ` ${take(reader).text}`;
    }
  }
  const factors = unitOfPhrase(phrase);
  if (factors === undefined) throw stop(`${JSON.stringify(phrase.slice(0, 40))} is not a unit`, first.start);
  const power = exponent(reader) * sign;
  if (power === 1) return factors;
  const last = factors.length - 1;
  return factors.map((factor, index) =>
    index === last || sign < 0 ? { unit: factor.unit, power: factor.power * (index === last ? power : sign) } : factor,
  );
}

/** An integer exponent after a unit, `^2` or `^{-1}`; 1 where there is none. */
function exponent(reader: Reader): number {
  if (!isOperator(peek(reader), "^")) return 1;
  let at = reader.at + 1;
  const braced = isOpen(reader.tokens[at] ?? peek(reader), "{");
  if (braced) at++;
  const negative = isOperator(reader.tokens[at] ?? peek(reader), "-");
  if (negative) at++;
  const digits = reader.tokens[at];
  if (digits?.tree === undefined || digits.tree.value.d !== 1n || digits.tree.value.n > 9n) return 1;
  if (braced && reader.tokens[at + 1]?.text !== "}") return 1;
  reader.at = at + (braced ? 2 : 1);
  return Number(digits.tree.value.n) * (negative ? -1 : 1);
}

/** A value with a unit; a second unit on the same value multiplies. */
export function quantity(value: Tree, unit: readonly UnitFactor[]): Tree {
  if (value.kind === "quantity") return { kind: "quantity", value: value.value, unit: [...value.unit, ...unit] };
  return { kind: "quantity", value, unit } satisfies QuantityTree;
}

/** `96\pi + 120\text{ cm}^2`: a unit after the last term of a sum without other units belongs to the whole sum. */
export function hoistUnit(left: Tree, right: Tree, join: (a: Tree, b: Tree) => Tree): Tree | undefined {
  if (right.kind !== "quantity" || holdsQuantity(left)) return undefined;
  return { kind: "quantity", value: join(left, right.value), unit: right.unit };
}

function holdsQuantity(tree: Tree): boolean {
  if (tree.kind === "quantity") return true;
  return (
    (isCall(tree, "add") || isCall(tree, "negate") || isCall(tree, "multiply") || isCall(tree, "divide")) &&
    tree.args.some(holdsQuantity)
  );
}

/** @file Numerals in other bases than ten: `1011_2`, `1A_{16}`, `0xff`, `12_{\text{five}}`. */

import { number, type NumberTree, type Rational } from "../tree.ts";
import { isDigit, isUpper, skipDigits, skipSpace } from "./_character.ts";
import { rational } from "./_rational.ts";

export interface ScannedNumber {
  readonly tree: NumberTree;
  readonly end: number;
}

const subscriptDigits = "₀₁₂₃₄₅₆₇₈₉";
const baseWords: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  sixteen: 16,
};

/** The base written as a subscript at `at`, `_2`, `_{16}`, `_{\text{two}}`, `₈`. */
function scanBase(source: string, at: number): { base: number; end: number } | undefined {
  let i = at;
  if (source.charCodeAt(i) !== 95) {
    let base = 0;
    while (i < at + 2) {
      const digit = subscriptDigits.indexOf(source.charAt(i));
      if (digit < 0 || source.charAt(i) === "") break;
      base = base * 10 + digit;
      i++;
    }
    return i === at ? undefined : { base, end: i };
  }
  i = skipSpace(source, i + 1);
  const braced = source.charAt(i) === "{";
  if (braced) i = skipSpace(source, i + 1);
  const word = braced
    ? /^(?:\\(?:text|mathrm|textrm) ?\{ ?)?\(?([a-z]{3,7}|\d{1,2})\)? ?\}?/.exec(source.slice(i, i + 24))
    : null;
  if (word !== null) {
    const spelling = word[1] ?? "";
    const base = baseWords[spelling] ?? Number(spelling);
    const close = skipSpace(source, i + word[0].length);
    const inner = word[0].endsWith("}");
    if (source.charAt(close) === "}") return { base, end: close + 1 };
    return inner && !word[0].startsWith("\\") ? { base, end: i + word[0].length } : undefined;
  }
  const end = skipDigits(source, i);
  return end === i || end > i + 2 ? undefined : { base: Number(source.slice(i, end)), end };
}

function digitValue(code: number): number {
  return code <= 57 ? code - 48 : code - 55;
}

/** Digits in a base from 2 to 36, with a fraction. Undefined where a digit does not belong to the base. */
export function inBase(digits: string, base: number): Rational | undefined {
  if (!(base >= 2 && base <= 36)) return undefined;
  const big = BigInt(base);
  let n = 0n;
  let d = 1n;
  let fraction = false;
  for (let i = 0; i < digits.length; i++) {
    const code = digits.charCodeAt(i);
    if (code === 46) {
      fraction = true;
      continue;
    }
    const value = digitValue(code);
    if (value >= base) return undefined;
    n = n * big + BigInt(value);
    if (fraction) d *= big;
  }
  return rational(n, d);
}

/** Longest numeral in a base other than ten; longer ones are read as decimals, whose subscript is then an error. */
const longestBaseNumeral = 400;

export function scanBaseNumeral(source: string, at: number): ScannedNumber | undefined {
  let i = at;
  let point = false;
  for (; i < source.length && i < at + longestBaseNumeral; i++) {
    const code = source.charCodeAt(i);
    if (code === 46 && !point) point = true;
    else if (!isDigit(code) && !isUpper(code)) break;
  }
  const code = source.charCodeAt(i);
  const gap = code === 92 && source.charAt(i + 1) === "," ? i + 2 : i;
  if (source.charCodeAt(gap) !== 95 && !(code >= 0x2080 && code <= 0x2089)) return undefined;
  const subscript = scanBase(source, gap);
  if (subscript === undefined) return undefined;
  const value = inBase(source.slice(at, i), subscript.base);
  return value && { tree: number(value, { form: "base", base: subscript.base }), end: subscript.end };
}

const prefixes: Readonly<Record<string, number>> = { x: 16, X: 16, b: 2, B: 2, o: 8, O: 8 };

/** 0xff, 0b1010, 0o17. */
export function scanPrefixed(source: string, at: number): ScannedNumber | undefined {
  const base = prefixes[source.charAt(at + 1)];
  if (base === undefined || source.charCodeAt(at) !== 48) return undefined;
  let i = at + 2;
  while (i < source.length && i < at + longestBaseNumeral && /[0-9a-fA-F]/.test(source.charAt(i))) i++;
  const value = i === at + 2 ? undefined : inBase(source.slice(at + 2, i).toUpperCase(), base);
  return value && { tree: number(value, { form: "base", base }), end: i };
}

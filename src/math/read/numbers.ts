/** @file Written numbers: grouping, decimals, repeating decimals, powers of ten, bases. Always exact. */

import type { Budget } from "../../core/index.ts";
import { number, type NumberTree, type Rational } from "../tree.ts";
import { isDigit, isSpace, skipDigits, skipSpace } from "./_character.ts";
import { rational } from "./_rational.ts";
import { stop } from "./_token.ts";
import { scanBaseNumeral, type ScannedNumber, scanPrefixed } from "./bases.ts";

export interface NumberContext {
  readonly budget: Budget;
  /** Is a comma between digits a separator of elements here (inside brackets)? */
  readonly list: boolean;
  /** Read only one digit: the argument of `\frac12`. */
  readonly single: boolean;
  /** `3,14` is 3.14. */
  readonly decimalComma: boolean;
}

const powersOfTen: readonly bigint[] = Array.from({ length: 40 }, (_, index) => 10n ** BigInt(index));

function tenTo(exponent: number): bigint {
  return powersOfTen[exponent] ?? 10n ** BigInt(exponent);
}

/** The integer that these digits spell. */
function toInteger(digits: string): bigint {
  return digits === "" ? 0n : BigInt(digits);
}

/** Removes the factor `prime` from `n` at most `limit` times, in a logarithmic number of divisions. */
function strip(n: bigint, prime: bigint, limit: number): readonly [rest: bigint, count: number] {
  let rest = n;
  let count = 0;
  const powers = [prime];
  for (let size = 1; 2 * size <= limit; size *= 2) {
    const top = powers[powers.length - 1] ?? prime;
    if (rest % top !== 0n) break;
    powers.push(top * top);
  }
  for (let index = powers.length - 1; index >= 0; index--) {
    const power = powers[index] ?? prime;
    const size = 2 ** index;
    while (count + size <= limit && rest % power === 0n) {
      rest /= power;
      count += size;
    }
  }
  return [rest, count];
}

/** digits / 10^decimals in lowest terms. */
function decimalFraction(n: bigint, decimals: number): Rational {
  if (decimals <= 0) return { n: n * tenTo(-decimals), d: 1n };
  if (n === 0n) return { n: 0n, d: 1n };
  if (decimals < 40) return rational(n, tenTo(decimals));
  const [halved, twos] = strip(n, 2n, decimals);
  const [rest, fives] = strip(halved, 5n, decimals);
  return { n: rest, d: 2n ** BigInt(decimals - twos) * 5n ** BigInt(decimals - fives) };
}

/** The end of one group of exactly three digits that starts at `at`, or -1. */
function groupEnd(source: string, at: number): number {
  return isDigit(source.charCodeAt(at)) &&
    isDigit(source.charCodeAt(at + 1)) &&
    isDigit(source.charCodeAt(at + 2)) &&
    !isDigit(source.charCodeAt(at + 3))
    ? at + 3
    : -1;
}

const latexGroupMarks = ["{,}", ",\\!", "\\,", "\\ ", "\\;", "\\:", "{\\,}", "{ }", "\\text{,}", "\\mathord{,}"];

/** How long the mark between two groups of digits at `at` is, and which mark it is; undefined where there is none. */
function groupMark(source: string, at: number, list: boolean): readonly [mark: string, length: number] | undefined {
  const char = source.charAt(at);
  if (char === "{" || char === "\\" || (char === "," && source.charAt(at + 1) === "\\")) {
    const mark = latexGroupMarks.find((candidate) => source.startsWith(candidate, at));
    if (mark === undefined) return undefined;
    const end = skipSpace(source, at + mark.length);
    return [mark, end - at];
  }
  if (char === ",") return list ? undefined : [",", 1];
  if (char === "." || char === "'" || char === "’" || char === "_" || char === "~") return [char, 1];
  const code = source.charCodeAt(at);
  return isSpace(code) && code !== 10 && code !== 13 ? [" ", 1] : undefined;
}

/**
 * The digits of an integer that may be grouped by threes, and where they end. A mark groups only where every group
 * has three digits; a lone full stop never groups (1.234 is a decimal), nor a plain space before a fraction.
 */
function scanInteger(source: string, at: number, list: boolean): { digits: string; end: number; mark: string } {
  const first = skipDigits(source, at);
  const plain = { digits: source.slice(at, first), end: first, mark: "" };
  if (first - at > 3 || first === at || source.charCodeAt(at) === 48) return plain;
  const start = groupMark(source, first, list);
  if (start === undefined) return plain;
  const [mark, length] = start;
  let end = groupEnd(source, first + length);
  if (end < 0) return plain;
  let digits = plain.digits + source.slice(end - 3, end);
  let groups = 1;
  for (;;) {
    const next = groupMark(source, end, list);
    if (next === undefined || next[0] !== mark) break;
    const nextEnd = groupEnd(source, end + next[1]);
    if (nextEnd < 0) break;
    digits += source.slice(nextEnd - 3, nextEnd);
    end = nextEnd;
    groups++;
  }
  const after = source.charAt(end);
  const more = isDigit(source.charCodeAt(end + 1));
  const continues = source.charCodeAt(at - 1) === 44 && isDigit(source.charCodeAt(at - 2));
  if (mark === "," && (continues || (after === "," && more))) return plain;
  if (mark === "." && !(groups > 1 ? !(after === "." && more) : after === "," && more)) return plain;
  if (mark === " " && (source.charAt(skipSpace(source, end)) === "/" || (isSpace(source.charCodeAt(end)) && more)))
    return plain;
  return { digits, end, mark };
}

const repeatMarks = ["\\overline{", "\\bar{", "\\dot{", "\\overline ", "\\dot", "\\bar", "\\overline"];

/** The repeating digits written after a decimal point with a bar, dots or parentheses, or undefined. */
function scanRepeat(source: string, at: number, whole: boolean): { block: string; end: number } | undefined {
  const char = source.charAt(at);
  if (char === "(") {
    const end = skipDigits(source, at + 1);
    const closed = end > at + 1 && source.charAt(end) === ")";
    // 0.1(6) could be a product; it is a repeating decimal only where nothing else could follow.
    if (!closed || (!whole && skipSpace(source, end + 1) < source.length)) return undefined;
    return { block: source.slice(at + 1, end), end: end + 1 };
  }
  if (char !== "\\") return undefined;
  const mark = repeatMarks.find((candidate) => source.startsWith(candidate, at));
  if (mark === undefined) return undefined;
  const braced = mark.endsWith("{");
  const from = braced ? at + mark.length : skipSpace(source, at + mark.length);
  const digitsEnd = braced ? skipDigits(source, from) : from + (isDigit(source.charCodeAt(from)) ? 1 : 0);
  if (digitsEnd === from || (braced && source.charAt(digitsEnd) !== "}")) return undefined;
  const end = braced ? digitsEnd + 1 : digitsEnd;
  const block = source.slice(from, digitsEnd);
  if (!mark.startsWith("\\dot")) return { block, end };
  // \dot{1}4285\dot{7}: the dots stand over the first and the last digit of the block.
  const middleEnd = skipDigits(source, end);
  const last = scanRepeat(source, middleEnd, true);
  return last === undefined || !source.startsWith("\\dot", middleEnd)
    ? { block, end }
    : { block: block + source.slice(end, middleEnd) + last.block, end: last.end };
}

/**
 * Digits before an ellipsis, `0.1666...`: the block that repeats, or undefined where the digits shown do not settle it.
 * A block must be shown three times, or twice without anything before it.
 */
function repeatShown(digits: string): { before: string; block: string } | undefined {
  const length = digits.length;
  let start = length;
  let block = "";
  for (let size = 1; 2 * size <= Math.min(length, 2 * longestBlock); size++) {
    const candidate = digits.slice(length - size);
    let from = length - size;
    while (from >= size && digits.slice(from - size, from) === candidate) from -= size;
    const count = (length - from) / size;
    // Of the blocks that repeat, the one that explains most of what is shown: 0.011101110111... is no 0.0111011101111...
    if ((count >= 3 || (count === 2 && from === 0)) && from < start) {
      start = from;
      block = candidate;
    }
  }
  return block === "" ? undefined : { before: digits.slice(0, start), block };
}

/** Longest block that dots may abbreviate. */
const longestBlock = 30;

const ellipses = ["...", "…", "\\ldots", "\\dots", "\\cdots"];

function ellipsisEnd(source: string, at: number): number {
  const from =
    source.charCodeAt(at) === 92 || source.charCodeAt(at) === 46 || source.charCodeAt(at) === 0x2026 ? at : -1;
  if (from < 0) return -1;
  const mark = ellipses.find((candidate) => source.startsWith(candidate, at));
  return mark === undefined ? -1 : at + mark.length;
}

function repeating(integer: string, before: string, block: string): NumberTree {
  const scale = tenTo(before.length);
  const nines = tenTo(block.length) - 1n;
  const whole = toInteger(integer + before);
  return number(rational(whole * nines + toInteger(block), scale * nines), { form: "repeating" });
}

/** The exponent after `e` or `E` at `at`, or undefined where the letter is a symbol of its own. */
function scanExponent(source: string, at: number): { exponent: number; end: number } | undefined {
  const code = source.charCodeAt(at);
  if (code !== 101 && code !== 69) return undefined;
  let i = at + 1;
  const sign = source.charCodeAt(i);
  if (sign === 43 || sign === 45 || sign === 0x2212) i++;
  const end = skipDigits(source, i);
  if (end === i || end > i + 9) return undefined;
  const size = Number(source.slice(i, end));
  return { exponent: sign === 43 || i === at + 1 ? size : -size, end };
}

/** Reads the number that starts at `at` (a digit, or a point before one). Throws a Stop where no number can be meant. */
export function scanNumber(source: string, at: number, context: NumberContext): ScannedNumber {
  const { budget } = context;
  if (context.single) return { tree: number(source.charCodeAt(at) - 48), end: at + 1 };
  const special = scanBaseNumeral(source, at) ?? scanPrefixed(source, at);
  if (special !== undefined) return special;
  const integer = scanInteger(source, at, context.list);
  let i = integer.end;
  budget.digits(integer.digits.length);
  const pointCode = source.charCodeAt(i);
  // A group mark that is no comma leaves the comma to the decimals: 1.234,5 and 1 234,5.
  const comma =
    (integer.mark !== "" && integer.mark !== "," && !integer.mark.includes(",\\!") && !integer.mark.includes("{,}")) ||
    (context.decimalComma && integer.mark !== ",");
  const point =
    (pointCode === 46 && integer.mark !== ".") || (pointCode === 44 && comma && isDigit(source.charCodeAt(i + 1)))
      ? 1
      : source.startsWith("{,}", i) && isDigit(source.charCodeAt(i + 3))
        ? 3
        : 0;
  let fraction = "";
  if (point > 0) {
    const end = skipDigits(source, i + point);
    fraction = source.slice(i + point, end);
    const repeat = scanRepeat(source, end, fraction === "");
    if (repeat !== undefined) {
      budget.digits(integer.digits.length + fraction.length + repeat.block.length);
      return { tree: repeating(integer.digits, fraction, repeat.block), end: ellipsisAfter(source, repeat.end) };
    }
    if (fraction !== "") {
      const shown = ellipsisEnd(source, end);
      if (shown > 0) return { tree: shownRepeating(integer.digits, fraction, at), end: shown };
      i = end;
    }
  }
  budget.digits(integer.digits.length + fraction.length);
  const scientific = scanExponent(source, i);
  if (scientific !== undefined) {
    budget.digits(integer.digits.length + fraction.length + Math.abs(scientific.exponent));
    return {
      tree: scientificNumber(integer.digits + fraction, fraction.length - scientific.exponent),
      end: scientific.end,
    };
  }
  const form = integer.mark === "" ? undefined : ({ form: "grouped" } as const);
  if (fraction === "") return { tree: number(toInteger(integer.digits), form), end: i };
  const value = decimalFraction(toInteger(integer.digits + fraction), fraction.length);
  return { tree: number(value, { decimals: fraction.length, ...form }), end: i };
}

/** `0.\overline{3}...`: dots after a bar add nothing. */
function ellipsisAfter(source: string, at: number): number {
  const end = ellipsisEnd(source, at);
  return end > 0 ? end : at;
}

function shownRepeating(integer: string, fraction: string, at: number): NumberTree {
  const shown = repeatShown(fraction);
  if (shown === undefined) throw stop("the digits before the dots do not show what repeats", at);
  return repeating(integer, shown.before, shown.block);
}

/** digits * 10^-decimals, as `1.5e-3` or `1.5 \times 10^{-3}` says it. */
function scientificNumber(digits: string, decimals: number): NumberTree {
  return number(decimalFraction(toInteger(digits), decimals), {
    form: "scientific",
    ...(decimals > 0 ? { decimals } : {}),
  });
}

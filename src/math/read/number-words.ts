/** @file Numbers in English words: "three", "twenty-one", "two hundred and five", "one half", "three million". */

import { number, type NumberTree, type Rational } from "../tree.ts";
import { rational } from "./_rational.ts";

const small =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const units = new Map<string, bigint>([
  ...small.map((word, value) => [word, BigInt(value)] as const),
  ...tens.map((word, index) => [word, BigInt(20 + 10 * index)] as const),
  ["fourty", 40n],
]);
/** Words that multiply what stands before them. */
const scales = new Map<string, bigint>([
  ["hundred", 100n],
  ["thousand", 1000n],
  ["million", 1_000_000n],
  ["billion", 1_000_000_000n],
  ["trillion", 1_000_000_000_000n],
]);
const parts = new Map<string, bigint>([
  ["half", 2n],
  ["halves", 2n],
  ["third", 3n],
  ["thirds", 3n],
  ["quarter", 4n],
  ["quarters", 4n],
  ["fourth", 4n],
  ["fourths", 4n],
  ["fifth", 5n],
  ["fifths", 5n],
  ["sixth", 6n],
  ["sixths", 6n],
  ["seventh", 7n],
  ["sevenths", 7n],
  ["eighth", 8n],
  ["eighths", 8n],
  ["ninth", 9n],
  ["ninths", 9n],
  ["tenth", 10n],
  ["tenths", 10n],
]);

/** How much "million" and its like multiply by, or undefined for other words. */
export function scaleOf(word: string): bigint | undefined {
  return scales.get(word.toLowerCase());
}

/** The number that all of these words spell, or undefined. */
export function numberOfWords(words: readonly string[]): NumberTree | undefined {
  const pieces = words.flatMap((word) => word.toLowerCase().split("-"));
  if (pieces.length === 0 || pieces.length > 20) return undefined;
  const negative = pieces[0] === "negative" || pieces[0] === "minus";
  const rest = negative ? pieces.slice(1) : pieces;
  const value = wholeOf(rest) ?? fractionOf(rest);
  return value && number({ n: negative ? -value.n : value.n, d: value.d }, { form: "words" });
}

function fractionOf(pieces: readonly string[]): Rational | undefined {
  const part = parts.get(pieces[pieces.length - 1] ?? "");
  if (part === undefined) return undefined;
  const before = pieces.slice(0, -1);
  const joint = before.indexOf("and");
  const count = before.slice(joint + 1);
  const n =
    count.length === 0 || (count.length === 1 && (count[0] === "a" || count[0] === "an")) ? 1n : wholeOf(count)?.n;
  if (n === undefined) return undefined;
  const whole = joint < 0 ? 0n : wholeOf(before.slice(0, joint))?.n;
  return whole === undefined ? undefined : rational(whole * part + n, part);
}

function wholeOf(pieces: readonly string[]): Rational | undefined {
  let total = 0n;
  let group: bigint | undefined;
  let last = "none";
  for (const piece of pieces) {
    const unit = units.get(piece);
    const scale = scales.get(piece);
    if (unit !== undefined) {
      const fits =
        last === "none" ||
        last === "hundred" ||
        last === "scale" ||
        last === "and" ||
        (last === "tens" && unit > 0n && unit < 10n);
      if (!fits) return undefined;
      group = (group ?? 0n) + unit;
      last = unit >= 20n ? "tens" : "unit";
    } else if (scale === 100n) {
      if (group === undefined || group > 99n) return undefined;
      group *= 100n;
      last = "hundred";
    } else if (scale !== undefined) {
      if (group === undefined) return undefined;
      total += group * scale;
      group = undefined;
      last = "scale";
    } else if (piece === "and" && (last === "hundred" || last === "scale")) last = "and";
    else return undefined;
  }
  if (last === "none" || last === "and") return undefined;
  return { n: total + (group ?? 0n), d: 1n };
}

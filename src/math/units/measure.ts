/** @file What a product of units means: its dimension and its size in base units. */
import type { Rational, UnitFactor } from "../tree.ts";
import { findUnit, type Dimension } from "./table.ts";

export interface Measure {
  /** Exponents other than zero. Words that are no unit ("apples") count as dimensions of their own, named `~apple`. */
  readonly dimension: Dimension;
  /** Base units in one of this unit, without the power of pi. */
  readonly factor: Rational;
  /** The power of pi that belongs to the factor. */
  readonly pi: number;
  /** Added after multiplying; only a temperature standing alone has one, since a difference of temperatures has no zero. */
  readonly offset: Rational | undefined;
}

/** A counted thing in the singular and in lower case, by rule: "Apples" and "apple", "boxes" and "box", "parties" and "party". */
function singular(word: string): string {
  const lower = word.toLowerCase();
  if (/(?:s|x|z|ch|sh)es$/.test(lower)) return lower.slice(0, -2);
  if (/[^aeiou]ies$/.test(lower)) return `${lower.slice(0, -3)}y`;
  return /[^s]s$/.test(lower) ? lower.slice(0, -1) : lower;
}

function power(base: bigint, exponent: number): bigint {
  return base ** BigInt(exponent);
}

/** The meaning of `km/h`, `[{ unit: "km", power: 1 }, { unit: "h", power: -1 }]`. Angles count as pure numbers, a radian as 1. */
export function measureUnits(factors: readonly UnitFactor[]): Measure {
  const dimension: Record<string, number> = {};
  let n = 1n;
  let d = 1n;
  let pi = 0;
  let offset: Rational | undefined;
  for (const { unit: word, power: exponent } of factors) {
    const unit = findUnit(word);
    const own = unit?.dimension ?? { [`~${singular(word)}`]: 1 };
    for (const [base, times] of Object.entries(own)) {
      if (base !== "angle") dimension[base] = (dimension[base] ?? 0) + times * exponent;
    }
    if (unit === undefined) continue;
    const size = Math.abs(exponent);
    const [above, below] = exponent > 0 ? [unit.factor.n, unit.factor.d] : [unit.factor.d, unit.factor.n];
    n *= power(above, size);
    d *= power(below, size);
    pi += (unit.pi ?? 0) * exponent;
    if (factors.length === 1 && exponent === 1) offset = unit.offset;
  }
  for (const base of Object.keys(dimension)) if (dimension[base] === 0) delete dimension[base];
  return { dimension, factor: { n, d }, pi, offset };
}

/** Tells whether two dimensions have the same exponents. */
export function sameDimension(first: Dimension, second: Dimension): boolean {
  const names = Object.keys(first);
  return names.length === Object.keys(second).length && names.every((name) => first[name] === second[name]);
}

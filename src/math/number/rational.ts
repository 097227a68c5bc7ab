/** @file Exact fractions in lowest terms. Callers check sizes before they multiply; nothing here can be undone once it grew. */
import type { Rational } from "../tree.ts";
import { absolute, bitSize, gcd, integerRoot } from "./integer.ts";

export const zero: Rational = { n: 0n, d: 1n };
export const one: Rational = { n: 1n, d: 1n };

/** n / d in lowest terms. d must not be 0. */
export function rational(n: bigint, d = 1n): Rational {
  if (d === 1n) return { n, d };
  const common = gcd(n, d);
  const sign = d < 0n ? -1n : 1n;
  if (common === 1n) return sign === 1n ? { n, d } : { n: -n, d: -d };
  return { n: (sign * n) / common, d: (sign * d) / common };
}

export function addRational(a: Rational, b: Rational): Rational {
  if (a.d === 1n && b.d === 1n) return { n: a.n + b.n, d: 1n };
  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtractRational(a: Rational, b: Rational): Rational {
  return addRational(a, negateRational(b));
}

export function negateRational(a: Rational): Rational {
  return { n: -a.n, d: a.d };
}

export function multiplyRational(a: Rational, b: Rational): Rational {
  if (a.d === 1n && b.d === 1n) return { n: a.n * b.n, d: 1n };
  return rational(a.n * b.n, a.d * b.d);
}

/** a / b; undefined for b = 0. */
export function divideRational(a: Rational, b: Rational): Rational | undefined {
  return b.n === 0n ? undefined : rational(a.n * b.d, a.d * b.n);
}

/** base^exponent for a whole exponent; undefined for 0 to a negative power. */
export function powerRational(base: Rational, exponent: number): Rational | undefined {
  if (exponent >= 0) return { n: base.n ** BigInt(exponent), d: base.d ** BigInt(exponent) };
  if (base.n === 0n) return undefined;
  const n = base.d ** BigInt(-exponent);
  const d = base.n ** BigInt(-exponent);
  return d < 0n ? { n: -n, d: -d } : { n, d };
}

export function compareRational(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.d === b.d ? a.n : a.n * b.d;
  const right = a.d === b.d ? b.n : b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function sameRational(a: Rational, b: Rational): boolean {
  return a.n === b.n && a.d === b.d;
}

export function isInteger(a: Rational): boolean {
  return a.d === 1n;
}

export function absRational(a: Rational): Rational {
  return a.n < 0n ? negateRational(a) : a;
}

/** The largest integer not above a. */
export function floorRational(a: Rational): bigint {
  const quotient = a.n / a.d;
  return a.n < 0n && quotient * a.d !== a.n ? quotient - 1n : quotient;
}

/** The nearest integer, halves away from zero. */
export function roundRational(a: Rational): bigint {
  const twice = 2n * absolute(a.n) + a.d;
  const size = twice / (2n * a.d);
  return a.n < 0n ? -size : size;
}

/** The exact k-th root where it is rational (the real one for odd k and negative a), else undefined. */
export function rootRational(a: Rational, k: number): Rational | undefined {
  if (a.n < 0n) {
    if (k % 2 === 0) return undefined;
    const root = rootRational(negateRational(a), k);
    return root && negateRational(root);
  }
  const d = exactRoot(a.d, k);
  if (d === undefined) return undefined;
  const n = exactRoot(a.n, k);
  return n === undefined ? undefined : { n, d };
}

function exactRoot(n: bigint, k: number): bigint | undefined {
  if (n < 2n) return n;
  const root = integerRoot(n, k);
  return root ** BigInt(k) === n ? root : undefined;
}

/** Bits of numerator and denominator together, at least 1. */
export function rationalSize(a: Rational): number {
  return bitSize(a.n) + bitSize(a.d);
}

/** The nearest double, also where numerator and denominator are too large for one. For estimates and display only. */
export function toNumber(a: Rational): number {
  const n = Number(a.n);
  const d = Number(a.d);
  if (Number.isFinite(n) && Number.isFinite(d)) return n / d;
  const shift = Math.max(bitSize(a.n), bitSize(a.d)) - 900;
  if (bitSize(a.d) < 1000 || bitSize(a.n) < 1000) {
    const lead = bitSize(a.n) - bitSize(a.d);
    return lead > 1100
      ? a.n < 0n
        ? -Infinity
        : Infinity
      : lead < -1100
        ? 0
        : Number((a.n << 1200n) / a.d) / 2 ** 600 / 2 ** 600;
  }
  return Number(a.n >> BigInt(shift)) / Number(a.d >> BigInt(shift));
}

/** The exact rational value of a finite double. */
export function fromNumber(value: number): Rational {
  let exponent = 0;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  return rational(BigInt(mantissa), 1n << BigInt(exponent));
}

/** "3/4", "-2", or for long ones the first digits in scientific notation, marked as shortened. */
export function showRational(a: Rational): string {
  const text = a.d === 1n ? a.n.toString() : `${a.n}/${a.d}`;
  if (text.length <= 60) return text;
  const value = toNumber(a);
  if (Number.isFinite(value) && value !== 0) return `${value.toPrecision(12)}... (${text.length} characters)`;
  return `${text.slice(0, 24)}...${text.slice(-12)} (${text.length} characters)`;
}

/**
 * @file Real numbers with a certified error: (m ± r) * 2^e with whole m, r and e. Every operation returns a ball that
 * holds every result its arguments' balls allow; rounding is added to r. `p` is the number of mantissa bits kept.
 * The representation is that of mid-rad interval arithmetic (van der Hoeven 2009; Johansson 2017).
 */
import type { Rational } from "../tree.ts";
import { absolute, bitSize, integerRoot } from "./integer.ts";

export interface Ball {
  readonly m: bigint;
  readonly r: bigint;
  readonly e: number;
}

export const zeroBall: Ball = { m: 0n, r: 0n, e: 0 };
export const oneBall: Ball = { m: 1n, r: 0n, e: 0 };

const radiusBits = 30;

/** Cuts mantissa and radius down to what the precision can use. */
export function makeBall(m: bigint, r: bigint, e: number, p: number): Ball {
  const excess = Math.max(bitSize(m) - p, r === 0n ? 0 : bitSize(r) - radiusBits);
  if (excess <= 0) return { m, r, e };
  const shift = BigInt(excess);
  // Shifting floors m (an error below 1 in the new unit) and r (another).
  return { m: m >> shift, r: (r >> shift) + 2n, e: e + excess };
}

export function ballFromInteger(n: bigint, p: number): Ball {
  return makeBall(n, 0n, 0, p);
}

export function ballFromRational(value: Rational, p: number): Ball {
  if (value.d === 1n) return makeBall(value.n, 0n, 0, p);
  const shift = Math.max(0, p + bitSize(value.d) - bitSize(value.n) + 1);
  return makeBall((value.n << BigInt(shift)) / value.d, 1n, -shift, p);
}

export function isExactZero(a: Ball): boolean {
  return a.m === 0n && a.r === 0n;
}

export function containsZero(a: Ball): boolean {
  return a.m <= a.r && -a.m <= a.r;
}

/** The sign of every number in the ball, or undefined where it holds several. */
export function signOf(a: Ball): -1 | 0 | 1 | undefined {
  if (a.m > a.r) return 1;
  if (-a.m > a.r) return -1;
  return isExactZero(a) ? 0 : undefined;
}

export function negateBall(a: Ball): Ball {
  return { m: -a.m, r: a.r, e: a.e };
}

export function addBall(a: Ball, b: Ball, p: number): Ball {
  if (isExactZero(a)) return b;
  if (isExactZero(b)) return a;
  const high = a.e >= b.e ? a : b;
  const low = a.e >= b.e ? b : a;
  const gap = high.e - low.e;
  if (gap <= 3 * p + 64) {
    if (gap === 0) return makeBall(a.m + b.m, a.r + b.r, a.e, p);
    const shift = BigInt(gap);
    return makeBall((high.m << shift) + low.m, (high.r << shift) + low.r, low.e, p);
  }
  // The lower summand is cut far below the precision instead of blowing the higher one up to its exponent.
  const room = p + 40;
  const cut = BigInt(gap - room);
  return makeBall(
    (high.m << BigInt(room)) + (low.m >> cut),
    (high.r << BigInt(room)) + (low.r >> cut) + 2n,
    high.e - room,
    p,
  );
}

export function subtractBall(a: Ball, b: Ball, p: number): Ball {
  return addBall(a, negateBall(b), p);
}

export function multiplyBall(a: Ball, b: Ball, p: number): Ball {
  const m = a.m * b.m;
  if (a.r === 0n && b.r === 0n) return makeBall(m, 0n, a.e + b.e, p);
  return makeBall(m, absolute(a.m) * b.r + absolute(b.m) * a.r + a.r * b.r, a.e + b.e, p);
}

/** a / b; undefined where b holds zero. */
export function divideBall(a: Ball, b: Ball, p: number): Ball | undefined {
  const size = absolute(b.m);
  if (size <= b.r) return undefined;
  if (isExactZero(a)) return a;
  const shift = Math.max(0, p + bitSize(b.m) - bitSize(a.m) + 2);
  const by = BigInt(shift);
  const m = (a.m << by) / b.m;
  // |a/b - ma/mb| <= (ra |mb| + |ma| rb) / (|mb| (|mb| - rb))
  const spread =
    a.r === 0n && b.r === 0n ? 0n : ((a.r * size + absolute(a.m) * b.r) << by) / (size * (size - b.r)) + 1n;
  return makeBall(m, spread + 1n, a.e - b.e - shift, p);
}

/** The k-th root of a ball of positive numbers; undefined where it holds a number that is not positive. */
export function rootBall(a: Ball, k: number, p: number): Ball | undefined {
  const low = a.m - a.r;
  if (low <= 0n) return isExactZero(a) ? a : undefined;
  let shift = Math.max(0, k * (p + 2) - bitSize(a.m));
  shift += (((a.e - shift) % k) + k) % k;
  const by = BigInt(shift);
  const e = (a.e - shift) / k;
  const bottom = integerRoot(low << by, k);
  if (a.r === 0n) return makeBall(bottom, bottom ** BigInt(k) === low << by ? 0n : 1n, e, p);
  const top = integerRoot((a.m + a.r) << by, k) + 1n;
  return makeBall((bottom + top) >> 1n, ((top - bottom) >> 1n) + 1n, e, p);
}

/** The ball around zero that holds the square roots (up to sign) of everything in a ball that holds zero. */
export function rootSpread(a: Ball, k: number, p: number): Ball {
  const largest = { m: absolute(a.m) + a.r, r: 0n, e: a.e };
  const root = rootBall(largest, k, p) ?? zeroBall;
  return makeBall(0n, absolute(root.m) + root.r, root.e, p);
}

/** The ball widened by r * 2^e on both sides. */
export function widen(a: Ball, r: bigint, e: number, p: number): Ball {
  return addBall(a, { m: 0n, r, e }, p);
}

/** a * 2^k, exactly. */
export function scaleBall(a: Ball, k: number): Ball {
  return { m: a.m, r: a.r, e: a.e + k };
}

/** True where no number lies in both balls. */
export function disjoint(a: Ball, b: Ball): boolean {
  const gap = a.e - b.e;
  // Far apart in scale, the coarser ball decides alone; shifting would build a huge integer.
  if (gap > 5000 || gap < -5000) {
    const p = Math.max(bitSize(a.m), bitSize(b.m)) + 64;
    return !containsZero(subtractBall(a, b, p));
  }
  const left = gap > 0 ? BigInt(gap) : 0n;
  const right = gap < 0 ? BigInt(-gap) : 0n;
  return absolute((a.m << left) - (b.m << right)) > (a.r << left) + (b.r << right);
}

/** An upper bound (within two) on log2 of the largest magnitude in the ball; -Infinity for the exact zero. */
export function topExponent(a: Ball): number {
  const top = absolute(a.m) + a.r;
  return top === 0n ? -Infinity : bitSize(top) + a.e;
}

/** The mantissa at scale 2^-w, rounded down, and the radius rounded up in the same unit (floor error included). */
export function toFixed(a: Ball, w: number): { readonly m: bigint; readonly r: bigint } {
  const shift = a.e + w;
  if (shift >= 0) return { m: a.m << BigInt(shift), r: a.r << BigInt(shift) };
  const by = BigInt(-shift);
  return { m: a.m >> by, r: (a.r >> by) + 2n };
}

/** The midpoint as a double: for estimates and display. */
export function ballToNumber(a: Ball): number {
  const size = bitSize(a.m);
  if (size <= 900) return scaleNumber(Number(a.m), a.e);
  return scaleNumber(Number(a.m >> BigInt(size - 900)), a.e + size - 900);
}

function scaleNumber(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}

/** The exact end points, where their size is reasonable; used for rounding by decimals. */
export function ballEnds(a: Ball): { readonly low: Rational; readonly high: Rational } {
  const end = (m: bigint): Rational => {
    if (a.e >= 0) return { n: m << BigInt(a.e), d: 1n };
    let n = m;
    let twos = -a.e;
    while (twos > 0 && (n & 1n) === 0n && n !== 0n) {
      n >>= 1n;
      twos--;
    }
    return n === 0n ? { n, d: 1n } : { n, d: 1n << BigInt(twos) };
  };
  return { low: end(a.m - a.r), high: end(a.m + a.r) };
}

/** The midpoint to so many significant digits, for display: "3.1415927", "1.5e+40". */
export function showDigits(a: Ball, digits: number): string {
  const size = topExponent(a);
  if (containsZero(a) && (size < -40 || a.m === 0n)) return "0";
  if (size > 20_000 || size < -20_000) return `${a.m < 0n ? "-" : ""}about 10^${Math.round(size * 0.30103)}`;
  // Scale by a power of ten so that the integer part has at least `digits` digits, then place the point.
  const shift = digits - Math.floor(size * 0.30103);
  const tens = 10n ** BigInt(Math.abs(shift));
  let n = absolute(a.m) * (shift > 0 ? tens : 1n);
  let d = shift > 0 ? 1n : tens;
  if (a.e > 0) n <<= BigInt(a.e);
  else d <<= BigInt(-a.e);
  let text = ((2n * n + d) / (2n * d)).toString();
  let exponent = text.length - 1 - shift;
  if (text.length > digits) {
    const rounded = (BigInt(text.slice(0, digits + 1)) + 5n) / 10n;
    if (rounded.toString().length > digits) exponent++;
    text = rounded.toString();
  }
  return `${a.m < 0n ? "-" : ""}${placePoint(text.replace(/0+$/, "") || "0", exponent)}`;
}

function placePoint(text: string, exponent: number): string {
  if (exponent >= 24 || exponent < -6)
    return `${text[0]}${text.length > 1 ? "." : ""}${text.slice(1)}e${exponent < 0 ? "" : "+"}${exponent}`;
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${text}`;
  if (text.length <= exponent + 1) return text.padEnd(exponent + 1, "0");
  return `${text.slice(0, exponent + 1)}.${text.slice(exponent + 1)}`;
}

/**
 * @file exp, log, sin, cos and arctan of real balls, and the constants they need. All series run on whole numbers scaled
 * by 2^w; the comments at each kernel count its error in units of 2^-w. `undefined` means: not at this precision
 * (the argument's ball is too wide or holds a singularity); a caller tries again with more bits.
 */
import {
  addBall,
  ballToNumber,
  divideBall,
  isExactZero,
  makeBall,
  multiplyBall,
  negateBall,
  oneBall,
  scaleBall,
  signOf,
  subtractBall,
  toFixed,
  topExponent,
  widen,
  zeroBall,
  type Ball,
} from "./ball.ts";

/** Arguments above 2^32 are refused: their exponentials would have a billion digits. */
const largestExponent = 32;

const constants = new Map<string, bigint>();

/**
 * A constant scaled by 2^w, at most 2 units off. It is computed for the next of a few fixed precisions and cut down,
 * so that the result depends on w alone and not on what was asked before.
 */
function cachedConstant(name: "pi" | "ln2", w: number): bigint {
  let bucket = 192;
  while (bucket < w) bucket *= 2;
  const key = `${name}${bucket}`;
  let value = constants.get(key);
  if (value === undefined) {
    const wide = bucket + 32;
    // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239); ln 2 = 18 artanh(1/26) - 2 artanh(1/4801) + 8 artanh(1/8749).
    const scaled =
      name === "pi"
        ? 16n * inverseSeries(5n, wide, -1n) - 4n * inverseSeries(239n, wide, -1n)
        : 18n * inverseSeries(26n, wide, 1n) -
          2n * inverseSeries(4801n, wide, 1n) +
          8n * inverseSeries(8749n, wide, 1n);
    value = scaled >> 32n;
    constants.set(key, value);
  }
  return value >> BigInt(bucket - w);
}

/** sum of s^j x^-(2j+1) / (2j+1) at scale 2^w: arctan(1/x) for s = -1, artanh(1/x) for s = 1; one unit off per term. */
function inverseSeries(x: bigint, w: number, s: bigint): bigint {
  const square = x * x;
  let power = (1n << BigInt(w)) / x;
  let sum = power;
  let sign = 1n;
  for (let odd = 3n; power > 0n; odd += 2n) {
    power /= square;
    sign *= s;
    sum += (sign * power) / odd;
  }
  return sum;
}

export function piBall(p: number): Ball {
  return { m: cachedConstant("pi", p), r: 2n, e: -p };
}

function ln2Ball(p: number): Ball {
  return { m: cachedConstant("ln2", p), r: 2n, e: -p };
}

export function expBall(a: Ball, p: number): Ball | undefined {
  if (isExactZero(a)) return oneBall;
  const size = topExponent(a);
  if (size > largestExponent) return undefined;
  const w = p + 16 + Math.max(0, size);
  const x = toFixed(a, w);
  if (x.r >> BigInt(w - 2) > 0n) return undefined;
  const n = Math.round(ballToNumber(a) / Math.LN2);
  // |y| < 0.4; off by at most 2 |n| units from ln 2 and the radius already counted in x.r.
  const y = x.m - BigInt(n) * cachedConstant("ln2", w);
  const value = expKernel(y, w);
  const spread = x.r + BigInt(2 * Math.abs(n) + 1);
  // e^(y + s) - e^y <= e^y * 1.25 s for s <= 1/4, and the kernel is at most 4 units off.
  return makeBall(value, ((value * spread * 5n) >> BigInt(w + 2)) + 6n, n - w, p);
}

/**
 * e^y at scale 2^w for |y| < 1/2, at most 4 units off: Taylor at y / 2^k with k + 10 guard bits, then k squarings.
 * Each squaring doubles the relative error and adds a rounding; T < 150 terms leave (4 T + 2) 1.7 / 1024 < 2 units.
 */
function expKernel(y: bigint, w: number): bigint {
  const halvings = Math.floor(Math.sqrt(w) / 2) + 1;
  const guard = halvings + 10 + (w > 2000 ? 6 : 0);
  const wide = BigInt(w + guard);
  const x = (y << BigInt(guard)) >> BigInt(halvings);
  const unit = 1n << wide;
  let sum = unit;
  let term = unit;
  for (let i = 1n; term !== 0n && term !== -1n; i++) {
    term = ((term * x) >> wide) / i;
    sum += term;
  }
  for (let k = 0; k < halvings; k++) sum = (sum * sum) >> wide;
  return sum >> BigInt(guard);
}

export function sinCosBall(a: Ball, p: number): { readonly sin: Ball; readonly cos: Ball } | undefined {
  if (isExactZero(a)) return { sin: zeroBall, cos: oneBall };
  const size = topExponent(a);
  if (size > 4 * p + 2000) return undefined;
  // A small argument needs more places after the point to keep its sine relatively precise.
  const w = p + 16 + Math.abs(size);
  const x = toFixed(a, w);
  if (x.r >> BigInt(w) > 0n) return undefined;
  const half = cachedConstant("pi", w + Math.max(0, size));
  const scaledHalf = half >> 1n;
  const lifted = x.m << BigInt(Math.max(0, size));
  const n = (lifted + (scaledHalf >> 1n)) / scaledHalf - (lifted + (scaledHalf >> 1n) < 0n ? 1n : 0n);
  const y = (lifted - n * scaledHalf) >> BigInt(Math.max(0, size));
  const { sin, cos } = sinCosKernel(y, w);
  // |n| < 2^size, so the constant's error stays within 4 units; sine and cosine do not stretch.
  const r = x.r + 12n;
  const turned = Number(((n % 4n) + 4n) % 4n);
  const s = turned === 0 ? sin : turned === 1 ? cos : turned === 2 ? -sin : -cos;
  const c = turned === 0 ? cos : turned === 1 ? -sin : turned === 2 ? -cos : sin;
  return { sin: makeBall(s, r, -w, p), cos: makeBall(c, r, -w, p) };
}

/**
 * sin y and cos y at scale 2^w for |y| < 1, at most 4 units off: Taylor at y / 2^k, then k times s' = 2 s c, c' = 1 - 2 s^2,
 * which multiplies an error by at most 4; 2 k + 12 guard bits take that up.
 */
function sinCosKernel(y: bigint, w: number): { readonly sin: bigint; readonly cos: bigint } {
  const halvings = Math.floor(Math.sqrt(w) / 3) + 1;
  const guard = 2 * halvings + 12 + (w > 2000 ? 6 : 0);
  const wide = BigInt(w + guard);
  const x = (y << BigInt(guard)) >> BigInt(halvings);
  const unit = 1n << wide;
  const square = (x * x) >> wide;
  let sin = x;
  let cos = unit;
  let term = x;
  for (let i = 2n; term !== 0n && term !== -1n; i += 2n) {
    term = -((term * square) >> wide) / (i * (i + 1n));
    sin += term;
  }
  term = unit;
  for (let i = 1n; term !== 0n && term !== -1n; i += 2n) {
    term = -((term * square) >> wide) / (i * (i + 1n));
    cos += term;
  }
  for (let k = 0; k < halvings; k++) {
    const doubled = (sin * cos) >> (wide - 1n);
    cos = unit - ((sin * sin) >> (wide - 1n));
    sin = doubled;
  }
  return { sin: sin >> BigInt(guard), cos: cos >> BigInt(guard) };
}

/** The natural logarithm of a ball of positive numbers. */
export function logBall(a: Ball, p: number): Ball | undefined {
  if (signOf(a) !== 1) return undefined;
  if (a.m === 1n && a.r === 0n && a.e === 0) return zeroBall;
  const mid: Ball = { m: a.m, r: 0n, e: a.e };
  const size = topExponent(mid);
  const shift = size > 0 && size <= 1 ? 0 : size;
  // Close to 1 the logarithm is small: keep its leading bits by working as much more precisely.
  const unit = scaleBall(mid, -shift);
  const off = topExponent(subtractBall(unit, oneBall, bitSizeOf(unit)));
  const w = p + 20 + (shift === 0 && off < 0 ? Math.min(-off, 4 * p + 200) : 0);
  const estimate = toDyadic(Math.log(ballToNumber(unit)));
  const shrink = expBall(negateBall(estimate), w);
  if (shrink === undefined) return undefined;
  const close = multiplyBall(unit, shrink, w);
  const ratio = divideBall(subtractBall(close, oneBall, w), addBall(close, oneBall, w), w);
  const series = ratio && oddSeries(ratio, 1, w);
  if (series === undefined) return undefined;
  let value = addBall(estimate, scaleBall(series, 1), w);
  if (shift !== 0) value = addBall(value, multiplyBall(makeBall(BigInt(shift), 0n, 0, w), ln2Ball(w), w), w);
  if (a.r > 0n) {
    // |log(m + s) - log m| <= s / (m - r)
    const spread = divideBall({ m: a.r, r: 0n, e: 0 }, { m: a.m - a.r, r: 0n, e: 0 }, 32);
    if (spread === undefined) return undefined;
    value = widen(value, spread.m + spread.r, spread.e, w);
  }
  return makeBall(value.m, value.r, value.e, p);
}

/** arctan of a real ball, in (-pi/2, pi/2). */
export function arctanBall(a: Ball, p: number): Ball | undefined {
  if (isExactZero(a)) return zeroBall;
  const mid: Ball = { m: a.m, r: 0n, e: a.e };
  const size = topExponent(mid);
  const w = p + 20 + Math.min(Math.max(0, -size), p + 100);
  const estimate = toDyadic(Math.atan(ballToNumber(mid)));
  const angle = sinCosBall(estimate, w);
  if (angle === undefined) return undefined;
  const over = subtractBall(multiplyBall(mid, angle.cos, w), angle.sin, w);
  const under = addBall(angle.cos, multiplyBall(mid, angle.sin, w), w);
  const ratio = divideBall(over, under, w);
  const series = ratio && oddSeries(ratio, -1, w);
  if (series === undefined) return undefined;
  const value = addBall(estimate, series, w);
  // The slope is at most 1, and at most 1 / x^2 where the whole ball lies beyond 2^k.
  const nearest = topExponent({ m: (a.m < 0n ? -a.m : a.m) - a.r, r: 0n, e: a.e });
  const k = signOf(a) === undefined ? 0 : Math.max(0, nearest - 2);
  const wide = a.r > 0n ? widen(value, a.r, a.e - 2 * k, w) : value;
  return makeBall(wide.m, wide.r, wide.e, p);
}

/** sum of s^j z^(2j+1) / (2j+1) for |z| < 2^-10, remainder included; undefined for a larger z. */
function oddSeries(z: Ball, s: 1 | -1, p: number): Ball | undefined {
  const size = topExponent(z);
  if (size > -10) return undefined;
  if (size === -Infinity) return zeroBall;
  const terms = Math.ceil((p + 8) / (-2 * size)) + 1;
  const square = multiplyBall(z, z, p);
  let power = z;
  let sum = z;
  for (let j = 1; j < terms; j++) {
    power = multiplyBall(power, square, p);
    const term = divideBall(power, { m: BigInt(2 * j + 1), r: 0n, e: 0 }, p);
    if (term === undefined) return undefined;
    sum = addBall(sum, s === 1 || j % 2 === 0 ? term : negateBall(term), p);
  }
  // The rest is below |z|^(2 terms + 1) / (1 - z^2) < 2 * 2^(size (2 terms + 1)).
  return widen(sum, 1n, size * (2 * terms + 1) + 1, p);
}

/** A double as an exact ball; magnitudes below 2^-500 become 0, which is still an estimate. */
function toDyadic(value: number): Ball {
  const size = Math.abs(value);
  if (size < 2 ** -500) return zeroBall;
  const exponent = Math.floor(Math.log2(size)) - 53;
  return { m: BigInt(value * 2 ** -exponent), r: 0n, e: exponent };
}

function bitSizeOf(a: Ball): number {
  return a.m.toString(16).length * 4 + Math.abs(a.e) + 8;
}

/**
 * @file Complex balls. A missing imaginary part means certainly real, which is what branch choices ask for:
 * odd roots of negative reals are real, everything else takes the principal branch.
 * `undefined` means "not at this precision", as in the real functions.
 */
import {
  addBall,
  disjoint,
  divideBall,
  isExactZero,
  makeBall,
  multiplyBall,
  negateBall,
  oneBall,
  rootBall,
  rootSpread,
  scaleBall,
  signOf,
  subtractBall,
  zeroBall,
  type Ball,
} from "./ball.ts";
import { arctanBall, expBall, logBall, piBall, sinCosBall } from "./elementary.ts";

export interface Complex {
  readonly re: Ball;
  readonly im: Ball | undefined;
}

export function real(re: Ball): Complex {
  return { re, im: undefined };
}

export function complex(re: Ball, im: Ball): Complex {
  return { re, im: isExactZero(im) ? undefined : im };
}

export const zeroComplex = real(zeroBall);
export const oneComplex = real(oneBall);
export const imaginaryUnit: Complex = { re: zeroBall, im: oneBall };

export function addComplex(a: Complex, b: Complex, p: number): Complex {
  const re = addBall(a.re, b.re, p);
  if (a.im === undefined && b.im === undefined) return real(re);
  return complex(re, addBall(a.im ?? zeroBall, b.im ?? zeroBall, p));
}

export function negateComplex(a: Complex): Complex {
  return { re: negateBall(a.re), im: a.im && negateBall(a.im) };
}

export function subtractComplex(a: Complex, b: Complex, p: number): Complex {
  return addComplex(a, negateComplex(b), p);
}

export function multiplyComplex(a: Complex, b: Complex, p: number): Complex {
  if (a.im === undefined && b.im === undefined) return real(multiplyBall(a.re, b.re, p));
  if (a.im === undefined) return complex(multiplyBall(a.re, b.re, p), multiplyBall(a.re, b.im ?? zeroBall, p));
  if (b.im === undefined) return complex(multiplyBall(a.re, b.re, p), multiplyBall(a.im, b.re, p));
  const re = subtractBall(multiplyBall(a.re, b.re, p), multiplyBall(a.im, b.im, p), p);
  return complex(re, addBall(multiplyBall(a.re, b.im, p), multiplyBall(a.im, b.re, p), p));
}

export function conjugate(a: Complex): Complex {
  return a.im === undefined ? a : { re: a.re, im: negateBall(a.im) };
}

function squaredSize(a: Complex, p: number): Ball {
  const square = multiplyBall(a.re, a.re, p);
  return a.im === undefined ? square : addBall(square, multiplyBall(a.im, a.im, p), p);
}

export function absComplex(a: Complex, p: number): Ball {
  if (a.im === undefined) {
    if (signOf(a.re) !== undefined) return a.re.m < 0n ? negateBall(a.re) : a.re;
    const top = (a.re.m < 0n ? -a.re.m : a.re.m) + a.re.r;
    return makeBall(0n, top, a.re.e, p);
  }
  const square = squaredSize(a, p);
  return rootBall(square, 2, p) ?? rootSpread(square, 2, p);
}

export function divideComplex(a: Complex, b: Complex, p: number): Complex | undefined {
  if (b.im === undefined) {
    const re = divideBall(a.re, b.re, p);
    if (re === undefined) return undefined;
    if (a.im === undefined) return real(re);
    const im = divideBall(a.im, b.re, p);
    return im && complex(re, im);
  }
  const square = squaredSize(b, p);
  const over = multiplyComplex(a, conjugate(b), p);
  const re = divideBall(over.re, square, p);
  if (re === undefined) return undefined;
  if (over.im === undefined) return real(re);
  const im = divideBall(over.im, square, p);
  return im && complex(re, im);
}

/** a^n for a whole n >= 0, by squaring. */
export function powerComplex(a: Complex, n: number, p: number): Complex {
  let result = oneComplex;
  let square = a;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiplyComplex(result, square, p);
    if (rest > 1) square = multiplyComplex(square, square, p);
  }
  return result;
}

/** The argument in (-pi, pi]; undefined near 0 and where the ball crosses the negative axis. */
export function argComplex(a: Complex, p: number): Ball | undefined {
  const sign = signOf(a.re);
  if (a.im === undefined) return sign === 1 ? zeroBall : sign === -1 ? piBall(p) : undefined;
  const side = signOf(a.im);
  if (sign === 1) return angle(a.im, a.re, p);
  if (side === undefined || side === 0) return undefined;
  const turned = angle(negateBall(a.re), a.im, p);
  const quarter = scaleBall(piBall(p), -1);
  return turned && addBall(turned, side === 1 ? quarter : negateBall(quarter), p);
}

function angle(over: Ball, under: Ball, p: number): Ball | undefined {
  const ratio = divideBall(over, under, p);
  return ratio && arctanBall(ratio, p);
}

export function expComplex(a: Complex, p: number): Complex | undefined {
  const size = expBall(a.re, p);
  if (size === undefined || a.im === undefined) return size && real(size);
  const turn = sinCosBall(a.im, p);
  return turn && { re: multiplyBall(size, turn.cos, p), im: multiplyBall(size, turn.sin, p) };
}

/** The principal logarithm. */
export function logComplex(a: Complex, p: number): Complex | undefined {
  if (a.im === undefined && signOf(a.re) === 1) {
    const value = logBall(a.re, p);
    return value && real(value);
  }
  const re = logBall(squaredSize(a, p), p);
  const im = argComplex(a, p);
  return re && im && complex(scaleBall(re, -1), im);
}

/** The k-th root: of a real, the real one for odd k; else the principal one. */
export function rootComplex(a: Complex, k: number, p: number): Complex | undefined {
  if (a.im === undefined) {
    const sign = signOf(a.re);
    if (sign === 0) return zeroComplex;
    if (sign === 1) {
      const root = rootBall(a.re, k, p);
      return root && real(root);
    }
    if (sign === undefined) {
      const spread = rootSpread(a.re, k, p);
      return k % 2 === 1 ? real(spread) : { re: spread, im: spread };
    }
    const root = rootBall(negateBall(a.re), k, p);
    if (root === undefined) return undefined;
    if (k % 2 === 1) return real(negateBall(root));
    if (k === 2) return { re: zeroBall, im: root };
  }
  if (k === 2 && a.im !== undefined) return squareRoot(a.re, a.im, p);
  const log = logComplex(a, p);
  const over: Ball = { m: BigInt(k), r: 0n, e: 0 };
  const scaled = log && divideComplex(log, real(over), p);
  return scaled && expComplex(scaled, p);
}

/** sqrt(x + iy): the larger of sqrt((|z| + x) / 2) and sqrt((|z| - x) / 2) first, the other as y over twice it. */
function squareRoot(x: Ball, y: Ball, p: number): Complex | undefined {
  const size = absComplex({ re: x, im: y }, p);
  if (signOf(x) !== -1) {
    const re = rootBall(scaleBall(addBall(size, x, p), -1), 2, p);
    if (re === undefined) return spreadRoot(size, p);
    const im = divideBall(scaleBall(y, -1), re, p);
    return im && { re, im };
  }
  const side = signOf(y);
  if (side === undefined || side === 0) return undefined;
  const height = rootBall(scaleBall(subtractBall(size, x, p), -1), 2, p);
  if (height === undefined) return undefined;
  const im = side === 1 ? height : negateBall(height);
  const re = divideBall(scaleBall(y, -1), im, p);
  return re && { re, im };
}

function spreadRoot(size: Ball, p: number): Complex {
  const spread = rootSpread(size, 2, p);
  return { re: spread, im: spread };
}

/** sin and cos together. */
export function sinCosComplex(a: Complex, p: number): { readonly sin: Complex; readonly cos: Complex } | undefined {
  if (a.im === undefined) {
    const turn = sinCosBall(a.re, p);
    return turn && { sin: real(turn.sin), cos: real(turn.cos) };
  }
  const forward = expComplex({ re: negateBall(a.im), im: a.re }, p);
  const back = forward && divideComplex(oneComplex, forward, p);
  if (forward === undefined || back === undefined) return undefined;
  const half = (value: Complex): Complex => ({ re: scaleBall(value.re, -1), im: value.im && scaleBall(value.im, -1) });
  const over = half(subtractComplex(forward, back, p));
  // Division by i turns a + bi into b - ai.
  return { sin: { re: over.im ?? zeroBall, im: negateBall(over.re) }, cos: half(addComplex(forward, back, p)) };
}

export function disjointComplex(a: Complex, b: Complex): boolean {
  return disjoint(a.re, b.re) || disjoint(a.im ?? zeroBall, b.im ?? zeroBall);
}

export function isExactZeroComplex(a: Complex): boolean {
  return isExactZero(a.re) && (a.im === undefined || isExactZero(a.im));
}

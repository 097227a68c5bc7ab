/** @file Certified numeric values for callers outside: rational end points, to as many digits as asked. */
import { isBudgetExceeded, type Budget } from "../../core/index.ts";
import { ballEnds, containsZero, topExponent, type Ball } from "../number/ball.ts";
import type { Rational, Tree } from "../tree.ts";
import { decideConstants } from "./constants.ts";
import { encloseContext, encloseTree } from "./enclose.ts";

/** The value lies between the two, ends included. */
export interface Interval {
  readonly low: Rational;
  readonly high: Rational;
}

export interface Enclosure {
  readonly re: Interval;
  /** Absent where the value is certainly real. */
  readonly im?: Interval;
}

/**
 * A certified box around a constant with at least `digits` correct significant digits in each part (or that many zeros
 * after the point, for a part that may be zero). Undefined where there is no value or the budget ends first.
 */
export function enclose(tree: Tree, digits: number, budget: Budget): Enclosure | undefined {
  const isZero = (inner: Tree): boolean | undefined => {
    const { outcome } = decideConstants(inner, { kind: "number", value: { n: 0n, d: 1n } }, { budget, nesting: 1 });
    return outcome === "undecided" ? undefined : outcome === "equal";
  };
  const wanted = Math.ceil(digits * 3.33) + 2;
  try {
    for (let p = wanted + 32; p < 40 * wanted + 4000; p *= 2) {
      const context = encloseContext(budget, p, { isZero });
      const value = encloseTree(tree, context);
      if (value === undefined) {
        if (context.failure !== "imprecise") return undefined;
      } else if (precise(value.re, wanted) && (value.im === undefined || precise(value.im, wanted))) {
        const re = ballEnds(value.re);
        return value.im === undefined ? { re } : { re, im: ballEnds(value.im) };
      }
    }
  } catch (thrown) {
    if (!isBudgetExceeded(thrown)) throw thrown;
  }
  return undefined;
}

function precise(ball: Ball, bits: number): boolean {
  const radius = topExponent({ m: 0n, r: ball.r, e: ball.e });
  const top = topExponent(ball);
  if (top > 100_000 || top < -100_000) return top === -Infinity;
  return radius <= (containsZero(ball) ? 0 : top) - bits;
}

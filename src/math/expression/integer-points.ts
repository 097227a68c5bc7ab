/** @file Functions of whole numbers (factorials, sums up to n, (-1)^n): compared exactly at small whole points. */
import type { Budget } from "../../core/index.ts";
import { sameRational, showRational } from "../number/rational.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import type { Rational, Tree } from "../tree.ts";
import { disjointComplex } from "../number/complex.ts";
import { showPair } from "./constants.ts";
import { encloseContext, encloseTree } from "./enclose.ts";
import { evaluateExact, exactContext } from "./exact.ts";
import { pairSeed } from "./order.ts";
import { showPoint, shown } from "./witness.ts";

const wanted = 10;

/** From this many agreements on, points are larger and drawn by the pair, so that a product of roots cannot hide at them. */
const small = 7;

/**
 * Whole points in a fixed order: with one variable 1, 2, 3 ...; with more, a mixture in which earlier variables tend to be
 * larger, so that binomial(n, k) has a value. Points without a value on either side are outside the common domain.
 */
export function decideIntegerPoints(a: Tree, b: Tree, variables: readonly string[], budget: Budget): Outcome {
  let agreed = 0;
  let numeric = false;
  const seed = pairSeed(a, b);
  for (let round = 0; round < 40 && agreed < wanted; round++) {
    const values = new Map<string, Rational>();
    variables.forEach((name, index) =>
      values.set(name, {
        n: BigInt(agreed < small ? coordinate(round, index, variables.length) : drawn(seed, round, index)),
        d: 1n,
      }),
    );
    const left = evaluateExact(a, exactContext(budget, values));
    const right = left && evaluateExact(b, exactContext(budget, values));
    if (left !== undefined && right !== undefined) {
      if (!sameRational(left, right)) {
        return different("integer-points", {
          note: `at ${showPoint(values)}: ${showRational(left)} against ${showRational(right)}`,
          at: shown(values),
        });
      }
      agreed++;
      continue;
    }
    const context = encloseContext(budget, 256, { values });
    const x = encloseTree(a, context);
    const y = x && encloseTree(b, context);
    if (x === undefined || y === undefined) {
      if (context.failure === "no-rule" || context.failure === "symbol") return undecided("no-rule");
      continue;
    }
    if (disjointComplex(x, y))
      return different("integer-points", { note: `at ${showPoint(values)}: ${showPair(x, y)}`, at: shown(values) });
    numeric = true;
    agreed++;
  }
  if (agreed < wanted) return undecided("no-sample");
  const how = numeric ? "to over 70 digits" : "exactly";
  return equal("integer-points", {
    bound: `agreement ${how} at ${agreed} whole points; not a proof`,
  });
}

function coordinate(round: number, index: number, count: number): number {
  if (count === 1) return round + 1;
  const base = ((round * (index + 3) + 2 * index) % 7) + 1;
  return index === 0 ? base + 5 : base;
}

/** From 20 to 147, earlier variables larger. */
function drawn(seed: number, round: number, index: number): number {
  const noise = Math.imul(seed ^ (round * 0x9e3779b1), 2 * index + 0x2c1b3c6d) >>> 26;
  return 20 + noise + (index === 0 ? 64 : 0);
}

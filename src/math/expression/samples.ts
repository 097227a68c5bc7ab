/** @file Are two functions equal? Certified balls at fixed sample points: one disjoint pair proves difference. */
import type { Budget } from "../../core/index.ts";
import { topExponent } from "../number/ball.ts";
import { disjointComplex, subtractComplex } from "../number/complex.ts";
import { rational } from "../number/rational.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import type { Rational, Tree } from "../tree.ts";
import { agreementBits, showPair } from "./constants.ts";
import { encloseContext, encloseTree, type Failure } from "./enclose.ts";
import { pairSeed } from "./order.ts";
import { freeSymbols } from "./symbols.ts";
import { showPoint, shown } from "./witness.ts";

export interface SampleOptions {
  readonly variables: readonly string[];
  readonly budget: Budget;
  /** Are complex values part of the question (an i is written), or signs of having left the common domain? */
  readonly imaginary: boolean;
}

/** Scales and signs of the points: near and far, positive and negative, so that domains and branches are met. */
const scales: readonly Rational[] = [
  { n: 1n, d: 1n },
  { n: -1n, d: 1n },
  { n: 3n, d: 1n },
  { n: 1n, d: 3n },
  { n: -4n, d: 1n },
  { n: 10n, d: 1n },
  { n: -1n, d: 3n },
  { n: 30n, d: 1n },
  { n: 1n, d: 20n },
  { n: -25n, d: 1n },
  { n: 100n, d: 1n },
  { n: 1n, d: 100n },
];

/** How many points of the common domain must agree. */
const wanted = 5;

/** How many of them must agree to over 100 digits. */
const wantedDeep = 2;

/**
 * Variables are real. Points where either side leaves the reals are outside the common domain and are passed over,
 * unless an i is written or no point is real. Where only the domains differ, the functions count as equal, and the rule
 * says "common-domain".
 */
export function decideSamples(a: Tree, b: Tree, options: SampleOptions): Outcome {
  const first = tryPoints(a, b, options, options.imaginary);
  if (first.outcome !== "undecided" || options.imaginary || first.rule !== "no-sample") return first;
  return tryPoints(a, b, options, true);
}

/** The first point alone, at low precision: a cheap way to see most differences. Undefined where it shows none. */
export function refuteAtOnePoint(
  a: Tree,
  b: Tree,
  { variables, budget, imaginary }: SampleOptions,
): Outcome | undefined {
  const values = pointOf(variables, 0, pairSeed(a, b));
  const result = comparePoint(a, b, { values, budget, allowComplex: imaginary, deep: false });
  return typeof result !== "string" && result.outcome === "different" ? result : undefined;
}

function tryPoints(a: Tree, b: Tree, { variables, budget }: SampleOptions, allowComplex: boolean): Outcome {
  let agreed = 0;
  let deep = 0;
  let skipped = 0;
  let failure: Failure | undefined;
  const seed = pairSeed(a, b);
  for (let round = 0; round < 2 * scales.length && agreed < wanted; round++) {
    const values = pointOf(variables, round, seed);
    const result = comparePoint(a, b, { values, budget, allowComplex, deep: deep < wantedDeep });
    if (result === "outside") skipped++;
    else if (typeof result === "string") failure ??= result;
    else if (result.outcome === "different") return result;
    else {
      agreed++;
      if (result.outcome === "equal") deep++;
    }
    if (failure === "no-rule" || failure === "symbol") return undecided("no-rule");
  }
  if (agreed === 0) return undecided(failure === "huge" ? "budget:size" : "no-sample");
  if (deep < wantedDeep || agreed < 3) return undecided("budget:precision");
  const bound = `certified agreement at ${agreed} sample points, at ${deep} of them to over 100 digits; not a proof`;
  return equal(skipped > 0 && !allowComplex ? "common-domain" : "sample-points", { bound });
}

/** Is there a sample point at which the truth is a real number and the answer is none, as for `ln|x|` and `ln x`? */
export function narrowsDomain(truth: Tree, answer: Tree, budget: Budget): boolean {
  const variables = freeSymbols(truth);
  const seed = pairSeed(truth, answer);
  return scales.some((_, round) => {
    const values = pointOf(variables, round, seed);
    const isReal = (tree: Tree) => {
      const context = encloseContext(budget, 64, { values });
      const value = encloseTree(tree, context);
      return value !== undefined && value.im === undefined && !context.complex;
    };
    return isReal(truth) && !isReal(answer);
  });
}

/** A point whose coordinates have no accidental relations: scale times (1 + a 16-bit fraction seeded by the pair). */
function pointOf(variables: readonly string[], round: number, seed: number): ReadonlyMap<string, Rational> {
  const values = new Map<string, Rational>();
  variables.forEach((name, index) => {
    // Later rounds give each variable its own scale and sign.
    const turn = round < scales.length ? round + (round === 0 ? 0 : index * round) : round * (index + 1) + 5 * index;
    const scale = scales[turn % scales.length] ?? { n: 1n, d: 1n };
    const noise = BigInt((Math.imul(seed ^ (round * 0x9e3779b1), 2 * index + 0x2c1b3c6d) >>> 16) | 1);
    values.set(name, rational(scale.n * (65536n + noise), scale.d * 65536n));
  });
  return values;
}

interface PointOptions {
  readonly values: ReadonlyMap<string, Rational>;
  readonly budget: Budget;
  readonly allowComplex: boolean;
  readonly deep: boolean;
}

/** "equal": agreement to over 100 digits; "undecided": agreement to what 64 bits give. */
function comparePoint(
  a: Tree,
  b: Tree,
  { values, budget, allowComplex, deep }: PointOptions,
): Outcome | Failure | "outside" {
  let failure: Failure = "imprecise";
  for (const p of deep ? [64, 448, 1500] : [64, 256]) {
    const context = encloseContext(budget, p, { values });
    const left = encloseTree(a, context);
    const right = left && encloseTree(b, context);
    if (!allowComplex && (context.complex || left?.im !== undefined || right?.im !== undefined)) return "outside";
    if (left === undefined || right === undefined) {
      failure = context.failure ?? "imprecise";
      if (failure === "singular") return "outside";
      if (failure === "imprecise") continue;
      return failure;
    }
    if (disjointComplex(left, right)) {
      return different("sample-points", {
        note: `at ${showPoint(values)}: ${showPair(left, right)}`,
        at: shown(values),
      });
    }
    if (!deep) return undecided("agrees");
    const gap = subtractComplex(left, right, p);
    const top = Math.max(topExponent(gap.re), gap.im === undefined ? -Infinity : topExponent(gap.im));
    if (top < -(agreementBits + Math.max(context.top, -context.bottom, 0))) return equal("digits");
  }
  return failure;
}

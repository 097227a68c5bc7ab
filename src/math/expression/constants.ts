/** @file Are two constants equal? Certified balls prove difference; a root bound or very many digits establish equality. */
import type { Budget } from "../../core/index.ts";
import { disjoint, showDigits, topExponent, zeroBall, type Ball } from "../number/ball.ts";
import { disjointComplex, subtractComplex, type Complex } from "../number/complex.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { call, type Tree } from "../tree.ts";
import { encloseContext, encloseTree, type EncloseContext } from "./enclose.ts";
import { separation } from "./root-bound.ts";
import { specialise } from "./specialise.ts";

/** Mantissa bits, tried in turn. */
const ladder = [64, 192, 640, 2000, 6000];

/** Bits of agreement beyond every magnitude in the expression that count as equality where no bound is known: 100 digits. */
export const agreementBits = 333;

/** The largest root bound, in bits, that is worth reaching. */
const largestBound = 20_000;

export interface ConstantOptions {
  readonly budget: Budget;
  /** Guards against the zero test calling itself without end. */
  readonly nesting?: number;
}

export function decideConstants(a: Tree, b: Tree, { budget, nesting = 0 }: ConstantOptions): Outcome {
  const isZero = (tree: Tree): boolean | undefined => {
    if (nesting >= 3) return undefined;
    const { outcome } = decideConstants(tree, zeroTree, { budget, nesting: nesting + 1 });
    return outcome === "undecided" ? undefined : outcome === "equal";
  };
  let proof: Outcome | "untried" | undefined = "untried";
  for (const p of ladder) {
    const context = encloseContext(budget, p, { isZero });
    const left = encloseTree(a, context);
    const right = left && encloseTree(b, context);
    if (left === undefined || right === undefined) {
      if (context.failure === "imprecise") continue;
      return undecided(
        context.failure === "singular" ? "undefined" : context.failure === "huge" ? "budget:size" : "no-rule",
      );
    }
    if (disjointComplex(left, right)) return different("interval", showPair(left, right));
    if (proof === "untried") proof = proveEqual(a, b, { budget, isZero });
    if (proof !== undefined) return proof;
    const agreed = agreement(left, right, context);
    if (agreed !== undefined) return agreed;
  }
  return undecided("budget:precision");
}

const zeroTree: Tree = { kind: "number", value: { n: 0n, d: 1n } };

interface ProofOptions {
  readonly budget: Budget;
  readonly isZero: (tree: Tree) => boolean | undefined;
}

/** Equality by a root bound, directly or with independent constants replaced; undefined where neither applies. */
function proveEqual(a: Tree, b: Tree, options: ProofOptions): Outcome | undefined {
  const difference = call("add", a, call("negate", b));
  const direct = proveZero(difference, options);
  if (direct !== undefined) return direct;
  const replaced = specialise(difference, options);
  if (replaced === undefined) return undefined;
  const outcome = proveZero(replaced.tree, options);
  if (outcome?.outcome !== "equal") return undefined;
  if (replaced.atoms.length === 0) return outcome;
  const names = replaced.atoms.join(", ");
  // The product over all conjugates is a polynomial in the atoms of at most this degree (Schwartz-Zippel).
  const conjugates = separation(replaced.tree, options.budget)?.degree ?? 1;
  const chance = Math.ceil(Math.log2(Math.max(1, replaced.degree * conjugates))) - replaced.bits;
  return equal("independent-constants", {
    bound: `an identity in ${names}, tested at random rationals in their place: chance of a wrong "equal" below 2^${chance}`,
  });
}

/** The ball of an algebraic constant at the precision at which its root bound tells zero from everything else. */
function proveZero(difference: Tree, { budget, isZero }: ProofOptions): Outcome | undefined {
  const bound = separation(difference, budget);
  if (bound === undefined || !(bound.bits < largestBound)) return undefined;
  let p = bound.bits + 64;
  for (let round = 0; round < 3; round++) {
    const context = encloseContext(budget, p, { isZero });
    const value = encloseTree(difference, context);
    if (value === undefined) {
      if (context.failure !== "imprecise") return undefined;
      p *= 2;
      continue;
    }
    if (disjoint(value.re, zeroBall) || (value.im !== undefined && disjoint(value.im, zeroBall)))
      return different("interval");
    const top = Math.max(topExponent(value.re), value.im === undefined ? -Infinity : topExponent(value.im));
    // One bit for the step from both parts to the absolute value.
    if (top + 1 < -bound.bits) return equal("root-bound");
    p += top + 1 + bound.bits + 64;
  }
  return undefined;
}

/** Equality by agreement of more than 100 digits beyond every magnitude inside; the bound says so in words. */
export function agreement(left: Complex, right: Complex, context: EncloseContext): Outcome | undefined {
  const gap = subtractComplex(left, right, context.p);
  const top = Math.max(topExponent(gap.re), gap.im === undefined ? -Infinity : topExponent(gap.im));
  const scale = Math.max(context.top, -context.bottom, 0);
  if (top > -(agreementBits + scale)) return undefined;
  const digits = Math.floor(-top * 0.30103);
  return equal("digits", {
    bound: `both values certified to agree within 10^-${digits}, over 100 digits beyond every magnitude inside; not a proof`,
  });
}

/** Both values with enough digits to see that they differ. */
export function showPair(left: Complex, right: Complex): string {
  for (const digits of [8, 16, 32, 64, 120]) {
    const a = showComplex(left, digits);
    const b = showComplex(right, digits);
    if (a !== b) return `${a} against ${b}`;
  }
  return "they differ beyond the 120th digit";
}

export function showComplex(value: Complex, digits: number): string {
  const re = showDigits(value.re, digits);
  if (value.im === undefined) return re;
  const im = showImaginary(value.im, digits);
  return re === "0" ? im : `${re}${im.startsWith("-") ? " - " : " + "}${im.replace("-", "")}`;
}

function showImaginary(im: Ball, digits: number): string {
  return `${showDigits(im, digits)}i`;
}

/** @file The order of two real constants, decided exactly or by certified balls. */
import { isBudgetExceeded, type Budget } from "../../core/index.ts";
import { signOf, subtractBall } from "../number/ball.ts";
import { compareRational } from "../number/rational.ts";
import type { Tree } from "../tree.ts";
import { decideConstants } from "./constants.ts";
import { encloseContext, encloseTree } from "./enclose.ts";
import { evaluateExact, exactContext } from "./exact.ts";
import { infiniteSign } from "./survey.ts";

/**
 * -1 where a < b, 0 where equal, 1 where a > b; infinities have their place at the ends.
 * Undefined for what is not certainly real, has no value, has free variables, or is not decided within the budget.
 */
export function compareValues(a: Tree, b: Tree, budget: Budget): -1 | 0 | 1 | undefined {
  if (a.kind === "number" && b.kind === "number") return compareRational(a.value, b.value);
  try {
    return compareConstants(a, b, budget);
  } catch (thrown) {
    if (isBudgetExceeded(thrown)) return undefined;
    throw thrown;
  }
}

function compareConstants(a: Tree, b: Tree, budget: Budget): -1 | 0 | 1 | undefined {
  const left = infiniteSign(a);
  const right = infiniteSign(b);
  if (left !== 0 || right !== 0) {
    const finite = left === 0 ? a : right === 0 ? b : undefined;
    if (finite !== undefined && encloseTree(finite, encloseContext(budget, 64)) === undefined) return undefined;
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const exact = exactContext(budget);
  const x = evaluateExact(a, exact);
  const y = evaluateExact(b, exact);
  if (exact.singular) return undefined;
  if (x !== undefined && y !== undefined) return compareRational(x, y);
  for (const p of [64, 256]) {
    const context = encloseContext(budget, p);
    const u = encloseTree(a, context);
    const v = u && encloseTree(b, context);
    if (u === undefined || v === undefined) {
      if (context.failure === "imprecise") continue;
      return undefined;
    }
    if (u.im !== undefined || v.im !== undefined) return undefined;
    const sign = signOf(subtractBall(u.re, v.re, p));
    if (sign !== undefined) return sign;
  }
  const outcome = decideConstants(a, b, { budget });
  if (outcome.outcome === "equal") return 0;
  if (outcome.outcome !== "different") return undefined;
  for (let p = 512; p <= 40_000; p *= 2) {
    const context = encloseContext(budget, p);
    const u = encloseTree(a, context);
    const v = u && encloseTree(b, context);
    const sign = u && v && u.im === undefined && v.im === undefined ? signOf(subtractBall(u.re, v.re, p)) : undefined;
    if (sign !== undefined) return sign;
  }
  return undefined;
}

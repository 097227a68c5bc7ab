/** @file Is an answer close enough, where a policy says how close? Decided by exact arithmetic and certified balls. */
import type { Budget } from "../../core/index.ts";
import {
  compareRational,
  floorRational,
  negateRational,
  powerRational,
  rational,
  sameRational,
  showRational,
} from "../number/rational.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import type { Tolerance } from "../policy.ts";
import { call, number, type Rational, type Tree } from "../tree.ts";
import { compareValues } from "./compare.ts";
import { decideExpression } from "./decide.ts";
import { enclose } from "./interval.ts";
import { freeSymbols } from "./symbols.ts";

/**
 * Whether `answer` is `truth` up to the tolerance. Equal values always pass; expressions with variables are compared
 * exactly. A distance of exactly the tolerance passes. The tolerance's number is read as the decimal it prints as.
 */
export function withinTolerance(truth: Tree, answer: Tree, tolerance: Tolerance, budget: Budget): Outcome {
  const exact = decideExpression(truth, answer, { budget });
  if (exact.outcome === "equal" || freeSymbols(truth).length > 0 || freeSymbols(answer).length > 0) return exact;
  if (exact.outcome === "undecided" && exact.rule !== "no-rule" && exact.rule !== "budget:precision") return exact;
  switch (tolerance.kind) {
    case "absolute":
      return closer(truth, answer, number(decimalOf(tolerance.value)), "tolerance-absolute", budget);
    case "relative":
      return closer(
        truth,
        answer,
        call("multiply", number(decimalOf(tolerance.value)), call("abs", truth)),
        "tolerance-relative",
        budget,
      );
    case "decimals":
      return sameRounded(
        roundTo(truth, tolerance.value, budget),
        roundTo(answer, tolerance.value, budget),
        "tolerance-decimals",
      );
    case "significant":
      return sameRounded(
        roundLeading(truth, tolerance.value, budget),
        roundLeading(answer, tolerance.value, budget),
        "tolerance-significant",
      );
    case "as-written":
      return roundedAsWritten(truth, answer, tolerance.value, { exact, budget });
  }
}

function closer(truth: Tree, answer: Tree, allowed: Tree, rule: string, budget: Budget): Outcome {
  const order = compareValues(call("abs", call("add", truth, call("negate", answer))), allowed, budget);
  if (order === undefined) return undecided("no-rule");
  return order <= 0 ? equal(rule) : different(rule, "the distance is larger than the tolerance");
}

/** 0.3 as 3/10 and 1e-6 as 1/1000000: what the caller wrote, not the nearest double. */
function decimalOf(value: number): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value));
  if (match === null) return { n: 0n, d: 1n };
  const [, sign, whole = "0", fraction = "", exponent = "0"] = match;
  const scale = Number(exponent) - fraction.length;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return scale >= 0 ? { n: digits * 10n ** BigInt(scale), d: 1n } : rational(digits, 10n ** BigInt(-scale));
}

function powerOfTen(exponent: number): Rational {
  return powerRational({ n: 10n, d: 1n }, exponent) ?? { n: 1n, d: 1n };
}

/** The value rounded to so many decimals, halves away from zero; undefined where it is not known closely enough. */
function roundTo(tree: Tree, decimals: number, budget: Budget): Rational | undefined {
  const scaled = enclose(call("round", call("multiply", tree, number(powerOfTen(decimals)))), 1, budget);
  if (scaled === undefined || scaled.im !== undefined || !sameRational(scaled.re.low, scaled.re.high)) return undefined;
  const unit = powerOfTen(-decimals);
  return rational(scaled.re.low.n * unit.n, scaled.re.low.d * unit.d);
}

function roundLeading(tree: Tree, digits: number, budget: Budget): Rational | undefined {
  const value = enclose(tree, digits + 3, budget);
  if (value === undefined || value.im !== undefined) return undefined;
  const { low, high } = value.re;
  if (low.n === 0n && high.n === 0n) return low;
  const end = low.n < 0n ? negateRational(high) : low;
  if (end.n <= 0n) return undefined;
  // Rounding at either neighbouring place gives the same value where the magnitude is close to a power of ten.
  return roundTo(tree, digits - 1 - magnitude(end), budget);
}

/** floor(log10 x) for a positive rational. */
function magnitude(x: Rational): number {
  const estimate = x.n.toString().length - x.d.toString().length;
  return compareRational(x, powerOfTen(estimate)) < 0 ? estimate - 1 : estimate;
}

function sameRounded(truth: Rational | undefined, answer: Rational | undefined, rule: string): Outcome {
  if (truth === undefined || answer === undefined) return undecided("no-rule");
  return sameRational(truth, answer)
    ? equal(rule)
    : different(rule, `rounded: ${showRational(truth)} against ${showRational(answer)}`);
}

interface AsWritten {
  readonly exact: Outcome;
  readonly budget: Budget;
}

/** The answer must be the truth rounded or cut off at the last decimal it shows, and show at least `least` of them. */
function roundedAsWritten(truth: Tree, answer: Tree, least: number, { exact, budget }: AsWritten): Outcome {
  const written = answer.kind === "call" && answer.head === "negate" ? answer.args[0] : answer;
  if (written?.kind !== "number" || written.form === "scientific") return exact;
  const shown = written.decimals ?? 0;
  if (shown < least) return exact;
  const value = answer === written ? written.value : negateRational(written.value);
  const rounded = roundTo(truth, shown, budget);
  if (rounded === undefined) return undecided("no-rule");
  if (sameRational(rounded, value)) return equal("tolerance-as-written");
  const cut = truncated(truth, shown, budget);
  if (cut === undefined) return undecided("no-rule");
  if (sameRational(cut, value)) return equal("tolerance-as-written");
  return different(
    "tolerance-as-written",
    `the truth rounds to ${showRational(rounded)} with ${shown} decimals, or is cut off at ${showRational(cut)}`,
  );
}

function truncated(tree: Tree, decimals: number, budget: Budget): Rational | undefined {
  const unit = powerOfTen(decimals);
  const scaled = enclose(call("floor", call("abs", call("multiply", tree, number(unit)))), 1, budget);
  const sign = enclose(call("sign", tree), 1, budget);
  if (scaled === undefined || sign === undefined || !sameRational(scaled.re.low, scaled.re.high)) return undefined;
  const size = floorRational(scaled.re.low);
  return rational(sign.re.low.n * size * unit.d, unit.n);
}

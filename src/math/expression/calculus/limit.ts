/** @file Limits, read off the first terms of a series on either side of the point. */
import type { Budget } from "../../../core/index.ts";
import { call, number, symbol, type Tree } from "../../tree.ts";
import { fromPolynomial } from "../normal-form.ts";
import { infiniteSign } from "../survey.ts";
import { minus, power, quotient, sum } from "./build.ts";
import { leading, logName, signOfLead, smallName, type SeriesContext } from "./laurent.ts";
import { seriesOf } from "./series.ts";
import { dependsOn, substitute } from "./substitute.ts";

export interface LimitOptions {
  readonly budget: Budget;
  readonly isZero: (tree: Tree) => boolean | undefined;
  /** From which side; from both where absent. */
  readonly side?: "+" | "-";
}

/** The value of lim body as name goes to the point, possibly ±infinity; undefined where there is none or no rule. */
export function limitOf(body: Tree, name: string, point: Tree, options: LimitOptions): Tree | undefined {
  if (!dependsOn(body, name)) return body;
  const small = symbol(smallName);
  const end = infiniteSign(point);
  if (end !== 0) return fromRight(substitute(body, name, quotient(number(end), small)), options);
  const right = options.side === "-" ? undefined : fromRight(substitute(body, name, sum(point, small)), options);
  if (options.side === "+") return right;
  if (options.side === undefined && right === undefined) return undefined;
  const left = fromRight(substitute(body, name, sum(point, minus(small))), options);
  if (options.side === "-" || left === undefined || right === undefined) return left;
  if (infiniteSign(left) !== 0 || infiniteSign(right) !== 0)
    return infiniteSign(left) === infiniteSign(right) ? left : undefined;
  return options.isZero(call("add", left, call("negate", right))) === true ? right : undefined;
}

/** Roots of t are no Laurent series in t, but they are in s with t = s^2 or t = s^6. */
const substitutions = [1, 2, 6];

/** The limit for t to 0 from above. */
function fromRight(tree: Tree, options: LimitOptions): Tree | undefined {
  for (const exponent of substitutions) {
    const finer = exponent === 1 ? tree : substitute(tree, smallName, power(symbol(smallName), number(exponent)));
    const value = firstTerm(finer, options);
    if (value !== undefined) return value;
  }
  return undefined;
}

function firstTerm(tree: Tree, { budget, isZero }: LimitOptions): Tree | undefined {
  const context: SeriesContext = { budget, isZero, atoms: new Map() };
  const series = seriesOf(tree, context);
  if (series === undefined) return undefined;
  const end = series.start + series.coefficients.length;
  const lead = leading(series, context);
  if (lead === undefined) {
    const known = series.coefficients.every(
      (each) => each.size === 0 || isZero(fromPolynomial(each, [...context.atoms.values()])) === true,
    );
    return known && end >= 1 ? number(0) : undefined;
  }
  if (lead.exponent > 0) return number(0);
  if (lead.exponent === 0 && !dependsOn(lead.coefficient, logName)) return lead.coefficient;
  // Something infinite: its sign is that of the coefficient, where no logarithm muddles it.
  const sign = dependsOn(lead.coefficient, logName)
    ? lead.coefficient.kind === "symbol"
      ? -1
      : undefined
    : signOfLead(lead.coefficient, context);
  return sign === undefined ? undefined : sign === 1 ? symbol("infinity") : call("negate", symbol("infinity"));
}

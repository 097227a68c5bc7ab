/** @file A number as a program printed it: fifteen digits and more of a value that has no finite decimal. */
import type { Budget } from "../../core/index.ts";
import { rational } from "../number/rational.ts";
import { equal, type Outcome } from "../outcome.ts";
import { call, number, type NumberTree, type Tree } from "../tree.ts";
import { compareValues } from "./compare.ts";
import { exactValue } from "./exact.ts";
import { freeSymbols } from "./symbols.ts";

/** What every double keeps of a decimal. */
const leastDigits = 15;
/** Rounding errors of a short computation: four units in the last binary place. */
const relativeError = rational(4n, 2n ** 52n);

/**
 * Equal, with its bound, where one side is a plain decimal of at least 15 significant digits and the other a value without
 * a finite decimal (1/3, sqrt 2) that it rounds, cuts off, or misses by at most four units in the last place of a
 * double. Undefined otherwise: it never proves a difference. Finite decimals compare exactly, so 0.1 is not
 * 0.10000000000000001.
 */
export function machineFloat(a: Tree, b: Tree, budget: Budget): Outcome | undefined {
  return printOf(a, b, budget) ?? printOf(b, a, budget);
}

function printOf(print: Tree, value: Tree, budget: Budget): Outcome | undefined {
  const written = print.kind === "call" && print.head === "negate" ? print.args[0] : print;
  if (written?.kind !== "number" || written.decimals === undefined || significantDigits(written) < leastDigits) return;
  if (freeSymbols(value).length > 0 || hasFiniteDecimal(value, budget)) return;
  const distance = call("abs", call("add", print, call("negate", value)));
  const unit = rational(1n, 10n ** BigInt(written.decimals));
  const within = (allowed: Tree): boolean => (compareValues(distance, allowed, budget) ?? 1) <= 0;
  const isRounded = within(number(rational(unit.n, 2n * unit.d)));
  const isCutOff = () => within(number(unit)) && compareValues(call("abs", print), call("abs", value), budget) === -1;
  const isComputed = () => within(call("multiply", call("abs", value), number(relativeError)));
  const isNear = isRounded || isCutOff() || isComputed();
  return isNear ? equal("machine-float", { bound: "agrees to the last digits that a double can hold" }) : undefined;
}

function significantDigits({ value, decimals = 0 }: NumberTree): number {
  const digits = (value.n * 10n ** BigInt(decimals)) / value.d;
  return digits.toString().replace("-", "").length;
}

function hasFiniteDecimal(tree: Tree, budget: Budget): boolean {
  let rest = exactValue(tree, budget)?.d;
  if (rest === undefined) return false;
  while (rest % 2n === 0n) rest /= 2n;
  while (rest % 5n === 0n) rest /= 5n;
  return rest === 1n;
}

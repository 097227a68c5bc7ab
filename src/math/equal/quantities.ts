/** @file Values with units: converted exactly, never across dimensions or currencies. */
import { different, undecided, type Outcome } from "../outcome.ts";
import { call, isCall, number, symbol, type QuantityTree, type Tree, type UnitFactor } from "../tree.ts";
import { measureUnits, sameDimension, type Measure } from "../units/index.ts";
import { anyWay } from "./_combine.ts";
import { against, type Context } from "./_context.ts";
import { some } from "./_walk.ts";
import { unitsOfLetters } from "./unit-letters.ts";

/** Tells whether a tree is a quantity or plain arithmetic on quantities, as in `5 ft 3 in` or `2 * 3 km`. */
export function isQuantity(tree: Tree): boolean {
  if (tree.kind === "quantity") return true;
  if (tree.kind !== "call") return false;
  if (tree.head === "add" || tree.head === "negate" || tree.head === "multiply") return tree.args.some(isQuantity);
  return tree.head === "divide" && tree.args.some(isQuantity);
}

/** Folds arithmetic on quantities into one quantity; undefined where the terms of a sum cannot be added. */
function asQuantity(tree: Tree): QuantityTree | undefined {
  if (tree.kind === "quantity") return tree;
  if (isCall(tree, "degree") && tree.args[0] !== undefined)
    return { kind: "quantity", value: tree.args[0], unit: [{ unit: "degree", power: 1 }] };
  if (tree.kind !== "call" || !isQuantity(tree)) return { kind: "quantity", value: tree, unit: [] };
  const parts = tree.args.map(asQuantity);
  if (parts.some((part) => part === undefined)) return undefined;
  const [first, second, ...rest] = parts as QuantityTree[];
  if (first === undefined) return undefined;
  switch (tree.head) {
    case "negate":
      return { ...first, value: call("negate", first.value) };
    case "divide":
      return second === undefined
        ? undefined
        : {
            kind: "quantity",
            value: call("divide", first.value, second.value),
            unit: [...first.unit, ...second.unit.map(inverted)],
          };
    case "multiply":
      return [second, ...rest].reduce<QuantityTree>(
        (product, part) =>
          part === undefined
            ? product
            : { kind: "quantity", value: multiplied(product.value, part.value), unit: [...product.unit, ...part.unit] },
        first,
      );
    default: {
      const home = measureUnits(first.unit);
      const terms: Tree[] = [first.value];
      for (const part of [second, ...rest]) {
        if (part === undefined) continue;
        const measure = measureUnits(part.unit);
        if (!sameDimension(home.dimension, measure.dimension) || measure.offset !== undefined) return undefined;
        terms.push(converted(part.value, measure, home));
      }
      return { kind: "quantity", value: call("add", ...terms), unit: first.unit };
    }
  }
}

function isPercent(tree: Tree): boolean {
  if (tree.kind !== "call") return false;
  return tree.head === "percent" || (tree.head === "negate" && tree.args.some(isPercent));
}

function inverted({ unit, power }: UnitFactor): UnitFactor {
  return { unit, power: -power };
}

function multiplied(first: Tree, second: Tree): Tree {
  if (second.kind === "number" && second.value.n === 1n && second.value.d === 1n) return first;
  return call("multiply", first, second);
}

/** The value in `from` expressed in `to`, as an expression: exact, with powers of pi kept. */
function converted(value: Tree, from: Measure, to: Measure): Tree {
  const ratio = { n: from.factor.n * to.factor.d, d: from.factor.d * to.factor.n };
  const pi = from.pi - to.pi;
  let result = ratio.n === ratio.d ? value : multiplied(value, call("divide", number(ratio.n), number(ratio.d)));
  if (pi !== 0) result = call("multiply", result, call("power", symbol("pi"), number(pi)));
  const shift = call(
    "add",
    from.offset === undefined ? number(0n) : number(from.offset),
    to.offset === undefined ? number(0n) : call("negate", number(to.offset)),
  );
  if (from.offset === undefined && to.offset === undefined) return result;
  return call("add", result, multiplied(shift, call("divide", number(to.factor.d), number(to.factor.n))));
}

/** A quantity against a quantity or a bare value; see {@link isQuantity}. Letters that no value has are tried as units. */
export function decideQuantities(first: Tree, second: Tree, context: Context): Outcome {
  const outcome = decideAsRead(first, second, context);
  if (outcome.outcome === "equal" || !(holdsLetters(first) || holdsLetters(second))) return outcome;
  const [ones, others] = [unitsOfLetters(first), unitsOfLetters(second)];
  for (const one of ones.length === 0 ? [first] : ones)
    for (const other of others.length === 0 ? [second] : others) {
      const lettered = sameMeasure(one, other) ? decideAsRead(one, other, context) : outcome;
      if (lettered.outcome === "equal") return lettered;
    }
  return outcome;
}

/** Variables, or units such as `ms` that may be two units written together. */
function holdsLetters(tree: Tree): boolean {
  return some(
    tree,
    (part) =>
      (part.kind === "symbol" && part.name !== "pi" && part.name !== "e") ||
      (part.kind === "quantity" && part.unit.some(({ unit, power }) => unit.length < 6 && power < 0)),
  );
}

function sameMeasure(first: Tree, second: Tree): boolean {
  const [one, other] = [asQuantity(first), asQuantity(second)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.unit.length > 0 &&
    other.unit.length > 0 &&
    sameDimension(measureUnits(one.unit).dimension, measureUnits(other.unit).dimension)
  );
}

function decideAsRead(first: Tree, second: Tree, context: Context): Outcome {
  const [one, other] = [asQuantity(first), asQuantity(second)];
  if (one === undefined || other === undefined) return undecided("unit-sum");
  const { policy } = context;
  if (policy.units === "ignored") return context.decide(one.value, other.value);
  const [home, away] = [measureUnits(one.unit), measureUnits(other.unit)];
  const [bareFirst, bareSecond] = [one.unit.length === 0, other.unit.length === 0];
  if (bareFirst || bareSecond) {
    // A percent sign is a unit of its own beside any other.
    if (bareFirst !== bareSecond && isPercent(bareFirst ? first : second)) {
      return different("other-dimension", against(first, second, context));
    }
    const bareAnswer = context.reversed ? bareFirst : bareSecond;
    if (policy.units === "required" && bareAnswer) return different("unit-missing", against(first, second, context));
    return anyWay(bareWays(one, other, home, away, context));
  }
  if (!sameDimension(home.dimension, away.dimension)) {
    if (isPlaceholder(home) !== isPlaceholder(away) && lengthPower(home) === lengthPower(away))
      return context.decide(one.value, other.value);
    if (mixesCalendar(home, away)) return undecided("calendar-unit");
    return different("other-dimension", against(first, second, context));
  }
  const outcome = context.decide(one.value, converted(other.value, away, home));
  if (outcome.outcome !== "different") return outcome;
  return different("quantity", against(first, second, context));
}

/** A missing unit is forgiven: the value as written, and, for a dozen, the number it stands for. */
function* bareWays(
  first: QuantityTree,
  second: QuantityTree,
  home: Measure,
  away: Measure,
  context: Context,
): Iterable<() => Outcome> {
  yield () => context.decide(first.value, second.value);
  if (!isPure(home) || !isPure(away)) return;
  const plain: Measure = { dimension: {}, factor: { n: 1n, d: 1n }, pi: 0, offset: undefined };
  yield () => context.decide(converted(first.value, home, plain), converted(second.value, away, plain));
}

function isPure(measure: Measure): boolean {
  return Object.keys(measure.dimension).length === 0;
}

/** "12 square units" where the other side says which. */
function isPlaceholder({ dimension }: Measure): boolean {
  const names = Object.keys(dimension);
  return names.length === 1 && names[0] === "plain";
}

function lengthPower({ dimension }: Measure): number | undefined {
  const names = Object.keys(dimension);
  if (names.length !== 1) return undefined;
  return dimension["plain"] ?? dimension["length"];
}

function mixesCalendar(first: Measure, second: Measure): boolean {
  const kinds = [Object.keys(first.dimension).join(), Object.keys(second.dimension).join()];
  return kinds.includes("calendar") && kinds.includes("time");
}

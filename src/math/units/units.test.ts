import { describe, expect, it } from "vitest";
import type { UnitFactor } from "../tree.ts";
import { findUnit, measureUnits, sameDimension, unitNames } from "./index.ts";

function unit(written: string): readonly UnitFactor[] {
  return written.split(" ").map((part) => {
    const [name = "", power = "1"] = part.split("^");
    return { unit: name, power: Number(power) };
  });
}

/** How many of the second unit make one of the first. */
function ratio(first: string, second: string): string {
  const [a, b] = [measureUnits(unit(first)), measureUnits(unit(second))];
  expect(sameDimension(a.dimension, b.dimension)).toBe(true);
  const [n, d] = [a.factor.n * b.factor.d, a.factor.d * b.factor.n];
  const whole = n / d;
  return n % d === 0n ? String(whole) : `${n}/${d}`;
}

describe("unit table", () => {
  it.each([
    ["km", "kilometre"],
    ["Kilometers", "kilometre"],
    ["KILOMETRE", "kilometre"],
    ["mW", "milliwatt"],
    ["MW", "megawatt"],
    ["min", "minute"],
    ["inches", "inch"],
    ["feet", "foot"],
    ["centuries", "century"],
    ["°C", "degree Celsius"],
    ["dollars", "US dollar"],
    ["µm", "micrometre"],
    ["Kg", "kilogram"],
  ])("finds %s", (word, name) => {
    expect(findUnit(word)?.name).toBe(name);
  });

  it.each(["", "apple", "kapple", "mM2", "constructor", "toString", "__proto__"])("does not find %s", (word) => {
    expect(findUnit(word)).toBeUndefined();
  });

  it("finds every name that it lists, as a unit with a positive size", () => {
    const names = unitNames();
    expect(names.length).toBeGreaterThan(500);
    for (const name of names) expect(findUnit(name)?.factor.n).toBeGreaterThan(0n);
  });

  it.each([
    ["mi", "ft", "5280"],
    ["yd", "in", "36"],
    ["acre", "ft^2", "43560"],
    ["ha", "m^2", "10000"],
    ["gal", "cup", "16"],
    ["gal", "in^3", "231"],
    ["cup", "tbsp", "16"],
    ["tbsp", "tsp", "3"],
    ["lb", "oz", "16"],
    ["ton", "lb", "2000"],
    ["stone", "lb", "14"],
    ["week", "min", "10080"],
    ["century", "month", "1200"],
    ["m s^-1", "km h^-1", "18/5"],
    ["mph", "mi h^-1", "1"],
    ["J", "N m", "1"],
    ["kWh", "J", "3600000"],
    ["atm", "torr", "760"],
    ["L", "cm^3", "1000"],
    ["V", "W A^-1", "1"],
    ["ohm", "V A^-1", "1"],
    ["GB", "bit", "8000000000"],
    ["$", "cent", "100"],
  ])("knows that one %s is some %s: %s", (first, second, expected) => {
    expect(reduced(ratio(first, second))).toBe(expected);
  });

  it("keeps angles as numbers with a power of pi", () => {
    expect(measureUnits(unit("degree"))).toMatchObject({ dimension: {}, factor: { n: 1n, d: 180n }, pi: 1 });
    expect(measureUnits(unit("rad"))).toMatchObject({ dimension: {}, factor: { n: 1n, d: 1n }, pi: 0 });
  });

  it("gives temperatures their zero only when they stand alone", () => {
    expect(measureUnits(unit("°C")).offset).toEqual({ n: 5463n, d: 20n });
    expect(measureUnits(unit("°C s^-1")).offset).toBeUndefined();
  });

  it("makes every counted thing a dimension of its own, in the singular", () => {
    expect(sameDimension(measureUnits(unit("Apples")).dimension, measureUnits(unit("apple")).dimension)).toBe(true);
    expect(sameDimension(measureUnits(unit("boxes")).dimension, measureUnits(unit("box")).dimension)).toBe(true);
    expect(sameDimension(measureUnits(unit("parties")).dimension, measureUnits(unit("party")).dimension)).toBe(true);
    expect(sameDimension(measureUnits(unit("apples")).dimension, measureUnits(unit("oranges")).dimension)).toBe(false);
  });

  it("never makes one currency of another", () => {
    expect(sameDimension(measureUnits(unit("€")).dimension, measureUnits(unit("$")).dimension)).toBe(false);
  });
});

function reduced(fraction: string): string {
  const [n = "0", d] = fraction.split("/");
  if (d === undefined) return n;
  const divisor = greatestCommonDivisor(BigInt(n), BigInt(d));
  return `${BigInt(n) / divisor}/${BigInt(d) / divisor}`;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBudget } from "../../core/index.ts";
import { rational } from "../number/rational.ts";
import { decideTexts } from "./_decide-texts.ts";
import { primeAngles } from "./gaussian-angle.ts";

test("the angles of the primes add up to the arctangent, up to a multiple of pi/4", () => {
  const part = fc.bigInt({ min: 1n, max: 2000n });
  fc.assert(
    fc.property(part, part, fc.boolean(), (n, d, negative) => {
      const value = rational(negative ? -n : n, d);
      const angles = primeAngles(value, createBudget());
      if (angles === undefined) throw new Error("not factored");
      const sum = angles.reduce(
        (total, { over, under, times }) => total + times * Math.atan2(Number(over), Number(under)),
        0,
      );
      const eighths = ((Math.atan2(Number(value.n), Number(value.d)) - sum) * 4) / Math.PI;
      expect(Math.abs(eighths - Math.round(eighths))).toBeLessThan(1e-9);
    }),
    { seed: 7, numRuns: 300 },
  );
});

describe("sums of inverse functions of fractions", () => {
  test.each([
    ["\\arctan\\frac12+\\arctan\\frac13", "\\frac\\pi4"],
    ["4\\arctan\\frac15-\\arctan\\frac1{239}", "\\frac\\pi4"],
    ["\\arctan 1+\\arctan 2+\\arctan 3", "\\pi"],
    ["\\arcsin\\frac35+\\arcsin\\frac45", "\\frac\\pi2"],
    ["2\\arctan\\frac13+\\arctan\\frac17", "\\frac\\pi4"],
    ["\\arcsin\\frac35", "\\arctan\\frac34"],
    ["\\arccos\\frac35", "\\arctan\\frac43"],
    ["\\arccos(-\\frac35)", "\\pi-\\arctan\\frac43"],
    ["\\arctan(-2)", "-\\arctan 2"],
    ["\\arctan\\sqrt3", "\\frac\\pi3"],
  ])("%s = %s", (a, b) => {
    expect(decideTexts(a, b)).toMatchObject({ outcome: "equal", rule: "independent-constants" });
  });

  test("a Machin-like formula that is off by a little is refuted", () => {
    expect(decideTexts("4\\arctan\\frac15-\\arctan\\frac1{240}", "\\frac\\pi4").outcome).toBe("different");
  });
});

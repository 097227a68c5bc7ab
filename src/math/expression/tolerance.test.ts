import { expect, test } from "vitest";
import { createBudget } from "../../core/index.ts";
import type { Tolerance } from "../policy.ts";
import { call, number, symbol, type Tree } from "../tree.ts";
import { rational } from "../number/rational.ts";
import { compareValues } from "./compare.ts";
import { withinTolerance } from "./tolerance.ts";

const pi = symbol("pi");
const decimal = (n: bigint, decimals: number): Tree => number(rational(n, 10n ** BigInt(decimals)), { decimals });

test.each<[Tree, Tree, Tolerance, string]>([
  [pi, decimal(314n, 2), { kind: "absolute", value: 0.01 }, "equal"],
  [pi, decimal(314n, 2), { kind: "absolute", value: 0.001 }, "different"],
  [number(1), number({ n: 13n, d: 10n }), { kind: "absolute", value: 0.3 }, "equal"],
  [number(100), number(101), { kind: "relative", value: 0.01 }, "equal"],
  [number(100), number(102), { kind: "relative", value: 0.01 }, "different"],
  [pi, decimal(314159n, 5), { kind: "decimals", value: 4 }, "equal"],
  [pi, decimal(3142n, 3), { kind: "decimals", value: 4 }, "different"],
  [pi, decimal(3142n, 3), { kind: "significant", value: 4 }, "equal"],
  [number(rational(9996n, 1000n)), number(10), { kind: "significant", value: 3 }, "equal"],
  [pi, decimal(31416n, 4), { kind: "as-written", value: 2 }, "equal"],
  [pi, decimal(31415n, 4), { kind: "as-written", value: 2 }, "equal"],
  [pi, decimal(31414n, 4), { kind: "as-written", value: 2 }, "different"],
  [pi, number(3), { kind: "as-written", value: 2 }, "different"],
])("%o against %o within %o: %s", (truth, answer, tolerance, outcome) => {
  expect(withinTolerance(truth, answer, tolerance, createBudget()).outcome).toBe(outcome);
});

test("constants are ordered, equal ones found equal, complex ones not ordered", () => {
  const root = call("root", number(2), number(2));
  expect(compareValues(root, number({ n: 3n, d: 2n }), createBudget())).toBe(-1);
  expect(compareValues(call("multiply", root, root), number(2), createBudget())).toBe(0);
  expect(compareValues(symbol("infinity"), pi, createBudget())).toBe(1);
  expect(compareValues(symbol("i"), pi, createBudget())).toBeUndefined();
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { createBudget } from "../../core/index.ts";
import { call, number, symbol, type Tree } from "../tree.ts";
import { decideExpression } from "./decide.ts";
import { exactValue } from "./exact.ts";
import { enclose } from "./interval.ts";
import { normalForm } from "./normal-form.ts";

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.integer({ min: -9, max: 9 }).map((n) => number(n)),
  fc.constantFrom(symbol("x"), symbol("y"), symbol("pi"), call("root", number(2), number(2)), call("sin", symbol("x"))),
);

const expression: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => call("add", a, b)),
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => call("multiply", a, b)),
    tie("tree").map((a) => call("negate", a)),
    fc.tuple(tie("tree"), fc.integer({ min: 1, max: 3 })).map(([a, n]) => call("power", a, number(n))),
  ),
})).tree;

const rewrites: readonly ((a: Tree, b: Tree) => readonly [Tree, Tree])[] = [
  (a, b) => [call("add", a, call("negate", b)), call("negate", call("add", b, call("negate", a)))],
  (a, b) => [
    call("power", call("add", a, b), number(2)),
    call("add", call("power", a, number(2)), call("multiply", number(2), a, b), call("power", b, number(2))),
  ],
  (a, b) => [call("multiply", a, b), call("multiply", b, a)],
  (a, b) => [
    call("multiply", call("add", a, b), call("add", a, call("negate", b))),
    call("add", call("power", a, number(2)), call("negate", call("power", b, number(2)))),
  ],
  (a, b) => [a, call("add", b, call("add", a, call("negate", b)))],
];

const decideTrees = (a: Tree, b: Tree) => decideExpression(a, b, { budget: createBudget() }).outcome;

test("rewriting that keeps the value never gives different", () => {
  fc.assert(
    fc.property(expression, expression, fc.constantFrom(...rewrites), (a, b, rewrite) => {
      const [left, right] = rewrite(a, b);
      expect(decideTrees(left, right)).toBe("equal");
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("adding a nonzero number never leaves an expression equal", () => {
  fc.assert(
    fc.property(expression, fc.integer({ min: 1, max: 50 }), (a, n) => {
      expect(decideTrees(a, call("add", a, number({ n: 1n, d: BigInt(n) })))).toBe("different");
    }),
    { seed: 2, numRuns: 300 },
  );
});

test("outcomes are reflexive and symmetric", () => {
  fc.assert(
    fc.property(expression, expression, (a, b) => {
      expect(decideTrees(a, a)).toBe("equal");
      expect(decideTrees(a, b)).toBe(decideTrees(b, a));
    }),
    { seed: 3, numRuns: 200 },
  );
});

test("a normal form has the value of its expression and is its own normal form", () => {
  fc.assert(
    fc.property(expression, (a) => {
      const normal = normalForm(a, createBudget());
      expect(decideTrees(a, normal)).toBe("equal");
      expect(normalForm(normal, createBudget())).toEqual(normal);
    }),
    { seed: 4, numRuns: 200 },
  );
});

test("enclosures hold the exact rational value", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1 }), fc.integer({ min: -6, max: 6 }), (n, d, k) => {
      const tree = call("power", call("add", call("divide", number(n), number(d)), number(7)), number(k));
      const exact = exactValue(tree, createBudget());
      const box = enclose(tree, 30, createBudget());
      if (exact === undefined || box === undefined) return expect(box).toBe(exact);
      expect(box.re.low.n * exact.d <= exact.n * box.re.low.d).toBe(true);
      expect(exact.n * box.re.high.d <= box.re.high.n * exact.d).toBe(true);
    }),
    { seed: 5, numRuns: 300 },
  );
});

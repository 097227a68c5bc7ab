import fc from "fast-check";
import { expect, test } from "vitest";
import { createBudget } from "../../core/index.ts";
import { rational } from "../number/rational.ts";
import { call, number, symbol, type Tree } from "../tree.ts";
import { decideExpression } from "./decide.ts";

const part = fc.bigInt({ min: 1n, max: 60n });
const positive = fc.tuple(part, part).map(([n, d]): Tree => number(rational(n, d)));
const exponent = fc
  .tuple(fc.bigInt({ min: -5n, max: 5n }), fc.bigInt({ min: 1n, max: 3n }))
  .map(([n, d]): Tree => number(rational(n, d)));
const radical = fc.tuple(positive, fc.integer({ min: 2, max: 4 })).map(([a, k]): Tree => call("root", a, number(k)));
const gaussian = fc.tuple(positive, positive).map(([a, b]): Tree => call("add", a, call("multiply", b, symbol("i"))));
const ln = (a: Tree): Tree => call("log", a, symbol("e"));

const outcome = (a: Tree, b: Tree) => decideExpression(a, b, { budget: createBudget() }).outcome;

/** A law holds for all values, and its right side plus a little is proved different. */
function law<Values extends Tree[]>(
  seed: number,
  values: readonly [...{ [K in keyof Values]: fc.Arbitrary<Values[K]> }],
  sides: (...values: Values) => readonly [Tree, Tree],
): void {
  fc.assert(
    fc.property(fc.tuple<Values>(...values), (drawn) => {
      const [left, right] = sides(...drawn);
      expect(outcome(left, right)).toBe("equal");
      expect(outcome(left, call("add", right, number(rational(1n, 10n ** 9n))))).toBe("different");
    }),
    { seed, numRuns: 60 },
  );
}

test("logarithms of products, quotients and powers", () => {
  law(51, [positive, positive], (a, b) => [ln(call("multiply", a, b)), call("add", ln(a), ln(b))]);
  law(52, [positive, positive], (a, b) => [ln(call("divide", a, b)), call("add", ln(a), call("negate", ln(b)))]);
  law(53, [positive, exponent], (a, b) => [
    call("power", symbol("e"), call("multiply", b, ln(a))),
    call("power", a, b),
  ]);
});

test("radicals of products, and denominators made rational", () => {
  law(54, [positive, positive], (a, b) => [
    call("multiply", call("root", a, number(2)), call("root", b, number(2))),
    call("root", call("multiply", a, b), number(2)),
  ]);
  law(55, [radical, positive], (r, a) => [
    call("divide", number(1), call("add", r, a)),
    call(
      "divide",
      call("add", r, call("negate", a), number(1)),
      call("multiply", call("add", r, a), call("add", r, call("negate", a), number(1))),
    ),
  ]);
});

test("conjugates of sums, products and quotients; the square of the size", () => {
  const conj = (z: Tree): Tree => call("conjugate", z);
  law(56, [gaussian, gaussian], (z, w) => [conj(call("multiply", z, w)), call("multiply", conj(z), conj(w))]);
  law(57, [gaussian, gaussian], (z, w) => [conj(call("divide", z, w)), call("divide", conj(z), conj(w))]);
  law(58, [gaussian], (z) => [call("multiply", z, conj(z)), call("power", call("abs", z), number(2))]);
});

test("division undoes multiplication, for functions of a variable too", () => {
  const x = symbol("x");
  law(59, [positive, radical], (a, r) => [
    call("divide", call("multiply", call("add", x, a), r), call("add", x, a)),
    r,
  ]);
  law(60, [positive, positive], (a, b) => [
    call("add", call("divide", a, call("add", x, b)), call("divide", b, call("add", x, a))),
    call(
      "divide",
      call("add", call("multiply", a, call("add", x, a)), call("multiply", b, call("add", x, b))),
      call("multiply", call("add", x, a), call("add", x, b)),
    ),
  ]);
});

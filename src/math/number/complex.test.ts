import fc from "fast-check";
import { expect, test } from "vitest";
import { ballFromRational, disjoint, zeroBall } from "./ball.ts";
import {
  absComplex,
  addComplex,
  complex,
  conjugate,
  disjointComplex,
  divideComplex,
  expComplex,
  logComplex,
  multiplyComplex,
  powerComplex,
  rootComplex,
  type Complex,
} from "./complex.ts";

const p = 200;
const part = fc.integer({ min: -1000, max: 1000 });
const point = fc
  .tuple(part, part)
  .map(([x, y]) =>
    complex(ballFromRational({ n: BigInt(x), d: 7n }, p), ballFromRational({ n: BigInt(y), d: 11n }, p)),
  );
const nonzero = fc
  .tuple(part, part)
  .filter(([x, y]) => x !== 0 && y !== 0)
  .map(([x, y]) =>
    complex(ballFromRational({ n: BigInt(x), d: 7n }, p), ballFromRational({ n: BigInt(y), d: 11n }, p)),
  );

/** Two enclosures of one value must meet. */
function meets(a: Complex | undefined, b: Complex | undefined): void {
  if (a === undefined || b === undefined) throw new Error("no ball");
  expect(disjointComplex(a, b)).toBe(false);
}

test("complex balls keep the laws of a field", () => {
  fc.assert(
    fc.property(point, point, nonzero, (a, b, c) => {
      meets(
        multiplyComplex(a, addComplex(b, c, p), p),
        addComplex(multiplyComplex(a, b, p), multiplyComplex(a, c, p), p),
      );
      const ratio = divideComplex(a, c, p);
      meets(ratio && multiplyComplex(ratio, c, p), a);
      meets(conjugate(multiplyComplex(a, b, p)), multiplyComplex(conjugate(a), conjugate(b), p));
      const sizes = multiplyComplex(
        { re: absComplex(a, p), im: undefined },
        { re: absComplex(b, p), im: undefined },
        p,
      );
      expect(disjoint(absComplex(multiplyComplex(a, b, p), p), sizes.re)).toBe(false);
    }),
    { seed: 41, numRuns: 200 },
  );
});

test("exp undoes log, powers undo roots, the principal root lies on the right", () => {
  fc.assert(
    fc.property(nonzero, fc.integer({ min: 2, max: 6 }), (a, k) => {
      const log = logComplex(a, p);
      meets(log && expComplex(log, p), a);
      const root = rootComplex(a, k, p);
      meets(root && powerComplex(root, k, p), a);
      if (k === 2 && root !== undefined) expect(root.re.m >= zeroBall.m).toBe(true);
    }),
    { seed: 42, numRuns: 150 },
  );
});

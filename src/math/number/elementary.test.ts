import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addBall,
  ballFromRational,
  containsZero,
  disjoint,
  divideBall,
  multiplyBall,
  rootBall,
  showDigits,
  subtractBall,
  oneBall,
  type Ball,
} from "./ball.ts";
import { arctanBall, expBall, logBall, piBall, sinCosBall } from "./elementary.ts";

const positive = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([n, d]) => ({ n, d }));
const bits = fc.constantFrom(40, 64, 150, 500, 1300);

/** Two enclosures of one value must meet, and at a higher precision they stay inside what the lower one allows. */
function meets(a: Ball | undefined, b: Ball | undefined): void {
  if (a === undefined || b === undefined) throw new Error("no ball");
  expect(disjoint(a, b)).toBe(false);
}

test("log undoes exp, squares undo roots, sin^2 + cos^2 = 1, tan undoes arctan", () => {
  fc.assert(
    fc.property(positive, bits, (value, p) => {
      const x = ballFromRational(value, p);
      const log = logBall(x, p);
      meets(log && expBall(log, p), x);
      const root = rootBall(x, 3, p);
      meets(root && multiplyBall(root, multiplyBall(root, root, p), p), x);
      const angle = arctanBall(x, p);
      const turn = angle && sinCosBall(angle, p);
      if (turn === undefined) throw new Error("no ball");
      meets(divideBall(turn.sin, turn.cos, p), x);
      const circle = addBall(multiplyBall(turn.sin, turn.sin, p), multiplyBall(turn.cos, turn.cos, p), p);
      expect(containsZero(subtractBall(circle, oneBall, p))).toBe(true);
    }),
    { seed: 11, numRuns: 400 },
  );
});

test("a value at low precision holds the value at high precision", () => {
  fc.assert(
    fc.property(positive, (value) => {
      for (const [low, high] of [
        [40, 64],
        [64, 200],
        [200, 900],
      ] as const) {
        const a = ballFromRational(value, low);
        const b = ballFromRational(value, high);
        meets(logBall(a, low), logBall(b, high));
        meets(arctanBall(a, low), arctanBall(b, high));
        if (value.n < 1000n * value.d) meets(expBall(a, low), expBall(b, high));
        meets(sinCosBall(a, low)?.sin, sinCosBall(b, high)?.sin);
      }
    }),
    { seed: 12, numRuns: 200 },
  );
});

test("known digits", () => {
  expect(showDigits(piBall(300), 50)).toBe("3.1415926535897932384626433832795028841971693993751");
  const two = ballFromRational({ n: 2n, d: 1n }, 300);
  expect(showDigits(logBall(two, 300) ?? oneBall, 40)).toBe("0.6931471805599453094172321214581765680755");
  expect(showDigits(expBall(oneBall, 300) ?? oneBall, 40)).toBe("2.718281828459045235360287471352662497757");
});

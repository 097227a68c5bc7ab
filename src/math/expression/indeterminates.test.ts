import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBudget } from "../../core/index.ts";
import { call, number, symbol, type Tree } from "../tree.ts";
import { decideTexts } from "./_decide-texts.ts";
import { decideExpression } from "./decide.ts";

describe("identities proved over new variables", () => {
  test.each([
    ["\\sin^2 x+\\cos^2 x", "1"],
    ["2\\sin x\\cos x", "\\sin 2x"],
    ["\\cos 3x", "4\\cos^3 x-3\\cos x"],
    ["\\sin(x+y)", "\\sin x\\cos y+\\cos x\\sin y"],
    ["\\tan^2 x+1", "\\sec^2 x"],
    ["e^{2x}", "(e^x)^2"],
    ["4^x", "2^{2x}"],
    ["\\cosh^2 x-\\sinh^2 x", "1"],
    ["\\sqrt x\\cdot\\sqrt x", "x"],
    ["x^{1/2}x^{1/3}", "x^{5/6}"],
    ["\\frac{1-\\cos 2x}{2}", "\\sin^2 x"],
    ["\\sin\\frac x2\\cos\\frac x2", "\\frac12\\sin x"],
    ["6^x", "2^x 3^x"],
    ["e^{x+1}", "e\\cdot e^x"],
    ["\\frac{2^{x+3}}{4}", "2^{x+1}"],
    ["\\ln x+\\ln x", "2\\ln x"],
  ])("%s = %s", (a, b) => {
    expect(decideTexts(a, b)).toMatchObject({ outcome: "equal", rule: "indeterminates" });
  });
});

describe("a root that loses a sign is no identity", () => {
  test.each([
    ["\\sqrt{x^2}", "x"],
    ["\\sqrt[4]{x^2}\\sqrt[4]{x^2}", "x"],
    ["\\sin 2x", "2\\sin x"],
    ["e^{x^2}", "(e^x)^2"],
    ["\\cos(x+\\pi)", "\\cos x"],
  ])("%s is not %s", (a, b) => {
    expect(decideTexts(a, b).outcome).toBe("different");
  });
});

test("multiple angles and sums of angles keep their values", () => {
  const whole = fc.integer({ min: -3, max: 3 });
  const angle = fc
    .tuple(whole, whole)
    .map(([j, k]): Tree =>
      call("add", call("multiply", number(j), symbol("x")), call("multiply", number(k), symbol("y"))),
    );
  fc.assert(
    fc.property(angle, angle, (a, b) => {
      const left = call("cos", call("add", a, b));
      const right = call(
        "add",
        call("multiply", call("cos", a), call("cos", b)),
        call("negate", call("multiply", call("sin", a), call("sin", b))),
      );
      expect(decideExpression(left, right, { budget: createBudget() }).outcome).toBe("equal");
      const wrong = call("add", right, call("divide", call("sin", symbol("x")), number(1000)));
      expect(decideExpression(left, wrong, { budget: createBudget() }).outcome).toBe("different");
    }),
    { seed: 6, numRuns: 100 },
  );
});

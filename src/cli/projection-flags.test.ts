import { expect, test } from "vitest";
import { projectionPolicy } from "./projection-flags.ts";

test("flags become a projection policy; what is not given is left to its default", () => {
  expect(projectionPolicy({})).toEqual({});
  expect(projectionPolicy({ truncated: "zero", "on-abstained": "-0.5", "on-failed": "drop-group" })).toEqual({
    truncated: "zero",
    abstained: -0.5,
    failed: "drop-group",
  });
});

test.each(["zero", "", " ", "NaN", "Infinity"])("%j is refused by the name of its flag", (text) => {
  expect(() => projectionPolicy({ "on-failed": text })).toThrow(
    "--on-failed takes null, drop-group, throw or a number",
  );
});

import { describe, expect, test } from "vitest";
import { errorInfo, GoodhartError } from "./index.ts";

describe("GoodhartError", () => {
  test("is recognised across copies of the package, and nothing else is", () => {
    const foreign = Object.assign(new Error("x"), { [Symbol.for("goodhart.error")]: true });
    expect(GoodhartError.isInstance(new GoodhartError("GOODHART_INPUT", "x"))).toBe(true);
    expect(GoodhartError.isInstance(foreign)).toBe(true);
    for (const other of [new Error("x"), { code: "GOODHART_INPUT" }, null, "x"])
      expect(GoodhartError.isInstance(other)).toBe(false);
  });

  test("keeps its cause only where there is one", () => {
    expect(new GoodhartError("GOODHART_INPUT", "x", { cause: 1 }).cause).toBe(1);
    expect("cause" in new GoodhartError("GOODHART_INPUT", "x")).toBe(false);
  });
});

describe("errorInfo", () => {
  test.each([
    [
      new GoodhartError("GOODHART_MODEL", "busy", { hint: "wait", retryable: true }),
      { code: "GOODHART_MODEL", message: "busy", hint: "wait", retryable: true },
    ],
    [new GoodhartError("GOODHART_MODEL", "busy"), { code: "GOODHART_MODEL", message: "busy" }],
    [new TypeError("oops"), { code: "GOODHART_REWARD", message: "oops" }],
    ["a word", { code: "GOODHART_REWARD", message: "a word" }],
    [undefined, { code: "GOODHART_REWARD", message: "undefined" }],
  ])("%s becomes plain data", (thrown, info) => {
    expect(errorInfo(thrown)).toEqual(info);
  });

  test("takes the code it is given for foreign errors only", () => {
    expect(errorInfo(new Error("x"), "GOODHART_STORE").code).toBe("GOODHART_STORE");
    expect(errorInfo(new GoodhartError("GOODHART_INPUT", "x"), "GOODHART_STORE").code).toBe("GOODHART_INPUT");
  });
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, digest, hash } from "./index.ts";

/** The same value with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

describe("canonicalJson", () => {
  test("sorts keys, drops what is undefined and adds no space", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "é" }], a: undefined, A: true })).toBe(
      '{"A":true,"b":[1,{"c":"é","d":null}]}',
    );
    expect(canonicalJson([undefined])).toBe("[null]");
    expect(canonicalJson(-0)).toBe("0");
  });

  test.each([NaN, -Infinity, undefined, 1n, Symbol("x"), () => 1, new Date(0), new Map(), new Set(), /x/])(
    "refuses %s",
    (value) => {
      expect(() => canonicalJson(value)).toThrow("expected plain JSON");
    },
  );

  test("is JSON of the same value, whatever the order of keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(hash(reversed(value))).toBe(hash(value));
      }),
      { seed: 7 },
    );
  });
});

describe("hash", () => {
  test.each([
    [{}, "44136fa355b3678a"],
    [{ reward: "math", version: 1 }, "05dbc5351cae8678"],
    [{ version: 1, reward: "math" }, "05dbc5351cae8678"],
    ["é\uD800", "4cac6ab2e24b4a10"],
  ])("of %j is the same on every machine", (value, expected) => {
    expect(hash(value)).toBe(expected);
  });

  test("differs for values that differ", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(hash(a) === hash(b)).toBe(canonicalJson(a) === canonicalJson(b));
      }),
      { seed: 8 },
    );
  });

  test("starts like the full digest", () => {
    expect(digest("{}")).toBe("44136fa355b3678a1146ad16f7e8649e");
    expect(digest("{}").startsWith(hash({}))).toBe(true);
  });
});

import { describe, expect, test } from "vitest";
import { bar, count, duration, excerpt, percent, shorten, sparkline, table, visibleWidth } from "./layout.ts";

describe("table", () => {
  test("aligns by what is seen, numbers to the right", () => {
    const rows = [
      ["name", "rows"],
      ["\u001B[31mred\u001B[39m", "1,234"],
      ["数学", "5"],
    ];
    expect(table(rows, { right: [1] })).toEqual([
      "  name   rows",
      "  \u001B[31mred\u001B[39m   1,234",
      "  数学      5",
    ]);
  });

  test("an empty table has no lines", () => {
    expect(table([])).toEqual([]);
  });
});

test("widths", () => {
  expect(visibleWidth("abc")).toBe(3);
  expect(visibleWidth("数")).toBe(2);
  expect(visibleWidth("\u001B[1mbold\u001B[22m")).toBe(4);
});

test.each([
  [0, ""],
  [0.5, "██"],
  [0.53, "██▏"],
  [1, "████"],
  [7, "████"],
  [-1, ""],
])("a bar of %d", (share, drawn) => {
  expect(bar(share, 4)).toBe(drawn);
});

test("a sparkline shows the smallest count and hides none", () => {
  expect(sparkline([0, 1, 50, 100])).toBe(" ▁▄█");
  expect(sparkline([])).toBe("");
});

test.each([
  [1, "100.0%"],
  [0.99999, ">99.9%"],
  [0, "0.0%"],
  [0.00001, "<0.1%"],
  [0.123, "12.3%"],
  [Number.NaN, "-"],
])("%d as a percentage", (share, text) => {
  expect(percent(share)).toBe(text);
});

test("counts and durations", () => {
  expect([999, 1000, 1_234_567].map(count)).toEqual(["999", "1,000", "1,234,567"]);
  expect([0.34, 12.34, 245, 7500].map(duration)).toEqual(["340 ms", "12.3 s", "4 min 05 s", "2 h 05 min"]);
});

describe("excerpt", () => {
  test("keeps the span and what stands around it", () => {
    const text = `${"a".repeat(100)} so \\boxed{5} and ${"b".repeat(100)}`;
    const start = text.indexOf("5");
    const { before, inside, after } = excerpt(text, [start, start + 1], 21);
    expect(inside).toBe("5");
    expect(before).toMatch(/^….*\\boxed\{$/);
    expect(after).toMatch(/^\}.*…$/);
    expect((before + inside + after).length).toBe(21);
  });

  test("short texts are whole, on one line", () => {
    expect(excerpt("so\n\n5.", [4, 5], 40)).toEqual({ before: "so ", inside: "5", after: "." });
  });

  test("without a span it shows the end", () => {
    expect(excerpt("0123456789", undefined, 5)).toEqual({ before: "…6789", inside: "", after: "" });
  });

  test("a long span is cut", () => {
    expect(shorten("0123456789", 5)).toBe("0123…");
  });
});

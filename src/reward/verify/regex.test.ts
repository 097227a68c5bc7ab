import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contractChecks } from "../../testing/index.ts";
import { compile } from "./_machine.ts";
import { inAWord, scoreOne } from "./_score-one.ts";
import { regex, type RegexOptions } from "./regex.ts";

const said = async (text: string, options: RegexOptions) => inAWord(await scoreOne(regex(options), null, text));

test.each([
  ["on 2026-11-25 it was", { pattern: "\\d{4}-\\d{2}-\\d{2}" }, "1 match"],
  ["on 2026-11-25 it was", { pattern: "^\\d{4}-\\d{2}-\\d{2}$" }, "0 no-match"],
  ["The answer is 2026-11-25.", { pattern: "^\\d{4}-\\d{2}-\\d{2}$", from: "answer" }, "1 match"],
  ["", { pattern: "x" }, "0 no-match"],
  ["nothing is said here", { pattern: "x", from: "answer" }, "0 no-answer"],
  ["I cannot help", { pattern: "cannot", match: "forbidden" }, "0 match"],
  ["I can help", { pattern: "cannot", match: "forbidden" }, "1 no-match"],
  ["HELLO", { pattern: "hello", flags: "i" }, "1 match"],
  ["a\nb", { pattern: "^b$", flags: "m" }, "1 match"],
  ["abc", { pattern: "c", maxLength: 2 }, "abstained too-long"],
] as const)("%j under %j", async (text, options, expected) => expect(await said(text, options)).toBe(expected));

test.each([
  "(a)\\1",
  "a(?=b)",
  "(?<!a)b",
  "(?<n>a)\\k<n>",
  "a{5000}",
  "((((a{99}){99}){99}){99})",
  "(",
  "a**",
  "[a",
  "x{3,2}",
])("%s is refused with its place", (pattern) =>
  expect(() => regex({ pattern })).toThrow(/reward "regex": pattern: .*/),
);

test.each(["(a+)+$", "(a|a)*$", "(a*)*b", "(.*)(.*)(.*)(.*)x", "(?:a?){30}a{30}"])(
  "the work of %s grows with the length, not faster",
  (pattern) => {
    const { search } = compile(pattern, "");
    const short = search(`${"a".repeat(2000)}!`).work;
    const long = search(`${"a".repeat(4000)}!`).work;
    expect(long).toBeLessThan(2.1 * short + 1000);
  },
);

const atom = fc.constantFrom(
  "a",
  "b",
  ".",
  "[ab]",
  "[^a]",
  "\\d",
  "\\w",
  "\\s",
  "\\b",
  "^",
  "$",
  "1",
  "\\.",
  "é",
  "[\\d-]",
  "😀",
);
const patternText = fc.letrec<{ pattern: string; item: string }>((tie) => ({
  item: fc.oneof(
    { depthSize: "small" },
    atom,
    tie("pattern").map((inner) => `(?:${inner})`),
    tie("pattern").map((inner) => `(${inner})`),
  ),
  pattern: fc
    .array(fc.tuple(tie("item"), fc.constantFrom("", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "|", "*?")), {
      maxLength: 4,
    })
    .map((pairs) =>
      pairs.map(([item, sign]) => `${item}${/^(?:\\b|\^|\$)$/.test(item) && sign !== "|" ? "" : sign}`).join(""),
    ),
})).pattern;

test("property: it matches where the platform's own engine does", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "1", " ", ".", "\n", "é", "😀", "A"), { maxLength: 12 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(patternText, text, fc.constantFrom("", "i", "m", "s", "im"), (pattern, input, flags) => {
      expect(compile(pattern, flags).search(input).end !== -1).toBe(new RegExp(pattern, `${flags}u`).test(input));
    }),
    { seed: 7, numRuns: 5000 },
  );
});

const rollouts = ["a1", "b", ""].map((text) => ({ text }));
const groups = [{ task: { id: "1", prompt: "?", truth: null }, rollouts }];
test.each(contractChecks(regex({ pattern: "(a+)+\\d$" }), { groups }))("contract: $name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

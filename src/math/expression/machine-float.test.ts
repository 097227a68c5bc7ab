import { expect, test } from "vitest";
import { check } from "../check.ts";

test.each([
  ["\\frac{1}{12}", "0.0833333333333333"],
  ["\\sqrt{17}", "4.123105625617661"],
  ["\\frac{\\pi}{2}", "1.5707963267948966"],
  ["-\\frac{\\sqrt{3}}{2}", "-0.8660254037844386"],
  ["(3, \\frac{\\pi}{2})", "(3, 1.5707963267948966)"],
])("%s may be printed as %s", (truth, answer) => {
  expect(check({ truth, answer }).outcome).toBe("equal");
  expect(check({ truth: answer, answer: truth }).outcome).toBe("equal");
  expect(check({ truth, answer, policy: { machineFloats: false } }).outcome).toBe("different");
});

test.each([
  ["\\frac{1}{12}", "0.08333333333333"], // 13 digits: a rounded answer, for a tolerance to allow
  ["\\frac{1}{3}", "0.333333333333334"],
  ["\\frac{2}{3}", "0.666666666666668"],
  ["\\pi", "3.14159265358978"],
  ["1234567890123456", "1234567890123456.5"], // finite decimals compare exactly
  ["0.1", "0.10000000000000001"],
  ["\\frac{1}{8}", "0.125000000000001"],
  ["2^{100}", "1267650600228229401496703205377.0"],
])("%s is not %s", (truth, answer) => {
  expect(check({ truth, answer }).outcome).toBe("different");
});

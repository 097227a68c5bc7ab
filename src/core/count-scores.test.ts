import { expect, test } from "vitest";
import { abstained, addCounts, countScores, failed, scored, type Score } from "./index.ts";

const broken = failed({ code: "GOODHART_MODEL", message: "down" });
const scores: readonly Score[] = [
  scored(1, { parts: { rule: scored(1), judge: broken } }),
  abstained("constructor", { parts: { rule: abstained("undecided") } }),
  broken,
];

test("counts states, reasons and parts, whatever their names", () => {
  const counts = countScores(scores);
  expect(counts).toMatchObject({ scored: 1, abstained: 1, failed: 1 });
  expect({ ...counts.reasons }).toEqual({ constructor: 1, GOODHART_MODEL: 1 });
  expect(counts.parts["rule"]).toMatchObject({ scored: 1, abstained: 1, failed: 0 });
  expect({ ...counts.parts["judge"]?.reasons }).toEqual({ GOODHART_MODEL: 1 });
});

test("adding counts is counting together", () => {
  expect(addCounts(countScores(scores.slice(0, 1)), countScores(scores.slice(1)))).toEqual(countScores(scores));
  expect(addCounts(countScores([]), countScores(scores))).toEqual(countScores(scores));
});

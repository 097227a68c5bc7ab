import { defineFold } from "./_fold.ts";
import { hull } from "./_interval.ts";

/**
 * The smallest value among named parts: the answer is as good as its weakest side. An "and" for parts that are 0 or 1.
 * Range: from the smallest lower end to the smallest upper end. Missing parts follow `missing`.
 *
 * How it is hacked: hard to; but only the weakest part gives a signal, so learning is slow.
 * @example min({ parts: { correct: math(), format: format() } })
 */
export const min = defineFold({
  name: "min",
  summary: "The smallest of named rewards: as good as the weakest side.",
  aliases: ["minimum", "all"],
  range: (ranges) => [Math.min(...ranges.map(([low]) => low)), Math.min(...ranges.map(([, high]) => high))],
  rangeOfSome: hull,
  value: (values) => Math.min(...values),
});

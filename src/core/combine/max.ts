import { defineFold } from "./_fold.ts";
import { hull } from "./_interval.ts";

/**
 * The largest value among named parts. An "or" for parts that are 0 or 1: any accepted way is enough.
 * Range: from the largest lower end to the largest upper end. Missing parts follow `missing`.
 *
 * How it is hacked: through the weakest checker; every false positive of any part is one of the whole.
 * @example max({ parts: { exact: exact(), algebra: math() } })
 */
export const max = defineFold({
  name: "max",
  summary: "The largest of named rewards: any one of them is enough.",
  aliases: ["maximum", "any"],
  range: (ranges) => [Math.max(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))],
  rangeOfSome: hull,
  value: (values) => Math.max(...values),
});

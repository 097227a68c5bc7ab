import { defineFold } from "./_fold.ts";
import { hull, multiplyIntervals, type Interval } from "./_interval.ts";

/**
 * The product of named parts. With parts between 0 and 1 it is a soft "and": every part can veto.
 * Range by interval arithmetic. Missing parts follow `missing`; a product that overflows is a failed score.
 *
 * How it is hacked: two negative parts multiply to a positive one; keep the parts at or above 0.
 * @example product({ parts: { correct: math(), format: format() } })
 */
export const product = defineFold({
  name: "product",
  summary: "The product of named rewards: every part can veto.",
  aliases: ["multiply"],
  range: (ranges) => ranges.reduce(multiplyIntervals),
  rangeOfSome: (ranges) =>
    ranges.reduce<Interval>((some, range) => hull([some, multiplyIntervals(some, range)]), [1, 1]),
  value: (values) => values.reduce((total, value) => total * value, 1),
});

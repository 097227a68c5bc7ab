import * as fc from "fast-check";
import { expect, test } from "vitest";
import { assign } from "./_assign.ts";

test.each([
  ["nothing", [], [], 0],
  ["no columns", [[], []], [-1, -1], 0],
  [
    "greedy would take 5 and lose 4",
    [
      [5, 4],
      [5, 0],
    ],
    [1, 0],
    9,
  ],
  ["more rows than columns", [[1], [3], [2]], [-1, 0, -1], 3],
  [
    "worthless pairs stay apart",
    [
      [0, -1],
      [0, 2],
    ],
    [-1, 1],
    2,
  ],
] as const)("%s", (_, weights, columns, total) => expect(assign(weights)).toEqual({ columns, total }));

function best(weights: readonly (readonly number[])[], row = 0, taken = new Set<number>()): number {
  const line = weights[row];
  if (line === undefined) return 0;
  const options = line.flatMap((weight, column) =>
    taken.has(column) ? [] : [weight + best(weights, row + 1, new Set([...taken, column]))],
  );
  return Math.max(best(weights, row + 1, taken), ...options);
}

test("is as good as the best of all assignments", () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
  const matrix = sizes.chain(([height, width]) =>
    fc.array(fc.array(fc.integer({ min: -3, max: 9 }), { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  );
  fc.assert(
    fc.property(matrix, (weights) => {
      const { columns, total } = assign(weights);
      const used = columns.filter((column) => column >= 0);
      expect(new Set(used).size).toBe(used.length);
      expect(total).toBe(best(weights));
    }),
    { seed: 1, numRuns: 500 },
  );
});

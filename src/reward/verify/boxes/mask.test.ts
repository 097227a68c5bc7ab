import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contractChecks } from "../../../testing/index.ts";
import { inAWord, scoreOne } from "../_score-one.ts";
import { maskIou, type Mask } from "./_runs.ts";
import { mask, type MaskOptions } from "./index.ts";

const truth = { size: [2, 2], counts: [1, 2, 1] };
const said = async (wanted: unknown, text: string, options: MaskOptions = {}) =>
  inAWord(await scoreOne(mask(options), wanted, text));

test.each([
  ["full", truth, '{"size": [2, 2], "counts": [1, 2, 1]}', "1 compared"],
  ["part", truth, '{"size": [2, 2], "counts": [0, 3, 1]}', "0.666667 compared"],
  ["zero", truth, '{"size": [2, 2], "counts": [0, 1, 2, 1]}', "0 compared"],
  ["everything", truth, '{"size": [2, 2], "counts": [0, 4]}', "0.5 compared"],
  ["runs of length zero", truth, '{"size": [2, 2], "counts": [1, 1, 0, 1, 1]}', "1 compared"],
  ["both empty", { size: [2, 2], counts: [4] }, '{"size": [2, 2], "counts": [4]}', "1 compared"],
  ["other size", truth, '{"size": [1, 4], "counts": [1, 2, 1]}', "0 other-size"],
  ["too short", truth, '{"size": [2, 2], "counts": [1, 2]}', "0 malformed"],
  ["negative", truth, '{"size": [2, 2], "counts": [1, -1, 4]}', "0 malformed"],
  ["broken packing", truth, '{"size": [2, 2], "counts": "oooooooooo"}', "0 malformed"],
  ["no mask", truth, "[1, 2, 1]", "0 malformed"],
  ["empty", truth, "", "0 malformed"],
  ["malformed truth", { size: [2, 2], counts: [1] }, "", "failed GOODHART_TRUTH"],
  ["no truth", null, "", "abstained no-truth"],
])("%s", async (_, wanted, text, expected) => expect(await said(wanted, text)).toBe(expected));

test("a threshold makes it 1 or 0", async () => {
  const text = '{"size": [2, 2], "counts": [0, 3, 1]}';
  expect(await said(truth, text, { threshold: 0.6 })).toBe("1 compared");
  expect(await said(truth, text, { threshold: 0.7 })).toBe("0 compared");
});

/** Packed masks, the second one's runs, and their IoU, by pycocotools 2.0 from rectangles with specks (NumPy seed 3). */
const coco: readonly (readonly [Packed, Packed, readonly number[], number])[] = [
  [
    { size: [12, 15], counts: "h06600000000000X2" },
    { size: [12, 15], counts: "?5700000000000MLN4]1LQO0K" },
    [15, 5, 7, 5, 7, 5, 7, 5, 7, 5, 7, 5, 7, 5, 4, 1, 2, 5, 47, 1, 16, 1, 11],
    0.349206349,
  ],
  [
    { size: [13, 15], counts: "[16700000000000m1" },
    { size: [13, 15], counts: "019080K0:0_O430IL54200000MML361OK=0_O" },
    [0, 1, 9, 1, 17, 1, 12, 1, 22, 1, 5, 5, 8, 5, 1, 1, 6, 5, 8, 5, 8, 5, 8, 5, 5, 2, 1, 5, 7, 6, 6, 1, 19, 1, 2],
    0.367647059,
  ],
  [
    { size: [14, 15], counts: "36800000000000]3" },
    { size: [14, 15], counts: "71;4N0O11OJL244000HL64k0LTO0X1" },
    [7, 1, 11, 5, 9, 5, 8, 6, 9, 5, 3, 1, 5, 5, 9, 5, 9, 5, 1, 1, 7, 5, 34, 1, 6, 1, 46],
    0.419354839,
  ],
];

interface Packed {
  readonly size: readonly number[];
  readonly counts: string;
}

test.each(coco)("agrees with pycocotools: %#", async (wanted, packed, counts, iou) => {
  for (const made of [packed, { size: packed.size, counts }]) {
    const score = await scoreOne(mask(), wanted, JSON.stringify(made));
    expect(score.status === "scored" && score.value).toBeCloseTo(iou, 8);
  }
});

test("runs give the same IoU as pixels", () => {
  const pixels = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
  const runsOf = (list: readonly boolean[]): Mask => {
    const counts = [0];
    list.forEach((inside, at) => {
      if (inside !== (list[at - 1] ?? false)) counts.push(0);
      counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
    });
    return { size: [3, 4], counts };
  };
  fc.assert(
    fc.property(pixels, pixels, (a, b) => {
      const common = a.filter((inside, at) => inside && b[at] === true).length;
      const union = a.filter((inside, at) => inside || b[at] === true).length;
      expect(maskIou(runsOf(a), runsOf(b))).toBeCloseTo(union === 0 ? 1 : common / union, 12);
    }),
    { seed: 1, numRuns: 300 },
  );
});

const groups = [
  {
    task: { id: "1", prompt: "?", truth },
    rollouts: [{ text: JSON.stringify(truth) }, { text: '{"size": [2, 2], "counts": [4]}' }, { text: "" }],
  },
];
test.each(contractChecks(mask(), { groups }))("contract: $name", async ({ run }) => {
  await expect(run()).resolves.toBeUndefined();
});

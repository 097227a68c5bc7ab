import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contractChecks } from "../../../testing/index.ts";
import { inAWord, scoreOne } from "../_score-one.ts";
import { cocoCases } from "./_coco-cases.ts";
import { giou, iou, sideCloseness, unionIou, type Box } from "./_geometry.ts";
import { boxes, type BoxesOptions } from "./index.ts";

const said = async (truth: unknown, text: string, options: BoxesOptions = {}) =>
  inAWord(await scoreOne(boxes(options), truth, text, { task: { metadata: { imageSize: [100, 100] } } }));
const valueOf = async (truth: unknown, found: unknown, options: BoxesOptions = {}) => {
  const task = { metadata: { imageSize: [100, 100] } };
  const score = await scoreOne(boxes(options), truth, JSON.stringify(found), { task });
  return score.status === "scored" ? score.value : NaN;
};

const a: Box = [0, 0, 10, 10];
const b: Box = [20, 20, 40, 40];
const half: Box = [0, 0, 10, 6];

test.each([
  ["full", [a, b], "[[0,0,10,10],[20,20,40,40]]", "1 matched"],
  ["in any order", [a, b], "[[20,20,40,40],[0,0,10,10]]", "1 matched"],
  ["one box, flat", a, "[0, 0, 10, 10]", "1 matched"],
  ["in tags", a, "<think>[5,5,6,6]</think><answer>[[0,0,10,10]]</answer>", "1 matched"],
  ["objects", [{ box: a, label: "dog" }], '```json\n[{"bbox_2d": [0,0,10,10], "label": "Dog"}]\n```', "1 matched"],
  ["other label", [{ box: a, label: "dog" }], '[{"bbox_2d": [0,0,10,10], "label": "cat"}]', "0 matched"],
  ["part", a, "[[0,0,10,6]]", "0.6 matched"],
  ["missed one", [a, b], "[[0,0,10,10]]", "0.5 matched"],
  ["cut off", [a, b], '<answer>[{"bbox": [0,0,10,10]}, {"bbox": [20,20', "0.5 matched"],
  ["cut off, plain", [a, b], "<answer>[[0,0,10,10],[20,20", "0.5 matched"],
  ["below the threshold", a, "[[0,0,10,4]]", "0 matched"],
  ["none wanted, none found", [], "[]", "1 matched"],
  ["none wanted, one found", [], "[[0,0,10,10]]", "0 matched"],
  ["three numbers", a, "[[0,0,10]]", "0 malformed"],
  ["inside out", a, "[[10,10,0,0]]", "0 malformed"],
  ["huge numbers", a, "[[0,0,1e300,1e300]]", "0 malformed"],
  ["words", a, "top left", "0 malformed"],
  ["empty", a, "", "0 malformed"],
  ["malformed truth", "dog", "[]", "failed GOODHART_TRUTH"],
  ["malformed truth, inside out", [10, 10, 0, 0], "[]", "failed GOODHART_TRUTH"],
  ["no truth", null, "[]", "abstained no-truth"],
])("%s", async (_, truth, text, expected) => expect(await said(truth, text)).toBe(expected));

const coordinate = fc.integer({ min: 0, max: 40 });
const someBox = fc
  .tuple(coordinate, coordinate, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }))
  .map(([left, top, width, height]): Box => [left, top, left + width, top + height]);

describe("geometry", () => {
  test("IoU and GIoU of known boxes", () => {
    expect(iou(a, half)).toBeCloseTo(0.6, 12);
    expect(iou(a, b)).toBe(0);
    expect(giou(a, b)).toBeCloseTo(-(1600 - 500) / 1600, 12);
    expect(giou(a, half)).toBeCloseTo(0.6, 12);
    expect(iou([0, 0, 9, 9], [0, 0, 9, 5], "pixels")).toBeCloseTo(0.6, 12);
    expect(iou([3, 3, 3, 3], [3, 3, 3, 3])).toBe(1);
  });

  test("union IoU by coordinates is that of the pixels", () => {
    const pixels = (list: readonly Box[]) => {
      const covered = new Set<number>();
      for (const [left, top, right, bottom] of list) {
        for (let x = left; x < right; x++) for (let y = top; y < bottom; y++) covered.add(x * 100 + y);
      }
      return covered;
    };
    fc.assert(
      fc.property(
        fc.array(someBox, { maxLength: 4 }),
        fc.array(someBox, { minLength: 1, maxLength: 4 }),
        (one, other) => {
          const [left, right] = [pixels(one), pixels(other)];
          expect(unionIou(one, other)).toBeCloseTo(left.intersection(right).size / left.union(right).size, 12);
          expect(unionIou([...one, ...one], other)).toBe(unionIou(one, other));
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  test("two touching halves are as good as the whole", () => {
    expect(
      unionIou(
        [
          [0, 0, 5, 10],
          [5, 0, 10, 10],
        ],
        [a],
      ),
    ).toBe(1);
    expect(unionIou([], [])).toBe(1);
    expect(unionIou([[0, 0, 100, 100]], [a])).toBeCloseTo(0.01, 12);
  });

  test("sides are closest at the box itself", () => {
    fc.assert(
      fc.property(someBox, someBox, (one, other) => {
        const close = sideCloseness(one, other, [100, 100]);
        expect(close === 1).toBe(one.every((edge, index) => edge === other[index]));
        expect(close).toBeGreaterThanOrEqual(0);
        expect(close).toBeLessThanOrEqual(1);
      }),
      { seed: 2 },
    );
    expect(sideCloseness([0, 0, 100, 10], [0, 0, 0, 10], [100, 100])).toBe(0);
  });
});

test.each(cocoCases)("agrees with pycocotools: %#", async (wanted, found, precision) => {
  const truth = wanted.map(([box, label]) => ({ box, label }));
  const answer = found.map(([box, confidence, label]) => ({ box, confidence, label }));
  const value = await valueOf(truth, answer, { metric: "map", odLength: false, copies: "kept" });
  expect(value).toBeCloseTo(precision, 5);
});

describe("what is known to be hacked", () => {
  const spam = (count: number) => Array.from({ length: count }, (_, index) => [60, 60, 61 + index, 70]);

  test("boxes on top cost: n / (n + k)", async () => {
    for (const extra of [0, 1, 5, 20]) {
      expect(await valueOf([a, b], [a, b, ...spam(extra)])).toBeCloseTo(2 / (2 + extra), 12);
    }
  });

  test("boxes after the right ones leave plain average precision alone, and odLength does not", async () => {
    const answer = [a, b, ...spam(8)];
    expect(await valueOf([a, b], answer, { metric: "map", odLength: false })).toBeCloseTo(1, 12);
    expect(await valueOf([a, b], answer, { metric: "map" })).toBeCloseTo(0.2, 12);
    expect(await valueOf([a, b], [a, b], { metric: "map" })).toBeCloseTo(1, 12);
  });

  test("a box said again changes nothing, and many boxes for one earn the least", async () => {
    expect(await valueOf(a, [a, a, a])).toBe(1);
    expect(await valueOf(a, [a, a], { copies: "kept" })).toBe(0.5);
    expect(await said(a, JSON.stringify([a, b]), { metric: "iou" })).toBe("0 not-one");
    expect(await said(a, JSON.stringify([a, b]), { metric: "giou" })).toBe("-1 not-one");
    expect(await said(a, JSON.stringify(spam(501)))).toBe("0 too-many");
  });

  test("linear confidence is best at an extreme, Brier at the truth", async () => {
    const expected = async (kind: "linear" | "brier", confidence: number) => {
      // a box that is right seven times in ten
      const hit = await valueOf(a, [{ box: a, confidence }], { confidence: kind });
      const miss = await valueOf(a, [{ box: b, confidence }], { confidence: kind });
      return 0.7 * (hit - 1) + 0.3 * miss;
    };
    expect(await expected("linear", 1)).toBeGreaterThan(await expected("linear", 0.7));
    expect(await expected("brier", 0.7)).toBeGreaterThan(await expected("brier", 1));
    expect(await expected("brier", 0.7)).toBeGreaterThan(await expected("brier", 0.6));
  });

  test("grounding wants the centre, and the size too", async () => {
    const value = (box: Box) => valueOf(a, box, { metric: "grounding" });
    expect(await value(a)).toBeCloseTo(1.375, 12);
    expect(await value([4, 4, 6, 6])).toBeLessThan(await value([1, 1, 9, 9]));
    expect(await value([0, 0, 90, 90])).toBeLessThan(1);
    expect(await said(a, "[0,0,10,10]", { metric: "grounding" })).toBe("1.375 grounding");
    expect(inAWord(await scoreOne(boxes({ metric: "grounding" }), a, "[0,0,10,10]"))).toBe("failed GOODHART_TRUTH");
  });
});

test("detection weighs labels and misses", async () => {
  const truth = [
    { box: a, label: "dog" },
    { box: b, label: "cat" },
  ];
  expect(await valueOf(truth, truth, { metric: "detection" })).toBeCloseTo(1, 12);
  const wrongLabel = [
    { box: a, label: "dog" },
    { box: b, label: "dog" },
  ];
  expect(await valueOf(truth, wrongLabel, { metric: "detection" })).toBeCloseTo(0.7 / 2 + 0.3, 12);
  expect(await valueOf(truth, [truth[0]], { metric: "detection" })).toBeCloseTo(0.7 / 2 + 0.3 * 0.75, 12);
  expect(await valueOf([], [], { metric: "detection" })).toBe(1);
});

test("the best pairs and greedy pairs may differ", async () => {
  const truth: Box[] = [
    [0, 0, 10, 10],
    [4, 0, 14, 10],
  ];
  const found = [
    [1, 0, 11, 10],
    [-3, 0, 7, 10],
  ];
  const options: BoxesOptions = { threshold: 0.2 };
  const first = [
    { box: [2.2, 0, 12.2, 10], confidence: 0.9 },
    { box: [6, 0, 16, 10], confidence: 0.8 },
  ];
  expect(await valueOf(truth, found, options)).toBeGreaterThanOrEqual(
    await valueOf(truth, found, { ...options, matching: "greedy" }),
  );
  expect(await valueOf(truth, first, options)).toBeGreaterThan(
    await valueOf(truth, first, { ...options, matching: "greedy" }),
  );
});

test("answers in the coordinates of the model's input are scaled to the image", async () => {
  const task = { metadata: { imageSize: [200, 100], inputSize: [100, 100] } };
  expect(inAWord(await scoreOne(boxes(), [0, 0, 20, 10], "[0,0,10,10]", { task }))).toBe("1 matched");
});

const groups = [[a], [a, b], []].map((truth, index) => ({
  task: { id: `${index}`, prompt: "?", truth, metadata: { imageSize: [100, 100] } },
  rollouts: [
    JSON.stringify([a, b]),
    JSON.stringify([half, b, b]),
    '[{"box": [0,0,1,1], "confidence": 0.3}]',
    "[]",
    "",
  ].map((text) => ({ text })),
}));
const variants: readonly BoxesOptions[] = [
  { confidence: "brier" },
  { metric: "union" },
  { metric: "map", confidence: "linear" },
  { metric: "detection", matching: "greedy" },
  { metric: "giou" },
  { metric: "grounding" },
];
describe.each(variants)("contract of %j", (options) => {
  test.each(contractChecks(boxes(options), { groups }))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
});

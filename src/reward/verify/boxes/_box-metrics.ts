import { area, centre, contains, giou, iou, sideCloseness, unionIou, type Edges } from "./_geometry.ts";
import { meanAveragePrecision } from "./_average-precision.ts";
import { match, type Matched, type MatchingOptions } from "./_matching.ts";
import type { Found } from "./_read-boxes.ts";

export type Metric = "matched" | "union" | "iou" | "giou" | "map" | "detection" | "grounding";

/** Metrics for one wanted box, which several predictions cannot serve. */
export const single: readonly Metric[] = ["iou", "giou", "grounding"];

/** Smallest and largest value of each metric. */
export const spans: Readonly<Record<Metric, readonly [number, number]>> = {
  matched: [0, 1],
  union: [0, 1],
  iou: [0, 1],
  giou: [-1, 1],
  map: [0, 1],
  detection: [0, 1],
  grounding: [0, 1.375],
};

export interface MetricOptions extends MatchingOptions {
  readonly edges: Edges;
  readonly odLength: boolean;
  /** Width and height of the image, for "grounding". */
  readonly imageSize: readonly [number, number] | undefined;
}

/** How well the boxes fit, and the pairs where the metric makes pairs. */
export function measure(
  metric: Metric,
  found: readonly Found[],
  wanted: readonly Found[],
  options: MetricOptions,
): { readonly value: number; readonly pairs: readonly Matched[] } {
  const pairs = match(found, wanted, options);
  const more = Math.max(found.length, wanted.length);
  const [one, other] = [found[0]?.box, wanted[0]?.box];
  switch (metric) {
    case "matched":
      return { value: more === 0 ? 1 : sum(pairs.map((pair) => pair.iou)) / more, pairs };
    case "union":
      return {
        value: unionIou(
          found.map(({ box }) => box),
          wanted.map(({ box }) => box),
        ),
        pairs,
      };
    case "map":
      return {
        value: meanAveragePrecision(found, wanted) * (options.odLength ? lengthFactor(found, wanted) : 1),
        pairs,
      };
    case "detection":
      return { value: detectionScore(found, wanted, options), pairs };
    case "iou":
      return { value: one === undefined || other === undefined ? 0 : iou(one, other, options.edges), pairs };
    case "giou":
      return { value: one === undefined || other === undefined ? -1 : giou(one, other), pairs };
    case "grounding": {
      if (one === undefined || other === undefined || options.imageSize === undefined) return { value: 0, pairs };
      const hit = contains(other, centre(one)) ? 1 : 0;
      const size = sideCloseness(one, other, options.imageSize);
      return { value: hit + 0.25 * iou(one, other, options.edges) + 0.125 * size, pairs };
    }
  }
}

/** VLM-R1's odLength: 1 up to the wanted number of boxes, then the wanted over the found. */
function lengthFactor(found: readonly Found[], wanted: readonly Found[]): number {
  return found.length <= wanted.length ? 1 : wanted.length / found.length;
}

/** VLM-R1's weighted score: 0.7 times the mean IoU of pairs with the right label, 0.3 less misses and false alarms. */
function detectionScore(found: readonly Found[], wanted: readonly Found[], options: MatchingOptions): number {
  if (found.length === 0 || wanted.length === 0) return found.length === wanted.length ? 1 : 0;
  const pairs = match(found, wanted, { ...options, labels: "ignored" });
  const right = pairs.map((pair, index) =>
    pair.wanted >= 0 && found[index]?.label === wanted[pair.wanted]?.label ? pair.iou : 0,
  );
  const hits = pairs.filter((pair) => pair.wanted >= 0).length;
  const misses = 1 - hits / wanted.length;
  const falseAlarms = 1 - hits / found.length;
  return (0.7 * sum(right)) / wanted.length + 0.3 * (1 - (misses + falseAlarms) / 2);
}

/** The mean over predictions: linear c or 1 - c, Brier 1 - (c - hit)^2; without one 1 where none was wanted. */
export function confidenceScore(
  kind: "linear" | "brier",
  found: readonly Found[],
  wanted: readonly Found[],
  pairs: readonly Matched[],
): number {
  if (found.length === 0) return wanted.length === 0 ? 1 : 0;
  const each = found.map(({ confidence = 1 }, index) => {
    const off = (pairs[index]?.wanted ?? -1) >= 0 ? 1 - confidence : confidence;
    return kind === "linear" ? 1 - off : 1 - off * off;
  });
  return sum(each) / found.length;
}

/** How many boxes there are and how many found a partner, in a sentence. */
export function describePairs(found: readonly Found[], wanted: readonly Found[], pairs: readonly Matched[]): string {
  const hits = pairs.filter((pair) => pair.wanted >= 0).length;
  const empty = found.filter(({ box }) => area(box) === 0).length;
  return `${found.length} boxes for ${wanted.length}, ${hits} matched${empty === 0 ? "" : `, ${empty} without area`}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

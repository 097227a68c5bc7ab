import { iou } from "./_geometry.ts";
import { byConfidence, greedy } from "./_matching.ts";
import type { Found } from "./_read-boxes.ts";

/** IoU thresholds of COCO: 0.5, 0.55 ... 0.95. */
const thresholds = Array.from({ length: 10 }, (_, index) => (50 + 5 * index) / 100);

/**
 * Mean average precision as COCO has it: per label and threshold, precision at 101 recalls, each the best at that recall or
 * above; the mean over the labels that are wanted. Boxes without confidence count as certain, in order. Nothing wanted and
 * nothing found: 1; one of the two: 0.
 */
export function meanAveragePrecision(found: readonly Found[], wanted: readonly Found[]): number {
  if (wanted.length === 0 || found.length === 0) return wanted.length === found.length ? 1 : 0;
  const labels = [...new Set(wanted.map(({ label }) => label))];
  const values = labels.flatMap((label) => {
    const [mine, theirs] = [found, wanted].map((list) => list.filter((one) => one.label === label));
    return thresholds.map((threshold) => averagePrecision(mine ?? [], theirs ?? [], threshold));
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function averagePrecision(found: readonly Found[], wanted: readonly Found[], threshold: number): number {
  const order = byConfidence(found);
  const weights = found.map(({ box }) =>
    wanted.map((other) => {
      const likeness = iou(box, other.box);
      return likeness >= threshold ? likeness : 0;
    }),
  );
  const columns = greedy(weights, order);
  const hits = order.map((index) => (columns[index] ?? -1) >= 0);
  // precision and recall after each prediction, then the envelope from the right
  let right = 0;
  const curve = hits.map((hit, index) => {
    if (hit) right++;
    return { precision: right / (index + 1), recall: right / wanted.length };
  });
  let best = 0;
  const envelope = curve.toReversed().map(({ precision, recall }) => {
    best = Math.max(best, precision);
    return { precision: best, recall };
  });
  const rising = envelope.toReversed();
  let sum = 0;
  let at = 0;
  for (let step = 0; step <= 100; step++) {
    while (at < rising.length && (rising[at]?.recall ?? 0) < step / 100 - 1e-12) at++;
    sum += rising[at]?.precision ?? 0;
  }
  return sum / 101;
}

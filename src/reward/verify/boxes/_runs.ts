import { z } from "zod";

/** A segmentation mask as COCO writes it: lengths of runs, first outside, column by column. */
export interface Mask {
  readonly size: readonly [height: number, width: number];
  readonly counts: readonly number[];
}

const side = z.number().int().min(1).max(100_000);

const written = z.object({
  size: z.tuple([side, side]),
  counts: z.union([z.string().max(10_000_000), z.array(z.number().int().min(0))]),
});

/** A mask from COCO's object, runs in a list or packed in a string; undefined where they do not fill the image exactly. */
export function toMask(value: unknown): Mask | undefined {
  const parsed = written.safeParse(value);
  if (!parsed.success) return undefined;
  const { size, counts } = parsed.data;
  const runs = typeof counts === "string" ? unpacked(counts) : counts;
  if (runs === undefined) return undefined;
  const filled = runs.reduce((sum, run) => sum + run, 0);
  return filled === size[0] * size[1] && runs.every((run) => run >= 0) ? { size, counts: runs } : undefined;
}

/**
 * COCO's packing: five bits a character from "0" on, lowest first, the sixth bit says that more follow, the last one's fifth
 * bit is the sign; from the fourth run on the difference to the run two before.
 */
function unpacked(text: string): readonly number[] | undefined {
  const runs: number[] = [];
  let value = 0;
  let digits = 0;
  for (const character of text) {
    const bits = character.charCodeAt(0) - 48;
    if (bits < 0 || bits > 63 || digits > 6) return undefined;
    value += (bits & 31) * 32 ** digits;
    digits++;
    if ((bits & 32) !== 0) continue;
    if ((bits & 16) !== 0) value -= 32 ** digits;
    runs.push(runs.length > 2 ? value + (runs.at(-2) ?? 0) : value);
    value = 0;
    digits = 0;
  }
  return digits === 0 ? runs : undefined;
}

/** Intersection over union of two masks of one size, run by run, without drawing them. Two empty masks: 1. */
export function maskIou(a: Mask, b: Mask): number {
  let common = 0;
  let union = 0;
  let [i, j] = [0, 0];
  let [leftA, leftB] = [a.counts[0] ?? 0, b.counts[0] ?? 0];
  while (i < a.counts.length && j < b.counts.length) {
    const step = Math.min(leftA, leftB);
    const [inA, inB] = [i % 2 === 1, j % 2 === 1];
    if (inA && inB) common += step;
    if (inA || inB) union += step;
    leftA -= step;
    leftB -= step;
    if (leftA === 0) leftA = a.counts[++i] ?? 0;
    if (leftB === 0) leftB = b.counts[++j] ?? 0;
  }
  return union === 0 ? 1 : common / union;
}

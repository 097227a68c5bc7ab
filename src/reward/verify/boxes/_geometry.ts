/** Left, top, right and bottom edge, in pixels or any other unit; y grows downwards. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

/** How wide is a box from 3 to 5? 2 between lines, 3 where both numbers name pixels inside. */
export type Edges = "lines" | "pixels";

export function area([left, top, right, bottom]: Box, edges: Edges = "lines"): number {
  const more = edges === "pixels" ? 1 : 0;
  return Math.max(0, right - left + more) * Math.max(0, bottom - top + more);
}

export function intersection(a: Box, b: Box): Box {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** Intersection over union, from 0 to 1; two boxes without area are alike only where they are equal. */
export function iou(a: Box, b: Box, edges: Edges = "lines"): number {
  const common = area(intersection(a, b), edges);
  const union = area(a, edges) + area(b, edges) - common;
  if (union <= 0) return a.every((edge, index) => edge === b[index]) ? 1 : 0;
  return common / union;
}

/** IoU less the share of the hull that is in neither, from -1 to 1 (Rezatofighi et al. 2019). */
export function giou(a: Box, b: Box): number {
  const hull = area([Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
  const union = area(a) + area(b) - area(intersection(a, b));
  return hull <= 0 ? iou(a, b) : iou(a, b) - (hull - union) / hull;
}

/** IoU of everything that the boxes of either list cover: boxes said twice change nothing. Both empty: 1. */
export function unionIou(a: readonly Box[], b: readonly Box[]): number {
  const cover = [...a, ...b];
  if (cover.length === 0) return 1;
  // coordinates become cells between neighbouring edges; a column is marked by sweeping its boxes' rows
  const columns = edgesOf(cover, 0);
  let common = 0;
  let union = 0;
  for (let at = 0; at + 1 < columns.length; at++) {
    const [left, right] = [columns[at] ?? 0, columns[at + 1] ?? 0];
    const inside = ({ 0: start, 2: end }: Box) => start <= left && end >= right;
    const [mine, theirs] = [spans(a.filter(inside)), spans(b.filter(inside))];
    const both = overlapLength(mine, theirs);
    common += both * (right - left);
    union += (total(mine) + total(theirs) - both) * (right - left);
  }
  return union === 0 ? 0 : common / union;
}

type Span = readonly [start: number, end: number];

function edgesOf(boxes: readonly Box[], axis: 0 | 1): readonly number[] {
  return [...new Set(boxes.flatMap((box) => [box[axis], box[axis + 2] ?? 0]))].sort((a, b) => a - b);
}

/** What the boxes cover from top to bottom, as spans that do not touch. */
function spans(boxes: readonly Box[]): readonly Span[] {
  const merged: [number, number][] = [];
  for (const [, top, , bottom] of boxes.toSorted((a, b) => a[1] - b[1])) {
    const last = merged.at(-1);
    if (last !== undefined && top <= last[1]) last[1] = Math.max(last[1], bottom);
    else merged.push([top, bottom]);
  }
  return merged;
}

function total(list: readonly Span[]): number {
  return list.reduce((sum, [start, end]) => sum + end - start, 0);
}

function overlapLength(a: readonly Span[], b: readonly Span[]): number {
  let length = 0;
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [one, other] = [a[i] ?? [0, 0], b[j] ?? [0, 0]];
    length += Math.max(0, Math.min(one[1], other[1]) - Math.max(one[0], other[0]));
    if (one[1] < other[1]) i++;
    else j++;
  }
  return length;
}

export function centre([left, top, right, bottom]: Box): readonly [x: number, y: number] {
  return [(left + right) / 2, (top + bottom) / 2];
}

/** Inside or on the edge. */
export function contains([left, top, right, bottom]: Box, [x, y]: readonly [x: number, y: number]): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/**
 * How near the four sides are, from 0 to 1: the harmonic mean of 1 - |difference| / size of the image per side; 0 where one
 * is off by the whole image.
 */
export function sideCloseness(a: Box, b: Box, [width, height]: readonly [width: number, height: number]): number {
  const near = a.map((edge, index) => 1 - Math.abs(edge - (b[index] ?? 0)) / (index % 2 === 0 ? width : height));
  return near.some((side) => side <= 0) ? 0 : 4 / near.reduce((sum, side) => sum + 1 / side, 0);
}

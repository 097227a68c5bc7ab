/** @file Interval arithmetic on the ranges of rewards. Ends may be infinite; values never are. */
export type Interval = readonly [min: number, max: number];

/** 0 times an infinite end is 0: the values inside are finite. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

export function scaleInterval([min, max]: Interval, factor: number): Interval {
  const ends = [times(min, factor), times(max, factor)] as const;
  return factor < 0 ? [ends[1], ends[0]] : ends;
}

export function addIntervals([a, b]: Interval, [c, d]: Interval): Interval {
  return [a + c, b + d];
}

export function multiplyIntervals([a, b]: Interval, [c, d]: Interval): Interval {
  const ends = [times(a, c), times(a, d), times(b, c), times(b, d)];
  return [Math.min(...ends), Math.max(...ends)];
}

/** The smallest interval around all of them. */
export function hull(intervals: readonly Interval[]): Interval {
  return [Math.min(...intervals.map(([min]) => min)), Math.max(...intervals.map(([, max]) => max))];
}

export function clampTo(value: number, [min, max]: Interval): number {
  return Math.min(max, Math.max(min, value));
}

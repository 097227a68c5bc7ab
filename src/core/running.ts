import { GoodhartError } from "./errors.ts";

/** The state of running statistics as plain JSON; `min` and `max` are null while nothing was counted. */
export interface RunningSnapshot {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared differences from the mean. */
  readonly squares: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** Statistics of numbers that come one by one. Fields of an empty one are NaN where there is nothing to say. */
export interface Running {
  readonly count: number;
  readonly mean: number;
  /** Divided by the count. */
  readonly populationVariance: number;
  /** Divided by the count less one; NaN for fewer than two numbers. */
  readonly sampleVariance: number;
  readonly min: number;
  readonly max: number;
  /** Throws GOODHART_INPUT for NaN and infinities, which would spoil everything after them. */
  push(value: number): void;
  /** Takes in what another one has seen, as if all its numbers had been pushed here, up to rounding. */
  merge(other: RunningSnapshot): void;
  snapshot(): RunningSnapshot;
}

/**
 * Running mean and variance without cancellation (Welford 1962); merging after Chan, Golub and LeVeque 1979.
 * Starts empty or from a snapshot.
 */
export function createRunning(start?: RunningSnapshot): Running {
  let count = start?.count ?? 0;
  let mean = start?.mean ?? 0;
  let squares = start?.squares ?? 0;
  let min = start?.min ?? Infinity;
  let max = start?.max ?? -Infinity;
  return {
    get count() {
      return count;
    },
    get mean() {
      return count === 0 ? NaN : mean;
    },
    get populationVariance() {
      return count === 0 ? NaN : squares / count;
    },
    get sampleVariance() {
      return count < 2 ? NaN : squares / (count - 1);
    },
    get min() {
      return count === 0 ? NaN : min;
    },
    get max() {
      return count === 0 ? NaN : max;
    },
    push(value) {
      if (!Number.isFinite(value)) {
        throw new GoodhartError("GOODHART_INPUT", `running statistics: expected a finite number, got ${value}`);
      }
      count++;
      const difference = value - mean;
      mean += difference / count;
      squares += difference * (value - mean);
      if (value < min) min = value;
      if (value > max) max = value;
    },
    merge(other) {
      if (other.count === 0) return;
      const both = count + other.count;
      const difference = other.mean - mean;
      squares += other.squares + difference * difference * ((count * other.count) / both);
      mean += difference * (other.count / both);
      count = both;
      min = Math.min(min, other.min ?? Infinity);
      max = Math.max(max, other.max ?? -Infinity);
    },
    snapshot: () => ({ count, mean, squares, min: count === 0 ? null : min, max: count === 0 ? null : max }),
  };
}

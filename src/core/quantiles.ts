import { GoodhartError } from "./errors.ts";

/** The state of a quantile sketch as plain JSON: how many numbers fell into each bin. */
export interface QuantilesSnapshot {
  readonly relativeError: number;
  readonly zeros: number;
  readonly positive: readonly (readonly [bin: number, count: number])[];
  readonly negative: readonly (readonly [bin: number, count: number])[];
}

/** Approximate quantiles of numbers that come one by one, in memory that grows with the logarithm of their spread. */
export interface Quantiles {
  readonly count: number;
  /** Throws GOODHART_INPUT for NaN and infinities. */
  push(value: number): void;
  /**
   * The number of rank `floor(q * (count - 1))`, off by at most `relativeError` times its size; NaN while empty.
   * Throws GOODHART_INPUT unless q is in [0, 1].
   */
  quantile(q: number): number;
  /** Takes in another sketch of the same relative error: the result is the same as if all numbers had been pushed here. */
  merge(other: QuantilesSnapshot): void;
  snapshot(): QuantilesSnapshot;
}

export interface QuantilesOptions {
  /** Largest error of a quantile, relative to its size, in (0, 1). Default 0.01. */
  readonly relativeError?: number;
}

/** Sizes below this count as 0, so that bins stay whole numbers. */
const smallest = 1e-300;

/**
 * A sketch of logarithmic bins: bin i holds the sizes in (g^(i-1), g^i] with g = (1 + e) / (1 - e), and stands for the point whose
 * relative distance to both ends is e. Masson, Rim and Lee 2019, "DDSketch", arXiv 1908.10693.
 */
export function createQuantiles({ relativeError = 0.01 }: QuantilesOptions = {}): Quantiles {
  if (!(relativeError > 0 && relativeError < 1)) {
    throw new GoodhartError(
      "GOODHART_CONFIG",
      `quantiles: relativeError: expected above 0 and below 1, got ${relativeError}`,
    );
  }
  const base = (1 + relativeError) / (1 - relativeError);
  const logBase = Math.log(base);
  const positive = new Map<number, number>();
  const negative = new Map<number, number>();
  let zeros = 0;
  let count = 0;
  const middle = (bin: number) => Math.exp(bin * logBase - Math.log((base + 1) / 2));
  return {
    get count() {
      return count;
    },
    push(value) {
      if (!Number.isFinite(value))
        throw new GoodhartError("GOODHART_INPUT", `quantiles: expected a finite number, got ${value}`);
      count++;
      const size = Math.abs(value);
      if (size < smallest) zeros++;
      else addTo(value > 0 ? positive : negative, Math.ceil(Math.log(size) / logBase), 1);
    },
    quantile(q) {
      if (!(q >= 0 && q <= 1)) throw new GoodhartError("GOODHART_INPUT", `quantile: expected q from 0 to 1, got ${q}`);
      if (count === 0) return NaN;
      let left = Math.floor(q * (count - 1));
      for (const [bin, size] of sortedBins(negative).reverse()) {
        left -= size;
        if (left < 0) return -middle(bin);
      }
      left -= zeros;
      if (left < 0) return 0;
      for (const [bin, size] of sortedBins(positive)) {
        left -= size;
        if (left < 0) return middle(bin);
      }
      return NaN;
    },
    merge(other) {
      if (other.relativeError !== relativeError) {
        throw new GoodhartError(
          "GOODHART_INPUT",
          `quantiles: expected a sketch of relative error ${relativeError}, got one of ${other.relativeError}`,
        );
      }
      for (const [bin, size] of other.positive) addTo(positive, bin, size);
      for (const [bin, size] of other.negative) addTo(negative, bin, size);
      zeros += other.zeros;
      count += sizeOf(other);
    },
    snapshot: () => ({ relativeError, zeros, positive: sortedBins(positive), negative: sortedBins(negative) }),
  };
}

/** The sketch as it stood when the snapshot was taken. */
export function restoreQuantiles(snapshot: QuantilesSnapshot): Quantiles {
  const quantiles = createQuantiles({ relativeError: snapshot.relativeError });
  quantiles.merge(snapshot);
  return quantiles;
}

function addTo(bins: Map<number, number>, bin: number, size: number): void {
  bins.set(bin, (bins.get(bin) ?? 0) + size);
}

function sortedBins(bins: ReadonlyMap<number, number>): (readonly [number, number])[] {
  return [...bins].sort(([a], [b]) => a - b);
}

function sizeOf({ zeros, positive, negative }: QuantilesSnapshot): number {
  return [...positive, ...negative].reduce((sum, [, size]) => sum + size, zeros);
}

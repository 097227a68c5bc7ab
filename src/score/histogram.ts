/** Counts in bins of equal width; bin i holds values from `start + i * width` up to, but not including, the next. */
export interface Histogram {
  readonly start: number;
  readonly width: number;
  readonly counts: readonly number[];
}

export interface HistogramBuilder {
  add(value: number): void;
  finish(): Histogram;
}

/**
 * A histogram of values whose range is not known beforehand, in bounded memory: bins are a power of two wide and lie
 * on multiples of their width; when they become too many, neighbours are merged. The order of values does not matter.
 *Values beyond 1e300 in size count as that.
 */
export function createHistogram({
  finest = 1 / 32,
  bins = 64,
}: { readonly finest?: number; readonly bins?: number } = {}): HistogramBuilder {
  const first = 2 ** Math.floor(Math.log2(finest));
  let width = first;
  let counts = new Map<number, number>();
  let [low, high] = [Infinity, -Infinity];

  /** By way of the finest bin: a tiny negative number divided by a large width would round to bin 0 instead of -1. */
  const binOf = (value: number) => Math.floor(Math.floor(value / first) / (width / first));

  function widen(): void {
    width *= 2;
    const merged = new Map<number, number>();
    for (const [bin, count] of counts) merged.set(Math.floor(bin / 2), (merged.get(Math.floor(bin / 2)) ?? 0) + count);
    counts = merged;
    low = Math.floor(low / 2);
    high = Math.floor(high / 2);
  }

  return {
    add(value) {
      const clipped = Math.max(-1e300, Math.min(1e300, value));
      let bin = binOf(clipped);
      while (Math.max(high, bin) - Math.min(low, bin) >= bins) {
        widen();
        bin = binOf(clipped);
      }
      low = Math.min(low, bin);
      high = Math.max(high, bin);
      counts.set(bin, (counts.get(bin) ?? 0) + 1);
    },
    finish() {
      if (counts.size === 0) return { start: 0, width, counts: [] };
      return {
        start: low * width,
        width,
        counts: Array.from({ length: high - low + 1 }, (_, index) => counts.get(low + index) ?? 0),
      };
    },
  };
}

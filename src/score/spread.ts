import type { Spread } from "./summary.ts";

export interface SpreadBuilder {
  add(value: number): void;
  finish(): Spread;
}

/** Mean, deviation and extremes in one pass: Welford's recurrence for the deviation, a compensated sum for the mean. */
export function createSpread(): SpreadBuilder {
  let [count, running, squares, min, max] = [0, 0, 0, Infinity, -Infinity];
  let [sum, lost] = [0, 0];
  return {
    add(value) {
      count++;
      const off = value - running;
      running += off / count;
      squares += off * (value - running);
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
      if (value < min) min = value;
      if (value > max) max = value;
    },
    finish() {
      if (count === 0) return { count, mean: null, min: null, max: null, deviation: null };
      return { count, mean: (sum + lost) / count, min, max, deviation: Math.sqrt(squares / count) };
    },
  };
}

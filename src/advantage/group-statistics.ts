/** How the spread of a group is measured: divided by its size ("population") or by its size less one ("sample"). */
export type Deviation = "population" | "sample";

export interface GroupStatistics {
  /** How many values there are; nulls do not count. */
  readonly count: number;
  /** NaN where there is no value. */
  readonly mean: number;
  /** 0 where all values are the same; NaN where there is none. */
  readonly deviation: number;
}

/** Mean and standard deviation of the values of one group, as {@link groupNormalized} uses them. Nulls are left out. */
export function groupStatistics(
  values: readonly (number | null)[],
  { deviation = "sample" }: { readonly deviation?: Deviation } = {},
): GroupStatistics {
  const present = values.filter((value) => value !== null);
  const count = present.length;
  if (count === 0) return { count, mean: NaN, deviation: NaN };
  const [first = NaN] = present;
  // Equal values have no spread; summing them first would leave a rounding error that dividing blows up.
  if (present.every((value) => value === first)) return { count, mean: first, deviation: 0 };
  const mean = present.reduce((sum, value) => sum + value, 0) / count;
  const squares = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, deviation: Math.sqrt(squares / (deviation === "sample" ? count - 1 : count)) };
}

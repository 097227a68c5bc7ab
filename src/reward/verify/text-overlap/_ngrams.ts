/** Runs of units of one length, and how often each occurs. */
export interface Ngrams {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

export function ngrams(units: readonly string[], size: number): Ngrams {
  const counts = new Map<string, number>();
  const total = Math.max(0, units.length - size + 1);
  for (let start = 0; start < total; start++) {
    // no unit holds this separator: units have no white space
    const run = units.slice(start, start + size).join("\n");
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return { counts, total };
}

/** How many runs two counts share, each as often as in the one that has fewer. */
export function matches(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [run, count] of a) common += Math.min(count, b.get(run) ?? 0);
  return common;
}

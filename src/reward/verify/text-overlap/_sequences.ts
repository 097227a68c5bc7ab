/** Where each unit stands in a sequence, as a number with a bit for each place. */
function places(units: ArrayLike<string>): Map<string, bigint> {
  const bits = new Map<string, bigint>();
  for (let at = 0; at < units.length; at++) {
    const unit = units[at] ?? "";
    bits.set(unit, (bits.get(unit) ?? 0n) | (1n << BigInt(at)));
  }
  return bits;
}

/**
 * Length of the longest common subsequence. All rows of the table at once in one wide number (Crochemore et al. 2001), so
 * that work is the product of the lengths over the word size.
 */
export function commonSubsequence(a: ArrayLike<string>, b: ArrayLike<string>): number {
  // wide numbers for the shorter side
  if (a.length > b.length) return commonSubsequence(b, a);
  const bits = places(a);
  const all = (1n << BigInt(a.length)) - 1n;
  let row = all;
  for (let at = 0; at < b.length; at++) {
    const hits = row & (bits.get(b[at] ?? "") ?? 0n);
    row = ((row + hits) | (row - hits)) & all;
  }
  let common = 0;
  for (const digit of (all ^ row).toString(2)) if (digit === "1") common++;
  return common;
}

/** Insertions, deletions and replacements between two sequences, by Myers' bit vectors (1999). */
export function levenshtein(a: ArrayLike<string>, b: ArrayLike<string>): number {
  if (a.length > b.length) return levenshtein(b, a);
  if (a.length === 0) return b.length;
  const bits = places(a);
  const all = (1n << BigInt(a.length)) - 1n;
  const last = 1n << BigInt(a.length - 1);
  let up = all;
  let down = 0n;
  let distance = a.length;
  for (let at = 0; at < b.length; at++) {
    const equal = bits.get(b[at] ?? "") ?? 0n;
    const vertical = equal | down;
    const horizontal = (((equal & up) + up) ^ up) | equal;
    let rise = (down | ~(horizontal | up)) & all;
    let fall = up & horizontal;
    if ((rise & last) !== 0n) distance++;
    if ((fall & last) !== 0n) distance--;
    rise = ((rise << 1n) | 1n) & all;
    fall = (fall << 1n) & all;
    up = (fall | ~(vertical | rise)) & all;
    down = rise & vertical;
  }
  return distance;
}

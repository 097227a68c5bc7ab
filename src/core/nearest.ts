import { editDistance } from "./_edit-distance.ts";

/**
 * The candidate that a mistyped word was probably meant to be, for "did you mean": the one with the fewest edits (insert,
 * delete, replace, swap), of at most a third of the word's length or one. Case does not count, and a word that begins a
 * candidate is one edit from it. The first of several that are equally near; undefined where none is near enough.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const typed = word.toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const isStart = typed.length >= 3 && typed !== known && known.startsWith(typed);
    const edits = isStart ? 1 : editDistance(typed, known);
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

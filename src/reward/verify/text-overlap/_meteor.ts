import { wordsOf } from "./_words.ts";

/**
 * METEOR with exact matches only, from 0 to 1: F = P R / (0.9 P + 0.1 R), times 1 - 0.5 (chunks / matches)^3, where a chunk is
 * a run of matches that are neighbours in both texts. Words are paired from the end, each with the last one that is free.
 */
export function meteor(text: string, reference: string): number {
  const [mine, theirs] = [wordsOf(text), wordsOf(reference)];
  const free = new Map<string, number[]>();
  theirs.forEach((word, at) => {
    const places = free.get(word);
    if (places === undefined) free.set(word, [at]);
    else places.push(at);
  });
  const pairs: (readonly [number, number])[] = [];
  for (let at = mine.length - 1; at >= 0; at--) {
    const place = free.get(mine[at] ?? "")?.pop();
    if (place !== undefined) pairs.push([at, place]);
  }
  if (pairs.length === 0) return 0;
  const chunks = pairs.filter(([at, place], index) => {
    const before = pairs[index - 1];
    return before === undefined || before[0] !== at + 1 || before[1] !== place + 1;
  }).length;
  const precision = pairs.length / mine.length;
  const recall = pairs.length / theirs.length;
  const mean = (precision * recall) / (0.9 * precision + 0.1 * recall);
  return mean * (1 - 0.5 * (chunks / pairs.length) ** 3);
}

import { matches, ngrams } from "./_ngrams.ts";

const punctuation = new Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

/**
 * chrF2, from 0 to 1, as sacrebleu's: recall counts twice, precision and recall are means over the orders that both texts
 * are long enough for; characters of 1 to 6 without white space, and with `wordOrder` 2 (chrF++) words of 1 and 2 too.
 */
export function chrf(text: string, reference: string, wordOrder: 0 | 2): number {
  const [mine, theirs] = [Array.from(text.replace(/\s+/g, "")), Array.from(reference.replace(/\s+/g, ""))];
  const [myWords, theirWords] = [split(text), split(reference)];
  let precision = 0;
  let recall = 0;
  let orders = 0;
  const add = (a: readonly string[], b: readonly string[], size: number) => {
    const [one, other] = [ngrams(a, size), ngrams(b, size)];
    if (one.total === 0 || other.total === 0) return;
    const common = matches(one.counts, other.counts);
    precision += common / one.total;
    recall += common / other.total;
    orders++;
  };
  for (let size = 1; size <= 6; size++) add(mine, theirs, size);
  for (let size = 1; size <= wordOrder; size++) add(myWords, theirWords, size);
  if (precision === 0 || orders === 0) return 0;
  return Math.min(1, (5 * precision * recall) / (4 * precision + recall) / orders);
}

/** Words with the mark at their end, or else at their start, apart. */
function split(text: string): readonly string[] {
  return text.split(/\s+/).flatMap((word) => {
    if (word.length <= 1) return word === "" ? [] : [word];
    if (punctuation.has(word.at(-1) ?? "")) return [word.slice(0, -1), word.slice(-1)];
    return punctuation.has(word[0] ?? "") ? [word.slice(0, 1), word.slice(1)] : [word];
  });
}

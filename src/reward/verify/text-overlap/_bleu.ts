import { matches, ngrams } from "./_ngrams.ts";

/**
 * Words and punctuation as BLEU's usual tokenizer "13a" (mteval-v13a) cuts them: punctuation apart, but points and commas
 * inside numbers kept.
 */
export function tokens13a(text: string): readonly string[] {
  return ` ${text.replace(/-\n/g, "").replace(/\n/g, " ")} `
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replace(/[{-~[-` -&(-+:-@/]/g, " $& ")
    .replace(/([^0-9])([.,])/g, "$1 $2 ")
    .replace(/([.,])([^0-9])/g, " $1 $2")
    .replace(/([0-9])(-)/g, "$1 $2 ")
    .split(/\s+/)
    .filter((token) => token !== "");
}

/**
 * BLEU-4 of one text, from 0 to 1, as sacrebleu's sentence score: orders longer than the text do not count, and the k-th order
 * without a match counts as 1 / 2^k matches ("exp" smoothing); the brevity penalty takes the reference nearest in length.
 */
export function bleu(text: string, references: readonly string[]): number {
  const tokens = tokens13a(text);
  const wanted = references.map(tokens13a);
  if (tokens.length === 0) return 0;
  let logarithms = 0;
  let orders = 0;
  let halves = 1;
  for (let size = 1; size <= 4; size++) {
    const { counts, total } = ngrams(tokens, size);
    if (total === 0) break;
    const most = new Map<string, number>();
    for (const list of wanted) {
      for (const [run, count] of ngrams(list, size).counts) most.set(run, Math.max(count, most.get(run) ?? 0));
    }
    const common = matches(counts, most);
    if (size === 1 && common === 0) return 0;
    if (common === 0) halves *= 2;
    logarithms += Math.log(common === 0 ? 1 / (halves * total) : common / total);
    orders = size;
  }
  const length = nearest(
    wanted.map((list) => list.length),
    tokens.length,
  );
  const brevity = tokens.length < length ? Math.exp(1 - length / tokens.length) : 1;
  // rounding must not lift a perfect score above 1
  return Math.min(1, brevity * Math.exp(logarithms / orders));
}

/** The length nearest to that of the text; of two equally near the shorter. */
function nearest(lengths: readonly number[], length: number): number {
  return lengths.reduce((best, one) => {
    const [far, near] = [Math.abs(best - length), Math.abs(one - length)];
    return near < far || (near === far && one < best) ? one : best;
  }, Infinity);
}

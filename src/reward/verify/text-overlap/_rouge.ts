import { commonSubsequence } from "./_sequences.ts";
import { wordsOf } from "./_words.ts";
import { matches, ngrams } from "./_ngrams.ts";

/** ROUGE-N: F1 of the n-grams of words, from 0 to 1. */
export function rougeN(text: string, reference: string, size: number): number {
  const [a, b] = [ngrams(wordsOf(text), size), ngrams(wordsOf(reference), size)];
  return harmonicMean(matches(a.counts, b.counts), a.total, b.total);
}

/** ROUGE-L: F1 of the longest common subsequence of words, from 0 to 1. */
export function rougeL(text: string, reference: string): number {
  const [a, b] = [wordsOf(text), wordsOf(reference)];
  return harmonicMean(commonSubsequence(a, b), a.length, b.length);
}

function harmonicMean(common: number, left: number, right: number): number {
  return common === 0 ? 0 : (2 * common) / (left + right);
}

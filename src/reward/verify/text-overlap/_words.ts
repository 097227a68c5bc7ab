/** Scripts that put no space between words: each character stands for itself. */
const words =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\p{L}\p{N}\p{M}]|$)/gu;

/** Lower-case words without punctuation; for ASCII text those of the rouge-score package. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(words) ?? [];
}

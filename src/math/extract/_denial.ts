/** A denial at the start of what follows "the answer is": "not 5", "n't 5", "never 5". */
export const denial = /^(?:not|n['’]t|never|neither)(?:\s+be)?\b\s*/i;

const denies = /(?:\b(?:not|never|neither|nor|cannot)|n['’]t)\b/gi;
const turnsBack = /[,;:.!?\n](?=\s|$)|\b(?:but|rather|instead|so|therefore|hence|thus|then)\b/i;

/**
 * Does a denial reach the expression that stands at `at`? It does up to the next comma, full stop or "but": so in "the answer is
 * not 5", and not in "it is not 5 but 6".
 */
export function isDenied(words: string, at: number): boolean {
  const before = words.slice(Math.max(0, at - 200), at);
  const last = [...before.matchAll(denies)].at(-1);
  return last !== undefined && !turnsBack.test(before.slice(last.index + last[0].length));
}

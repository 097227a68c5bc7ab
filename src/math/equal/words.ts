/** @file Answers in words: compared whole, never by containing. */
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { call, isCall, symbol, type TextTree, type Tree } from "../tree.ts";
import { against, type Context } from "./_context.ts";

/** Words for the same answer; the first of each row is the one they are turned into. */
const synonyms: readonly (readonly string[])[] = [
  ["yes", "true", "correct", "是", "是的", "对", "正确"],
  ["no", "false", "incorrect", "否", "不是", "错", "错误", "不正确"],
  [
    "no solution",
    "none",
    "no solutions",
    "no real solution",
    "no real solutions",
    "there are no solutions",
    "there is no solution",
    "empty set",
    "empty",
    "no such number",
    "no such numbers",
    "no such integers",
    "no roots",
    "no real roots",
    "无解",
    "无实数解",
    "空集",
  ],
  ["does not exist", "dne", "doesn't exist", "limit does not exist", "不存在"],
  ["diverges", "divergent", "series diverges", "发散"],
  ["converges", "convergent", "series converges", "收敛"],
  ["converges absolutely", "absolutely convergent", "绝对收敛"],
  ["converges conditionally", "conditionally convergent", "条件收敛"],
  ["undefined", "not defined"],
  ["positive integers", "all positive integers", "any positive integer", "every positive integer"],
  ["negative integers", "all negative integers"],
  ["even integers", "all even integers", "even numbers", "all even numbers"],
  ["odd integers", "all odd integers", "odd numbers", "all odd numbers"],
  ["prime numbers", "all prime numbers", "primes", "all primes"],
  ["positive real numbers", "all positive real numbers", "positive reals", "all positive reals"],
  [
    "all real numbers",
    "all reals",
    "real numbers",
    "reals",
    "any real number",
    "every real number",
    "all real x",
    "全体实数",
    "任意实数",
  ],
  [
    "infinitely many",
    "infinitely many solutions",
    "infinite",
    "infinite number of solutions",
    "infinite solutions",
    "无穷多",
    "无数",
  ],
  [
    "not enough information",
    "cannot be determined",
    "insufficient information",
    "not determined",
    "无法确定",
    "不能确定",
  ],
  ["monday", "mon"],
  ["tuesday", "tue", "tues"],
  ["wednesday", "wed"],
  ["thursday", "thu", "thurs"],
  ["friday", "fri"],
  ["saturday", "sat"],
  ["sunday", "sun"],
];

const standard: ReadonlyMap<string, string> = new Map(
  synonyms.flatMap((row) => row.map((word) => [word, row[0] ?? word] as const)),
);

/** Articles before a word; "a" alone, "a, b" and "A or B" are choices and letters. */
const articles = /(?<![\w,;'])(?:the|an|a)\s+(?=[a-z]{2})(?!(?:or|and|is|to)\b)/gi;

/** Without articles, punctuation at the ends, doubled spaces and the brackets of a choice letter. */
export function normalWords(words: string, caseSensitive: boolean): string {
  const plain = words
    .trim()
    .normalize("NFKC")
    .replace(/[‘’]/g, "'")
    .replace(/[“”"]/g, "")
    .replace(articles, "")
    .split(/\s+/)
    .map(withoutTail)
    .join(" ");
  const bare = plain
    .replace(/^\(([^()]*)\)$/, "$1")
    .replace(/^([A-Za-z])\)$/, "$1")
    .trim();
  if (caseSensitive) return bare;
  const lower = bare.toLowerCase();
  return standard.get(lower) ?? lower;
}

/** A word without the punctuation after it. A loop, since a pattern anchored at the end is quadratic on a row of dots. */
function withoutTail(word: string): string {
  let end = word.length;
  while (end > 0 && ".,;:!?".includes(word.charAt(end - 1))) end--;
  return word.slice(0, end);
}

/** Words that stand for a set: "no solution" is the empty set. */
export function wordsAsTree(tree: TextTree): Tree | undefined {
  const words = normalWords(tree.text, false);
  if (words === "no solution") return call("set");
  return words === "all real numbers" ? symbol("reals") : undefined;
}

export function decideWords(first: Tree, second: Tree, context: Context): Outcome {
  if (first.kind !== "text" || second.kind !== "text") return undecided("words");
  const { caseSensitive } = context.policy;
  if (normalWords(first.text, caseSensitive) === normalWords(second.text, caseSensitive)) return equal("same-words");
  return different("other-words", against(first, second, context));
}

/** Words against something that is not words. */
export function decideWordsAgainst(words: Tree, other: Tree, context: Context): Outcome {
  if (words.kind !== "text") return undecided("words");
  const meaning = wordsAsTree(words);
  if (meaning !== undefined) return context.decide(meaning, other);
  if (sameChoices(words.text, other)) return equal("same-choices");
  const spelt = spell(other);
  if (spelt !== undefined && sameSpelling(words.text, spelt, context)) return equal("same-words");
  // Words with figures or signs in them may hide a value that was not read.
  if (/[\d\\^_=+*/<>√π∞]/.test(words.text)) return undecided("words-against-value");
  return different("words-against-value", against(words, other, context));
}

/** `ABD` against `A, B, D`: letters of choices in a row. */
function sameChoices(words: string, other: Tree): boolean {
  if (!(isCall(other, "list") || isCall(other, "set")) || !/^[A-H]{2,8}$/.test(words)) return false;
  const letters = other.args.map((part) => (part.kind === "symbol" ? part.name : " "));
  return letters.every((letter) => /^[A-H]$/.test(letter)) && [...new Set(letters)].toSorted().join("") === words;
}

/** A single letter must agree in case too, since `e` is a number and `E` a choice; longer words follow the policy. */
function sameSpelling(words: string, spelt: string, context: Context): boolean {
  const exact = context.policy.caseSensitive || spelt.length === 1;
  return normalWords(words, exact) === normalWords(spelt, exact);
}

/** The letters of a product of one-letter symbols, `o*d*d`, which is how a word without \text is read. */
function spell(tree: Tree): string | undefined {
  if (tree.kind === "symbol") return tree.name;
  if (tree.kind !== "call") return undefined;
  if (tree.head === "multiply") {
    const letters = tree.args.map(spell);
    return letters.every((letter) => letter !== undefined) ? letters.join("") : undefined;
  }
  // "No" may be read with a power for a doubled letter: e*v*e*n keeps its order, but o*d^2 is spelt out.
  const [base, exponent] = tree.args;
  if (tree.head !== "power" || base?.kind !== "symbol" || exponent?.kind !== "number" || exponent.value.d !== 1n)
    return undefined;
  return exponent.value.n > 0n && exponent.value.n < 4n ? base.name.repeat(Number(exponent.value.n)) : undefined;
}

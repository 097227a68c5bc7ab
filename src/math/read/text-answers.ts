/** @file Answers in words: when a source is prose and not a formula, and what its words mean. */

import { call, symbol, text, type Tree } from "../tree.ts";
import { isDigit, isLetter, isWordLetter } from "./_character.ts";
import { dateOf } from "./dates.ts";
import { numberOfWords } from "./number-words.ts";
import { wordMeaning } from "./vocabulary.ts";

const longestText = 400;

/** Phrases that name a mathematical object. */
const phrases: Readonly<Record<string, string>> = {
  "all real numbers": "reals",
  "all reals": "reals",
  "the real numbers": "reals",
  "real numbers": "reals",
  "the set of real numbers": "reals",
  "all integers": "integers",
  "positive infinity": "infinity",
};

/** What pure words mean, or undefined where the source is not made of words. */
export function answerInWords(source: string): Tree | undefined {
  if (source.length < 2 || source.length > longestText || !isWordLetter(source.charCodeAt(0))) return undefined;
  let letters = 0;
  let spaces = 0;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (isWordLetter(code)) letters++;
    else if (code === 32) spaces++;
    // hyphen, apostrophes, full stop
    else if (code !== 45 && code !== 39 && code !== 0x2019 && code !== 46) return undefined;
  }
  if (letters < 2) return undefined;
  if (spaces === 0 && isFormulaWord(source)) return undefined;
  const chosen = namedChoice(source);
  if (chosen !== undefined) return chosen;
  const words = source.split(" ").filter((word) => word !== "");
  if (words.some(isSeparator)) return numberOfWords(words);
  if (words.every((word) => word.length === 1 || (wordMeaning(word) !== undefined && !/^[A-Z]?[a-z]{4,}$/.test(word))))
    return undefined;
  if (/^(?:negative|minus) infinity$/i.test(source)) return call("negate", symbol("infinity"));
  const phrase = phrases[source.toLowerCase()];
  if (phrase !== undefined) return symbol(phrase);
  if (words.some((word) => wordMeaning(word)?.kind === "function" || wordMeaning(word)?.text === "pi"))
    return undefined;
  return numberOfWords(words) ?? text(words.join(" "));
}

/** `Option B`, `choice (C)`. */
function namedChoice(source: string): Tree | undefined {
  if (source.length > 12) return undefined;
  const letter = /^(?:option|choice|answer) (?:([A-J])|\(([A-J])\))$/i.exec(source);
  return letter === null ? undefined : symbol((letter[1] ?? letter[2] ?? "").toUpperCase());
}

function isSeparator(word: string): boolean {
  return word === "and" || word === "or";
}

/** One word that is a symbol, a function or a product of letters: "pi", "xy", "sinx". */
function isFormulaWord(word: string): boolean {
  if (wordMeaning(word) !== undefined) return true;
  if (/^[a-z]{2,3}$/.test(word)) return !/[aeiou]/.test(word) || /^[abcdexyznmkpqrst]{2}$/.test(word) || word === "abc";
  if (/^\p{L}-\p{L}$/u.test(word)) return true;
  return /^[a-z]*(?:sin|cos|tan|log|ln|sqrt)[a-z]$/.test(word);
}

/** Prose with digits, dates and times: the last resort after the grammar has given up. Sentences stay unread. */
export function answerInProse(source: string): Tree | undefined {
  const date = dateOf(source);
  if (date !== undefined) return date;
  const chosen = namedChoice(source);
  if (chosen !== undefined) return chosen;
  if (source.length > longestText) return undefined;
  let words = 0;
  let run = 0;
  for (let i = 0; i <= source.length; i++) {
    const code = source.charCodeAt(i);
    if (isLetter(code) || isWordLetter(code)) {
      run++;
      continue;
    }
    if (run > 1) words++;
    run = 0;
    if (i < source.length && !isDigit(code) && !proseSigns.has(source.charAt(i))) return undefined;
  }
  if (words === 0) return undefined;
  const numbered = /\d/.test(source);
  if (
    numbered &&
    (!isLetter(source.charCodeAt(0)) ||
      /\b(?:is|are|equals?|answer|solution|value|total|thus|so|therefore)\b/i.test(source))
  )
    return undefined;
  return text(source.replaceAll(/\s+/g, " "));
}

const proseSigns = new Set(" -'’‘,.&:;!?/\"“”()\n\t");

/** Words that are answers even where LaTeX would set them as products of letters: `$odd$`. */
const mathematicsWords = new Set(
  "odd even yes no true false none never always both neither all infinite finite increasing decreasing positive negative zero prime composite rational irrational converges diverges convergent divergent impossible undefined possible equal larger smaller greater less".split(
    " ",
  ),
);

/** `$Evelyn$`, `$odd$`, `$no solution$`: a word in mathematics that cannot be meant as a product. */
export function wordInMathematics(source: string): Tree | undefined {
  const from = source.startsWith("$") ? 1 : 0;
  const to = from === 1 && source.endsWith("$") ? source.length - 1 : source.length;
  if (to - from < 2 || to - from > longestText || !isLetter(source.charCodeAt(from))) return undefined;
  for (let i = from; i < to; i++) if (!isLetter(source.charCodeAt(i)) && source.charCodeAt(i) !== 32) return undefined;
  const words = source
    .slice(from, to)
    .split(" ")
    .filter((word) => word !== "");
  const known = words.every(
    (word) =>
      mathematicsWords.has(word.toLowerCase()) ||
      /^[A-Z][a-z]{3,}$/.test(word) ||
      (words.length > 1 && /^[a-z]{4,}$/.test(word)),
  );
  return known ? text(words.join(" ")) : undefined;
}

/** Dates and times written partly as \text{...}: `9\text{ a.m.}`. */
export function answerInLatexWords(source: string): Tree | undefined {
  if (source.length > 80) return undefined;
  return dateOf(
    source
      .replaceAll(/\\(?:text|mathrm|textrm|mbox) ?\{([^{}\\]*)\}|\$/g, "$1")
      .replaceAll(/[\s~]+|\\[,; ]/g, " ")
      .trim(),
  );
}

/** `3:30 \text{ PM}` and `$12:00$`, which the grammar would read as ratios. */
export function timeInLatex(source: string): Tree | undefined {
  if (source.length >= 40 || !source.includes(":")) return undefined;
  const isTime = /\{[~ ]*[ap]\.? ?m\.?[~ ]*\}/i.test(source) || /^\$ ?\d{1,2}:\d\d(?::\d\d)? ?\$$/.test(source);
  return isTime ? answerInLatexWords(source) : undefined;
}

const bareChoice = /^(?:\(([A-J])\)|([A-J])[.):])(?:\\[ ,;]|~|\s|\\quad)+(?=\S)/;
const wrappedChoice =
  /^\\(?:text|textbf|mathbf|mathrm|textrm)\{ ?\(?([A-J])[).:] ?\}(?:\\[ ,;]|~|\s|\\quad|:)*(?=[^\s}$.,])/;

/** `(C) 7`, `C. 7`, `\textbf{(C)}\ 7`: the letter of a choice and where what it stands for begins, or undefined. */
export function choiceBefore(source: string): { letter: string; from: number } | undefined {
  const first = source.charCodeAt(0);
  if (source.length < 4 || !(first === 40 || first === 92 || (first >= 65 && first <= 74))) return undefined;
  const match = (first === 92 ? wrappedChoice : bareChoice).exec(source.slice(0, 40));
  const letter = match?.[1] ?? match?.[2];
  return match === null || letter === undefined ? undefined : { letter, from: match[0].length };
}

import { z } from "zod";
import { amount, compare, instruction, relation, visible, type Reading } from "./_check.ts";

const word = z.string().trim().min(1);

/** Scripts that put no space between words: a word's ends cannot be seen there. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** Every word must occur. Careful: as a word of its own, not inside another ("le" in "people"). */
export const existence = instruction(z.strictObject({ keywords: z.array(word).min(1) }), ({ keywords }, reading) => {
  const patterns = keywords.map((keyword) => [keyword, keywordPattern(keyword, reading)] as const);
  return (text) => {
    const missing = patterns.filter(([, pattern]) => text.search(pattern) === -1).map(([keyword]) => keyword);
    return { kept: missing.length === 0, note: missing.length === 0 ? "every word" : `without ${missing.join(", ")}` };
  };
});

/** How often a word occurs. Careful: as a word of its own. */
export const frequency = instruction(
  z.strictObject({ keyword: word, frequency: amount, relation }),
  ({ keyword, frequency: bound, relation: wanted }, reading) => {
    const pattern = keywordPattern(keyword, reading);
    return (text) => compare(text.match(pattern)?.length ?? 0, wanted, bound, `times ${keyword}`);
  },
);

/** None of the words may stand in the text. Careful: not with invisible characters in it or in full-width letters either. */
export const forbiddenWords = instruction(
  z.strictObject({ forbidden_words: z.array(word).min(1) }),
  ({ forbidden_words: words }, reading) => {
    const patterns = words.map((forbidden) => [forbidden, wholeWord(forbidden)] as const);
    return (text) => {
      const seen = reading === "careful" ? visible(text) : text;
      const found = patterns.filter(([, pattern]) => seen.search(pattern) !== -1).map(([forbidden]) => forbidden);
      return { kept: found.length === 0, note: found.length === 0 ? "none of the words" : `with ${found.join(", ")}` };
    };
  },
);

/** How often a letter (or another character) occurs, upper and lower case alike. */
export const letterFrequency = instruction(
  z.strictObject({ letter: z.string().trim().min(1).max(4), let_frequency: amount, let_relation: relation }),
  ({ letter, let_frequency: bound, let_relation: wanted }) => {
    const lower = letter.toLowerCase();
    return (text) => compare(text.toLowerCase().split(lower).length - 1, wanted, bound, `times ${letter}`);
  },
);

function keywordPattern(keyword: string, reading: Reading): RegExp {
  return reading === "careful" ? wholeWord(keyword) : new RegExp(escaped(keyword), "giu");
}

function wholeWord(keyword: string): RegExp {
  if (unspaced.test(keyword)) return new RegExp(escaped(keyword), "giu");
  return new RegExp(`(?<![\\p{L}\\p{N}\\p{M}_])${escaped(keyword)}(?![\\p{L}\\p{N}\\p{M}_])`, "giu");
}

/** White space inside a phrase may be any white space. */
function escaped(keyword: string): string {
  return keyword.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/g, "\\s{1,20}");
}

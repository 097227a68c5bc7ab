import { z } from "zod";
import { amount, compare, instruction, relation } from "./_check.ts";
import { countSentences } from "./_sentences.ts";

/** Words: runs of letters, digits and underscores; "don't" is two, as IFEval counts. */
export const numberWords = instruction(
  z.strictObject({ num_words: amount, relation }),
  ({ num_words: bound, relation: wanted }) =>
    (text) =>
      compare(text.match(/[\p{L}\p{N}\p{M}_]+/gu)?.length ?? 0, wanted, bound, "words"),
);

export const numberSentences = instruction(
  z.strictObject({ num_sentences: amount, relation }),
  ({ num_sentences: bound, relation: wanted }) =>
    (text) =>
      compare(countSentences(text), wanted, bound, "sentences"),
);

/** Exactly so many paragraphs between Markdown dividers `***`; only before the first and after the last may nothing stand. */
export const numberParagraphs = instruction(
  z.strictObject({ num_paragraphs: amount }),
  ({ num_paragraphs: wanted }) =>
    (text) => {
      const pieces = text.split("***");
      const blank = pieces.map((piece) => piece.trim() === "");
      if (blank.slice(1, -1).includes(true)) return { kept: false, note: "an empty paragraph" };
      const count = blank.filter((empty) => !empty).length;
      return { kept: count === wanted, note: `${count} paragraphs` };
    },
);

/** Exactly so many paragraphs between blank lines, and one of them begins with a given word. */
export const nthParagraphFirstWord = instruction(
  z.strictObject({ num_paragraphs: amount, nth_paragraph: amount.min(1), first_word: z.string().trim().min(1) }),
  ({ num_paragraphs: wanted, nth_paragraph: nth, first_word: first }, reading) =>
    (text) => {
      const pieces = text.split("\n\n");
      const full = pieces.filter((piece) => piece.trim() !== "");
      // the published check numbers blank paragraphs and does not count them
      const paragraph = (reading === "careful" ? full : pieces)[nth - 1] ?? "";
      const word = nth <= full.length ? firstWord(paragraph, reading === "careful") : "";
      const kept = full.length === wanted && word === first.toLowerCase();
      return { kept, note: `${full.length} paragraphs, number ${nth} begins with ${JSON.stringify(word)}` };
    },
);

function firstWord(paragraph: string, careful: boolean): string {
  const start = paragraph.trim().split(/\s/, 1)[0] ?? "";
  const bare = careful ? start.replace(/^[^\p{L}\p{N}]+/u, "") : start.replace(/^'*"*/, "");
  return (/^[^.,?!'"]*/.exec(bare)?.[0] ?? "").replace(careful ? /[^\p{L}\p{N}]+$/u : /^$/, "").toLowerCase();
}

import { z } from "zod";
import { amount, compare, instruction, none, relation, visible } from "./_check.ts";
import { isLanguage, judgeLanguage } from "./_response-language.ts";

/** The whole text in one language. A text without letters has none: careful says broken, published says kept. */
export const responseLanguage = instruction(
  z.strictObject({ language: z.string().refine(isLanguage, { message: "unknown language" }) }),
  ({ language }, reading) =>
    (text) =>
      judgeLanguage(text, language, reading),
);

/** Nothing but capital letters, in English. */
export const englishCapital = instruction(none, (_, reading) => (text) => {
  if (/[\p{Lowercase}\p{Lt}]/u.test(text)) return { kept: false, note: "lower-case letters" };
  if (!/\p{Lu}/u.test(text)) return { kept: false, note: "no capital letters" };
  return judgeLanguage(text, "en", reading);
});

/** No capital letter, in English. */
export const englishLowercase = instruction(none, (_, reading) => (text) => {
  if (/[\p{Uppercase}\p{Lt}]/u.test(text)) return { kept: false, note: "capital letters" };
  if (!/\p{Ll}/u.test(text)) return { kept: false, note: "no lower-case letters" };
  return judgeLanguage(text, "en", reading);
});

/** How many words are all in capitals, "I", "A" and hyphenated words included. */
export const capitalWordFrequency = instruction(
  z.strictObject({ capital_frequency: amount, capital_relation: relation }),
  ({ capital_frequency: bound, capital_relation: wanted }) =>
    (text) => {
      const words = text.match(/[\p{L}\p{N}\p{M}_][\p{L}\p{N}\p{M}_.'’&/-]*/gu) ?? [];
      const capital = words.filter((word) => /\p{Lu}/u.test(word) && !/[\p{Lowercase}\p{Lt}]/u.test(word));
      return compare(capital.length, wanted, bound, "words in capitals");
    },
);

/** No comma. Careful: not the full-width, ideographic and Arabic ones either. */
export const noComma = instruction(none, (_, reading) => (text) => {
  const at = reading === "careful" ? visible(text).search(/[,،、]/) : text.indexOf(",");
  return { kept: at === -1, note: at === -1 ? "no comma" : "a comma" };
});

/** Ends with a phrase, whatever its case; a quote may close after it. */
export const endChecker = instruction(
  z.strictObject({ end_phrase: z.string().trim().min(1) }),
  ({ end_phrase: phrase }) =>
    (text) => {
      const kept = unquoted(text.trim()).toLowerCase().endsWith(phrase.toLowerCase());
      return { kept, note: kept ? "ends so" : "ends otherwise" };
    },
);

function unquoted(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '"') end--;
  return text.slice(0, end);
}

/** Double quotation marks around the whole. Careful: with words between them. */
export const quotation = instruction(none, (_, reading) => (text) => {
  const bare = text.trim();
  const wrapped = bare.length > 1 && bare.startsWith('"') && bare.endsWith('"');
  const kept = wrapped && (reading === "published" || /[\p{L}\p{N}]/u.test(bare));
  return { kept, note: kept ? "in quotation marks" : "not in quotation marks" };
});

/** Two different responses with `******` between them. Careful: different in more than case, spaces and punctuation. */
export const twoResponses = instruction(none, (_, reading) => (text) => {
  const pieces = text.split("******").map((piece) => piece.trim());
  if (pieces.slice(1, -1).includes("")) return { kept: false, note: "an empty response" };
  const full = pieces.filter((piece) => piece !== "");
  const different = new Set(
    full.map((piece) =>
      reading === "careful"
        ? visible(piece)
            .toLowerCase()
            .replace(/[^\p{L}\p{N}]+/gu, "")
        : piece,
    ),
  );
  return { kept: full.length === 2 && different.size === 2, note: `${full.length} responses` };
});

/** The request, word by word, before everything else. Careful: and an answer after it. */
export const repeatPrompt = instruction(
  z.strictObject({ prompt_to_repeat: z.string().trim().min(1) }),
  ({ prompt_to_repeat: request }, reading) =>
    (text) => {
      const bare = text.trim();
      const repeated = bare.toLowerCase().startsWith(request.toLowerCase());
      const answered = reading === "published" || /[\p{L}\p{N}]/u.test(bare.slice(request.length));
      const note = !repeated ? "the request is not repeated" : answered ? "repeated" : "repeated, and no answer";
      return { kept: repeated && answered, note };
    },
);

import { z } from "zod";
import { abstained, correct, defineReward, incorrect, scored } from "../../core/index.ts";
import { languageNames, toLanguage } from "./_languages.ts";
import { languageShares } from "./_language-shares.ts";

const options = z.strictObject({
  language: z
    .string()
    .refine((code) => toLanguage(code) !== undefined, {
      error: ({ input }) => `unknown language ${JSON.stringify(input)}; known: ${languageNames().join(", ")}`,
    })
    .describe("ISO 639-1 or 639-3 code of the wanted language: en, zh, deu"),
  threshold: z
    .number()
    .gt(0)
    .max(1)
    .exactOptional()
    .describe("1 from this share of the language on, else 0; without it the value is the share"),
  minLetters: z
    .number()
    .int()
    .min(1)
    .default(20)
    .describe("abstain on texts with fewer letters, formulas and code not counted"),
});

export type LanguageOptions = z.input<typeof options>;

/**
 * The share of the text's letters that belong to the wanted language, from 0 to 1; with a `threshold`, 1 or 0.
 *
 * Formulas, code and tags are left out. The text is cut at sentences into pieces of some 100 letters; the script of each
 * letter decides where it can (Korean, Greek, Thai ...), the trigrams of the piece where it cannot (Latin, Cyrillic,
 * Arabic, Devanagari). Abstains with "too-short" below `minLetters`.
 *
 * How it is hacked: by writing little, since formulas have no language; and languages close to each other (Norwegian and
 * Danish) pass for one another in short pieces.
 *
 * @example
 * language({ language: "en", threshold: 0.9 });
 */
export const language = defineReward({
  name: "language",
  summary: "the share of the text that is in the wanted language",
  aliases: ["language-consistency"],
  options,
  version: 1,
  range: [0, 1],
  score: ({ language, threshold, minLetters }) => {
    const wanted = toLanguage(language) ?? "";
    return (_task, rollout) => {
      const { shares, letters } = languageShares(rollout.text);
      if (letters < minLetters) return abstained("too-short");
      const share = shares.get(wanted) ?? 0;
      const note = [...shares]
        .sort(([, a], [, b]) => b - a)
        .slice(0, 3)
        .map(([name, part]) => `${name} ${Math.round(100 * part)}%`)
        .join(", ");
      const evidence = [{ kind: "language", note, data: { letters } }];
      if (threshold === undefined) return scored(share, { evidence });
      return share >= threshold
        ? correct({ reason: wanted, evidence })
        : incorrect({ reason: "other-language", evidence });
    };
  },
});

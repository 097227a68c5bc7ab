import type { MakeCheck } from "./_check.ts";
import { numberPlaceholders, postscript } from "./_content.ts";
import {
  constrainedResponse,
  jsonFormat,
  multipleSections,
  numberBulletLists,
  numberHighlightedSections,
  title,
} from "./_format.ts";
import { existence, forbiddenWords, frequency, letterFrequency } from "./_keywords.ts";
import { nthParagraphFirstWord, numberParagraphs, numberSentences, numberWords } from "./_lengths.ts";
import {
  capitalWordFrequency,
  endChecker,
  englishCapital,
  englishLowercase,
  noComma,
  quotation,
  repeatPrompt,
  responseLanguage,
  twoResponses,
} from "./_wording.ts";

/** The 25 kinds of IFEval under its names. */
export const instructionKinds: Readonly<Record<string, MakeCheck>> = {
  "keywords:existence": existence,
  "keywords:frequency": frequency,
  "keywords:forbidden_words": forbiddenWords,
  "keywords:letter_frequency": letterFrequency,
  "language:response_language": responseLanguage,
  "length_constraints:number_sentences": numberSentences,
  "length_constraints:number_paragraphs": numberParagraphs,
  "length_constraints:number_words": numberWords,
  "length_constraints:nth_paragraph_first_word": nthParagraphFirstWord,
  "detectable_content:number_placeholders": numberPlaceholders,
  "detectable_content:postscript": postscript,
  "detectable_format:number_bullet_lists": numberBulletLists,
  "detectable_format:constrained_response": constrainedResponse,
  "detectable_format:number_highlighted_sections": numberHighlightedSections,
  "detectable_format:multiple_sections": multipleSections,
  "detectable_format:json_format": jsonFormat,
  "detectable_format:title": title,
  "combination:two_responses": twoResponses,
  "combination:repeat_prompt": repeatPrompt,
  "startend:end_checker": endChecker,
  "startend:quotation": quotation,
  "change_case:english_capital": englishCapital,
  "change_case:english_lowercase": englishLowercase,
  "change_case:capital_word_frequency": capitalWordFrequency,
  "punctuation:no_comma": noComma,
};

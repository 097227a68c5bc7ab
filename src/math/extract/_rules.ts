import type { Rule } from "./_rule.ts";
import { answerLabel } from "./rules/answer-label.ts";
import { answerPhrase } from "./rules/answer-phrase.ts";
import { answerTag } from "./rules/answer-tag.ts";
import { boxed } from "./rules/boxed.ts";
import { chinesePhrase } from "./rules/chinese-phrase.ts";
import { choiceLetter } from "./rules/choice-letter.ts";
import { finalPhrase } from "./rules/final-phrase.ts";
import { hashMark } from "./rules/hash-mark.ts";
import { jsonField } from "./rules/json-field.ts";
import { lastEquation } from "./rules/last-equation.ts";
import { lastExpression } from "./rules/last-expression.ts";
import { letterLabel } from "./rules/letter-label.ts";
import { tableRow } from "./rules/table-row.ts";
import { translatedPhrase } from "./rules/translated-phrase.ts";
import { wholeText } from "./rules/whole-text.ts";

/** Every rule in the order of priority: the first that applies decides. */
export const rules: readonly Rule[] = [
  answerTag,
  boxed,
  hashMark,
  finalPhrase,
  answerPhrase,
  answerLabel,
  tableRow,
  chinesePhrase,
  translatedPhrase,
  letterLabel,
  jsonField,
  choiceLetter,
  wholeText,
  lastEquation,
  lastExpression,
];

import { declaredByPhrase } from "../_phrases.ts";
import type { Rule } from "../_rule.ts";

const label =
  /\b(?:answer|ans)\b\.?[^\S\n]?(?:\*\*|__|\*)?[^\S\n]{0,3}(?:\([^()\n]{1,40}\)[^\S\n]?)?(?:[:：=]|[-–—]{1,2}(?=\s)|->|→|⇒)/gi;

/** "Answer: 5", "**Answer:** 5", "**Answer**: 5", "ANSWER - 5", "Ans. = 5". */
export const answerLabel: Rule = {
  place: "answer-label",
  find: (source) => declaredByPhrase(source, label),
};

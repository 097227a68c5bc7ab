import { declaredByPhrase } from "../_phrases.ts";
import type { Rule } from "../_rule.ts";

const phrase =
  /\b(?:answers?|(?:correct|right|best) (?:option|choice))\b[^.\n:=]{0,60}?\s(?:(?:is|are)(?=n['’]t|\b)|(?:will|would|must|should|turns out to) be\b|equals\b|comes (?:out )?to\b)/gi;

/** "The answer is 5", "the correct answer to this would be 5", "the correct option is B". Not what follows "the answer is not". */
export const answerPhrase: Rule = {
  place: "answer-phrase",
  find: (source) => declaredByPhrase(source, phrase),
};

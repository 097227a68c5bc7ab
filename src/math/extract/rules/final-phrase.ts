import { declaredByPhrase } from "../_phrases.ts";
import type { Rule } from "../_rule.ts";

const phrase =
  /\bfinal\s{1,3}(?:answer|result|solution)s?\b(?:[^.\n:=]{0,60}?\s(?:is|are|be)\b|[^\S\n]{0,3}(?:\([^()\n]{1,40}\))?(?:\*\*|__)?[^\S\n]{0,3}[:：=]|(?<=^(?:[\s#*_>\d.-]{0,12}|(?:##|\*\*)[^\n]{0,40})final\s{1,3}\w{6,8}s?)[^\S\n]{0,3}(?:\*\*|__)?[^\S\n]{0,3}\n)/gim;

/** "The final answer is 5", "Final Answer: 5", "the final answer to the question is 5", and "Final Answer" as a heading of its own line. */
export const finalPhrase: Rule = {
  place: "final-phrase",
  find: (source) => declaredByPhrase(source, phrase),
};

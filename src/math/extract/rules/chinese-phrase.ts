import { declaredByPhrase } from "../_phrases.ts";
import type { Rule } from "../_rule.ts";

const phrase =
  /(?:答案|结果)(?:应该|应当|就)?(?:是|为|選|选|[:：=])[:：]?|(?:故|应|應)?[选選](?:择)?[:：]?(?=\s?[（(]?[A-J](?![A-Za-z]))/g;

/** 答案是, 答案为, 答案：, 最终答案是, 结果是, 故选. */
export const chinesePhrase: Rule = {
  place: "chinese-phrase",
  find: (source) => declaredByPhrase(source, phrase),
};

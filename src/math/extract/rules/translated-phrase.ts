import { declaredByPhrase } from "../_phrases.ts";
import type { Rule } from "../_rule.ts";

/** What may stand between the noun and its verb, or between the noun and its colon. */
const gap = String.raw`[^.\n:=]{0,60}?\s`;
const mark = String.raw`[^\S\n]?(?:\*\*|__|\*)?[^\S\n]?[:：=]`;

const phrases = [
  // German
  String.raw`\bdie\s(?:richtige\s|korrekte\s|endgültige\s)?(?:Antwort|Lösung)${gap}(?:ist|lautet|wäre)(?=\s|:)`,
  String.raw`\bdas\s(?:gesuchte\s|richtige\s)?(?:Ergebnis|Resultat)${gap}(?:ist|lautet|beträgt)(?=\s|:)`,
  String.raw`\b(?:Antwort|Ergebnis|Lösung)${mark}`,
  // French
  String.raw`\b(?:la\s(?:bonne\s)?(?:réponse|solution)|le\srésultat)${gap}(?:est|vaut)(?=\s|:)`,
  String.raw`\b(?:Réponse|Résultat)(?:\s(?:finale|final))?${mark}`,
  // Spanish
  String.raw`\b(?:la\s(?:respuesta|solución)|el\sresultado)${gap}es(?=\s|:)`,
  String.raw`\b(?:Respuesta|Resultado)(?:\s(?:final|correcta))?${mark}`,
  // Portuguese and Italian
  String.raw`\b(?:a\sresposta|o\sresultado)${gap}é(?=\s|:)`,
  String.raw`\b(?:la\srisposta|il\srisultato)${gap}è(?=\s|:)`,
  String.raw`\b(?:Resposta|Risposta)(?:\s(?:final|finale))?${mark}`,
  // Russian
  String.raw`(?<![А-Яа-яЁё])ответ(?:${mark}|\s?[—–]|\sравен)`,
  // Japanese, Korean, Vietnamese
  String.raw`(?:答え|解答|正解)(?:は、?|[:：])`,
  String.raw`(?<![가-힣])(?:정답|답)(?:은|[:：])`,
  String.raw`đáp\sán(?:\s(?:cuối\scùng|đúng))?(?:\slà|\s?[:：])`,
];
const phrase = new RegExp(phrases.join("|"), "gi");

/** A verb that stands after the answer. */
const closingVerb = /\s?(?:です|である|となります|だ|입니다|이다|이에요)$/;

/** "Die Antwort ist 5", "La réponse est 5", "Respuesta: 5", "Ответ: 5", "答えは 5 です" and the like. */
export const translatedPhrase: Rule = {
  place: "translated-phrase",
  find(source) {
    const finding = declaredByPhrase(source, phrase);
    if (finding?.kind !== "found") return finding;
    const slices = finding.slices.map((slice) => {
      const verb = closingVerb.exec(source.text.slice(Math.max(slice.start, slice.end - 12), slice.end));
      return verb === null ? slice : { ...slice, end: slice.end - verb[0].length };
    });
    return { kind: "found", slices };
  },
};

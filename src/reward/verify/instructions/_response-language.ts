import { languageShares } from "../_language-shares.ts";
import { toLanguage } from "../_languages.ts";
import type { Finding, Reading } from "./_check.ts";

/** Below so many letters trigrams tell nothing. */
const minLetters = 20;

/** Codes of IFEval that the detector does not know, each with a test of its own. */
const others: Readonly<Record<string, (text: string) => boolean>> = { he: isHebrew, fi: isFinnish };

/** May a response be asked for in this language? */
export function isLanguage(code: string): boolean {
  return code in others || toLanguage(code) !== undefined;
}

/** Is most of a text in a language? Texts too short for trigrams are taken at their script's word. */
export function judgeLanguage(text: string, code: string, reading: Reading): Finding {
  const other = others[code];
  if (other !== undefined) {
    const kept = other(text);
    return { kept, note: kept ? code : `not ${code}` };
  }
  const wanted = toLanguage(code) ?? code;
  const { shares, letters } = languageShares(text);
  if (letters === 0) return { kept: reading === "published", note: "no letters" };
  const ranked = [...shares].sort(([, a], [, b]) => b - a);
  const note = ranked
    .slice(0, 3)
    .map(([name, share]) => `${name} ${Math.round(100 * share)}%`)
    .join(", ");
  const share = shares.get(wanted) ?? 0;
  const tooShort = letters < minLetters && (isLatin(text) ? latin.has(wanted) : share > 0 || shares.has("und"));
  // "entire response": a quarter may be names and loan words; the published detector gives the one best fit
  const kept = tooShort || (reading === "careful" ? share >= 0.75 : ranked[0]?.[0] === wanted);
  return { kept, note };
}

const latin = new Set("en de fr es it pt nl pl tr vi sw ro cs hu sv id ms tl".split(" "));

function isLatin(text: string): boolean {
  return /\p{Script=Latin}/u.test(text);
}

function share(text: string, pattern: RegExp): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters === 0 ? 0 : (text.match(pattern)?.length ?? 0) / letters;
}

function isHebrew(text: string): boolean {
  return share(text, /\p{Script=Hebrew}/gu) >= 0.75;
}

const finnishWords = new Set(
  (
    "ja on ei se että hän oli joka mutta tai kun niin myös ovat sen voi kuin jos vain nyt olla tämä ole minä sinä me te he " +
    "mitä miten missä koska siitä sitä tämän joka jotka jossa kanssa hyvin kaikki mukaan sekä vaan ennen jälkeen vielä ollut " +
    "minun sinun hänen meidän heidän olen olet olemme minua sinua en et emme eikä jo noin kuten ihmiset aina paljon"
  ).split(" "),
);

/** One word in ten is among the commonest Finnish ones, and one letter in forty is ä or ö. */
function isFinnish(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const known = words.filter((word) => finnishWords.has(word)).length;
  return words.length > 0 && known / words.length >= 0.1 && share(text, /[äö]/giu) >= 0.025;
}

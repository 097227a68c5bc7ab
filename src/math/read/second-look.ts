/** @file Slips and spellings that no grammar reads but that have one meaning: a source is looked at again only after it failed. */

/** Signs of full width, `１２３（ｘ）`, for the signs of ASCII that they are. */
const fullWidth = /[\uff01-\uff5e]/g;

const exceptNumbers =
  /^(?:\\text\s*\{)?\s*(?:the set of )?all real (?:numbers|values)(?: of [a-z])? (?:except|but|other than)(?: for)?\s*\}?\s*(?:[a-z]\s*=\s*)?([-\d,./ $\\{}a-z]+)$/i;

/** The source as it is meant, or undefined where there is nothing to mend. */
export function secondLook(source: string): string | undefined {
  const narrow = source.replaceAll(fullWidth, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  if (narrow !== source) return narrow;
  // "= 5" goes on from a question that ended in what is asked for.
  if (/^(?:\$ ?)?=(?![=<>])/.test(source)) return source.replace("=", "");
  // A lone backslash at the end is what is left of a line break or a space.
  if (/[^\\]\\$/.test(source)) return source.slice(0, -1);
  const choice = /^([A-J])\)$/.exec(source)?.[1];
  if (choice !== undefined) return choice;
  if (source.includes("\\text{\\$}")) return source.replaceAll("\\text{\\$}", "\\$");
  const ratio = /^(\d+(?:\.\d+)?) *(?:\\text *\{ *)?to *\}? *(\d+(?:\.\d+)?)$/.exec(source);
  if (ratio !== null) return `${ratio[1]}:${ratio[2]}`;
  const except = exceptNumbers.exec(source)?.[1];
  return except === undefined ? undefined : `\\mathbb{R} \\setminus \\{${except.replace(/\s*(?:and|or)\s*/, ",")}\\}`;
}

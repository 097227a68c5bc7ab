/** @file Questions about single UTF-16 code units, asked so often that they are worth inlining. */

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A to Z, a to z. */
export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

export function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** Latin letters with accents, Cyrillic and the scripts of East Asia: letters of words, never of formulas. */
export function isWordLetter(code: number): boolean {
  if (isLetter(code)) return true;
  if (code < 0xc0) return false;
  return (
    (code <= 0x24f && code !== 0xd7 && code !== 0xf7) ||
    (code >= 0x400 && code <= 0x52f) ||
    (code >= 0x3040 && code <= 0x30ff) ||
    (code >= 0x4e00 && code <= 0x9fff)
  );
}

/** Blanks of every width, line ends, and the marks that show nothing (joiners, direction and byte order marks). */
export function isSpace(code: number): boolean {
  if (code <= 32) return true;
  if (code < 0xa0) return false;
  return (
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200f) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x2060 ||
    code === 0x2062 ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

/** The first offset from `at` on that is not white space. */
export function skipSpace(source: string, at: number): number {
  let i = at;
  while (i < source.length && isSpace(source.charCodeAt(i))) i++;
  return i;
}

/** The first offset from `at` on that is no digit. */
export function skipDigits(source: string, at: number): number {
  let i = at;
  while (i < source.length && isDigit(source.charCodeAt(i))) i++;
  return i;
}

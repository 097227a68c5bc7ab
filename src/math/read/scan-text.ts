/** @file `\text{...}`, `\mathrm{...}` and `\operatorname{...}`: what their words mean. */

import { isLetter, isUpper, skipSpace } from "./_character.ts";
import { closingBrace, emit, type State } from "./_scan-state.ts";
import { stop } from "./_token.ts";
import { isKnownUnit } from "./quantities.ts";
import { nameToken } from "./scan-names.ts";
import { signMeaning, wordMeaning } from "./vocabulary.ts";

/** \text{...} and \operatorname{...}: a known word becomes what it means, a letter a symbol, anything else a text. */
export function words(state: State, end: number, prose: boolean): void {
  const { source } = state;
  const start = state.at;
  const open = skipSpace(source, end);
  if (source.charAt(open) !== "{") {
    if (!isLetter(source.charCodeAt(open))) throw stop("a text without braces", start);
    return emit(state, "name", source.charAt(open), open + 1, start);
  }
  const close = closingBrace(source, open);
  if (close < 0) throw stop("a brace is not closed", open);
  const raw = source.slice(open + 1, close);
  const content = plainSpaces(raw);
  if (content === "") {
    state.at = close + 1;
    state.space = true;
    return;
  }
  const joint = /^(and|or|,) (.+)$/.exec(content);
  if (joint !== null && prose) {
    emit(state, "separator", joint[1] ?? ",", close + 1, start);
    state.space = true;
    return emit(state, "text", joint[2] ?? "", close + 1, start);
  }
  const trailing = /^(\S.*) (and|or)$/.exec(content);
  if (trailing !== null && prose && state.tokens.length > 0) {
    emit(state, "text", trailing[1] ?? "", close + 1, start);
    return emit(state, "separator", trailing[2] ?? "and", close + 1, close);
  }
  const bare = content.length > 1 && content.endsWith(",") ? content.slice(0, -1) : content;
  const meaning = wordMeaning(bare) ?? (bare.length === 1 ? signMeaning(bare) : undefined);
  if (meaning !== undefined && meaning.kind !== "currency") {
    if (meaning.kind === "name") return nameToken(state, meaning.text, close + 1);
    if (meaning.kind === "separator" || meaning.kind === "operator" || meaning.kind === "function")
      return emit(state, meaning.kind, meaning.text, close + 1);
  }
  if (/^(?:st|nd|rd|th)$/.test(content) && state.tokens[state.tokens.length - 1]?.kind === "number") {
    state.at = close + 1;
    return;
  }
  if (isUnitHere(state, content, prose)) return emit(state, "text", content, close + 1, start);
  const first = state.tokens.length === 0 && skipSpace(source, close + 1) < source.length;
  if (content.length === 1 && isLetter(content.charCodeAt(0)) && !(prose && isUpper(content.charCodeAt(0)) && first)) {
    return nameToken(state, content, close + 1);
  }
  if (!prose && /[\\0-9]/.test(content)) {
    // \mathrm{...} around mathematics is only a style.
    state.at = open;
    return;
  }
  emit(state, "text", content, close + 1, start);
}

/** Is the text a unit of the value before it? A single letter is one only after a number, a bracket or another unit. */
function isUnitHere({ tokens, space }: State, content: string, prose: boolean): boolean {
  const last = tokens[tokens.length - 1];
  if (last === undefined || !isKnownUnit(content)) return false;
  const before = tokens[tokens.length - 2];
  if (last.text === "/" || last.text === "*")
    return before?.kind === "text" || before?.kind === "word" || isExponentOfUnit(tokens);
  if (last.kind === "number" || last.kind === "close") return true;
  return last.kind === "name" && (prose || space) && content !== "d";
}

/** `\text{m}^2/\text{s}`: does a unit with an exponent stand before the last sign? */
function isExponentOfUnit(tokens: State["tokens"]): boolean {
  const braced = tokens[tokens.length - 2]?.text === "}";
  const caret = tokens.length - (braced ? 5 : 3);
  return tokens[caret]?.text === "^" && tokens[caret - 1]?.kind === "text";
}

/** Text as words with single blanks: spacing commands, ties and empty braces are blanks. */
function plainSpaces(raw: string): string {
  return raw
    .replaceAll(/\\cdot ?/g, "*")
    .replaceAll(/\\[,;:! ]|~|\\quad|\\qquad|\s+/g, " ")
    .replaceAll(/ {2,}/g, " ")
    .trim();
}

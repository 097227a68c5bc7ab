/** @file `\text{...}`, `\mathrm{...}` and `\operatorname{...}`: what their words mean. */

import { findUnit } from "../units/index.ts";
import { isLetter, isUpper, skipSpace } from "./_character.ts";
import { closingBrace, emit, type State } from "./_scan-state.ts";
import { stop } from "./_token.ts";
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
  const bare = content.length > 1 && content.endsWith(",") ? content.slice(0, -1) : content;
  const meaning = wordMeaning(bare) ?? (bare.length === 1 ? signMeaning(bare) : undefined);
  if (meaning !== undefined && meaning.kind !== "currency") {
    if (meaning.kind === "name") return nameToken(state, meaning.text, close + 1);
    if (meaning.kind === "separator" || meaning.kind === "operator" || meaning.kind === "function")
      return emit(state, meaning.kind, meaning.text, close + 1);
  }
  const letter = content.length === 1 && isLetter(content.charCodeAt(0));
  const last = state.tokens[state.tokens.length - 1];
  const unit =
    letter &&
    findUnit(content) !== undefined &&
    last !== undefined &&
    (last.kind === "number" || last.kind === "close" || (last.kind === "name" && (prose || state.space)));
  if (
    letter &&
    !unit &&
    !(prose && isUpper(content.charCodeAt(0)) && last === undefined && skipSpace(source, close + 1) < source.length)
  )
    return nameToken(state, content, close + 1);
  if (!prose && /[\\0-9]/.test(content)) {
    // \mathrm{...} around mathematics is only a style.
    state.at = open;
    return;
  }
  emit(state, "text", content, close + 1, start);
}

/** Text as words with single blanks: spacing commands, ties and empty braces are blanks. */
function plainSpaces(raw: string): string {
  return raw
    .replaceAll(/\\[,;:! ]|~|\\quad|\\qquad|\s+/g, " ")
    .replaceAll(/ {2,}/g, " ")
    .trim();
}

/** @file What a run of letters is: a known word, a unit, prose, or a product of letters. */

import { findUnit } from "../units/index.ts";
import { isLetter, isWordLetter } from "./_character.ts";
import { emit, type State } from "./_scan-state.ts";
import type { TokenKind } from "./_token.ts";
import { apply } from "./scan-commands.ts";
import { nameToken } from "./scan-names.ts";
import { commandMeaning, wordMeaning } from "./vocabulary.ts";

/** Short plain words that are prose, not products of letters. */
const proseWords = new Set(
  "a an the is are was be to of in on at by no yes not all any odd one two six ten day mon tue wed thu fri sat sun it he she we you his her per ans day way men man boy red blue for but nor so if as up us am pm dne sum set are and one has had can may yes".split(
    " ",
  ),
);

export function letters(state: State): void {
  const { source, at } = state;
  let end = at + 1;
  while (end < source.length && isWordLetter(source.charCodeAt(end))) end++;
  const run = source.slice(at, end);
  if (run.length === 1 && isLetter(source.charCodeAt(at))) {
    if (isUnionLetter(state, run, end)) return emit(state, "operator", "union", end);
    if (isTimesLetter(state, run, end)) return emit(state, "operator", "*", end);
    return isUnitLetter(state, run, end) ? emit(state, "word", run, end) : nameToken(state, run, end);
  }
  if (source.charCodeAt(end) === 123 && commandMeaning(run)?.kind === "command") {
    // frac{1}{2}: the backslash was lost.
    return apply(state, commandMeaning(run) ?? { kind: "skip", text: "" }, end);
  }
  if (run.length > 1 && joiningSigns.includes(run.charAt(0)) && state.tokens.length > 0)
    return emit(state, "separator", run.startsWith("或") ? "or" : "and", at + 1);
  if (isOrdinal(state, run)) {
    state.at = end;
    return;
  }
  if (run === "log" && !state.context.latex) {
    const base = source.startsWith("10(", end) ? "10" : source.startsWith("2(", end) ? "2" : undefined;
    if (base !== undefined) return emit(state, "function", base === "2" ? "lb" : "lg", end + base.length);
  }
  const meaning = isUnitBeside(state, run, end) ? undefined : wordMeaning(run);
  if (meaning !== undefined && !(state.context.latex && meaning.kind === "name" && run === "in")) {
    if (meaning.kind !== "name") return emit(state, meaning.kind as TokenKind, meaning.text, end);
    return nameToken(state, meaning.text, end);
  }
  const last = state.tokens[state.tokens.length - 1];
  const afterValue =
    last !== undefined &&
    (last.kind === "number" ||
      isBelowUnit(state.tokens) ||
      last.kind === "close" ||
      last.kind === "name" ||
      last.kind === "word" ||
      last.text === "degree");
  const afterNumber = last?.kind === "number" && !state.space;
  if (!state.context.latex) {
    if (afterValue && (findUnit(run) !== undefined || run === "sq" || run === "cu" || run === "per"))
      return emit(state, "word", run, end);
    if (isProduct(run, afterNumber, state)) return product(state, run, end);
    return emit(state, "word", run, end);
  }
  if (afterValue && findUnit(run) !== undefined && (run.length > 2 || state.space))
    return emit(state, "word", run, end);
  if (state.space && (afterValue || last?.text === "}" || last?.kind === "text") && isProse(run))
    return emit(state, "word", run, end);
  return product(state, run, end);
}

/** "or" and "and" of Chinese, which stand in a row with the letters around them. */
const joiningSigns = "或和且";

/** `90 min`, `10 sec`: not a function where nothing follows that it could be applied to; `km/hr`: a unit below a unit. */
function isUnitBeside({ source, tokens, context }: State, run: string, end: number): boolean {
  const last = tokens[tokens.length - 1];
  if (run === "min" || run === "sec")
    return last?.kind === "number" && /^\s*(?:$|[,;/^$)])/.test(source.slice(end, end + 8));
  return !context.latex && isBelowUnit(tokens) && findUnit(run) !== undefined;
}

function isBelowUnit(tokens: State["tokens"]): boolean {
  return tokens[tokens.length - 1]?.text === "/" && tokens[tokens.length - 2]?.kind === "word";
}

/** `(1, 2) U (3, 4)`. */
function isUnionLetter({ source, tokens }: State, letter: string, end: number): boolean {
  return (
    letter === "U" &&
    tokens[tokens.length - 1]?.kind === "close" &&
    /^\s*(?:\\left)?[([]/.test(source.slice(end, end + 12))
  );
}

/** `3 x 10^5`. */
function isTimesLetter({ source, tokens }: State, letter: string, end: number): boolean {
  return letter === "x" && tokens[tokens.length - 1]?.kind === "number" && /^ ?10 ?\^/.test(source.slice(end, end + 5));
}

/** `11th`, `2nd`: the ending of an ordinal adds nothing to its number. */
function isOrdinal(state: State, run: string): boolean {
  const last = state.tokens[state.tokens.length - 1];
  if (
    run.length !== 2 ||
    state.space ||
    last?.tree === undefined ||
    last.tree.value.d !== 1n ||
    last.tree.decimals !== undefined
  )
    return false;
  const [tens, ones] = [(last.tree.value.n / 10n) % 10n, last.tree.value.n % 10n];
  const ending = tens === 1n ? "th" : ones === 1n ? "st" : ones === 2n ? "nd" : ones === 3n ? "rd" : "th";
  return run === ending;
}

const unitLetters = "mgshLNJWVK";

/**
 * `5 m` is five metres and `5m` five times m: in plain text a unit of one letter stands after a blank, after a number that
 * no formula came before, and before nothing but an exponent or another unit.
 */
function isUnitLetter(state: State, letter: string, end: number): boolean {
  const { source, tokens, space } = state;
  if (state.context.latex || !space || !unitLetters.includes(letter)) return false;
  const number = tokens[tokens.length - 1];
  const before = tokens[tokens.length - 2];
  if (number?.kind !== "number") return false;
  const starts =
    before === undefined ||
    before.kind === "separator" ||
    before.kind === "open" ||
    before.kind === "word" ||
    before.text === "=" ||
    before.text === "approx" ||
    (before.text === "-" && tokens.length === 2);
  return (
    starts && /^(?:\^\d|\^-\d|[²³])?(?:\/[a-zA-Z]|\s*$|\s*[,;)]|\s+(?:and|or|per)\b)/.test(source.slice(end, end + 12))
  );
}

/** A word among formulas, "5 apples": four letters or more, lower case, with a vowel and without a function inside. */
function isProse(run: string): boolean {
  return (
    run === "per" || (run.length > 3 && /^[a-z]*[aeiou][a-z]*$/.test(run) && !/(?:sin|cos|tan|log|sqrt)/.test(run))
  );
}

/** Is a run of letters in plain text a product of letters? Only short ones, that are no words, and those with a function inside. */
function isProduct(run: string, afterNumber: boolean, state: State): boolean {
  if (!/^[A-Za-z]+$/.test(run)) return false;
  if (proseWords.has(run.toLowerCase()) || isRomanNumeral(run, state)) return false;
  if (run.length <= 3) return true;
  if (run.length > 12) return false;
  return (
    /(?:sin|cos|tan|cot|sec|csc|log|ln|sqrt|pi)/.test(run) &&
    (afterNumber || functionInside(run) || state.source.length === run.length)
  );
}

/** `ii`, `IV` between separators or brackets number an item; i times i they are not. */
function isRomanNumeral(run: string, { tokens, source, at }: State): boolean {
  if (!/^(?:ii|iii|iv|vi|vii|viii|II|III|IV|VI|VII|VIII|IX)$/.test(run)) return false;
  const last = tokens[tokens.length - 1];
  if (last !== undefined && last.kind !== "separator" && last.kind !== "open") return false;
  return /^\s*(?:$|[,;)]|and\b|or\b)/.test(source.slice(at + run.length, at + run.length + 8));
}

function functionInside(run: string): boolean {
  for (let i = 0; i < run.length;) {
    const piece = pieceAt(run, i);
    i += piece.length;
    if (piece.length === 1 && run.length - i > 3 && pieceAt(run, i).length === 1) return false;
  }
  return true;
}

const pieces = [
  "arcsin",
  "arccos",
  "arctan",
  "sqrt",
  "sinh",
  "cosh",
  "tanh",
  "sin",
  "cos",
  "tan",
  "cot",
  "sec",
  "csc",
  "log",
  "ln",
  "pi",
];

/** The function name that starts at `at` in a run of letters, or the one letter there. */
function pieceAt(run: string, at: number): string {
  return pieces.find((piece) => run.startsWith(piece, at)) ?? run.charAt(at);
}

/** A run of letters as a product: functions inside keep together, `xsin` is x times sin. */
function product(state: State, run: string, end: number): void {
  const joined = /^(or|and)([A-Za-z])$/.exec(run);
  if (joined !== null && state.tokens[state.tokens.length - 1]?.kind === "number") {
    emit(state, "separator", joined[1] ?? "or", end - 1);
    return nameToken(state, joined[2] ?? "", end);
  }
  for (let i = 0; i < run.length;) {
    const piece = run.length > 2 ? pieceAt(run, i) : run.charAt(i);
    i += piece.length;
    const stopAt = end - run.length + i;
    const meaning = piece.length > 1 ? wordMeaning(piece) : undefined;
    if (meaning !== undefined && meaning.kind !== "name") emit(state, meaning.kind as TokenKind, meaning.text, stopAt);
    else if (i < run.length) emit(state, "name", meaning?.text ?? piece, stopAt);
    else nameToken(state, meaning?.text ?? piece, stopAt);
  }
}

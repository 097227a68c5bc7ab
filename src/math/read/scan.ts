/** @file Cuts a source into tokens in one pass from left to right; LaTeX, Unicode and plain text give the same tokens. */

import type { Budget } from "../../core/index.ts";
import { isDigit, isLetter, isSpace, isUpper, isWordLetter, skipSpace } from "./_character.ts";
import { type Token, type TokenKind, stop } from "./_token.ts";
import { scanNumber } from "./numbers.ts";
import { findUnit } from "../units/index.ts";
import { commandMeaning, type Meaning, signMeaning, wordMeaning } from "./vocabulary.ts";

export interface ScanContext {
  readonly budget: Budget;
  /** In LaTeX a run of letters is a product, in plain text it is a word. */
  readonly latex: boolean;
  readonly decimalComma: boolean;
}

/** How many arguments of a command may be a single digit: `\frac12`, `\sqrt2`. */
const digitArguments: Readonly<Record<string, number>> = { frac: 2, binom: 2, sqrt: 1 };

/** Short plain words that are prose, not products of letters. */
const proseWords = new Set(
  "a an the is are was be to of in on at by no yes not all any odd one two six ten day mon tue wed thu fri sat sun it he she we you his her per ans day way men man boy red blue for but nor so if as up us am pm dne sum set are and one has had can may yes".split(
    " ",
  ),
);

interface State {
  readonly source: string;
  readonly context: ScanContext;
  readonly tokens: Token[];
  at: number;
  space: boolean;
  /** Open brackets: is a comma inside a separator, and how many single-digit arguments wait outside. */
  readonly listStack: boolean[];
  readonly pendingStack: number[];
  list: boolean;
  pending: number;
  dollars: boolean;
  /** Is every `$` a delimiter of mathematics, because they enclose the whole source? */
  readonly enclosed: boolean;
  /** Has a \boxed been met? */
  boxed: boolean;
  /** Environments that are open. */
  environments: number;
}

/** The tokens of `source`, closed by one of kind "end". Throws a Stop, or the error of a passed budget. */
export function scan(source: string, context: ScanContext): readonly Token[] {
  const state: State = {
    source,
    context,
    tokens: [],
    at: 0,
    space: false,
    listStack: [],
    pendingStack: [],
    list: false,
    pending: 0,
    dollars: false,
    enclosed: enclosedByDollars(source),
    boxed: false,
    environments: 0,
  };
  // A sign may become two nodes of the tree.
  const limit = Math.floor(context.budget.limits.nodes / 2);
  while (state.at < source.length) {
    scanOne(state);
    if (state.tokens.length > limit) throw stop(`more than ${limit} signs`, state.at);
  }
  emit(state, "end", "", source.length);
  return state.tokens;
}

/** `$...$` around everything, with a blank before the last sign or not. */
function enclosedByDollars(source: string): boolean {
  const last = source.length - 1;
  if (last < 1 || source.charCodeAt(0) !== 36 || source.charCodeAt(last) !== 36 || source.charCodeAt(last - 1) === 92)
    return false;
  let count = 0;
  for (let i = source.indexOf("$"); i >= 0; i = source.indexOf("$", i + 1))
    if (source.charCodeAt(i - 1) !== 92) count++;
  return count % 2 === 0;
}

function emit(state: State, kind: TokenKind, text: string, end: number, start = state.at): void {
  state.tokens.push({ kind, text, start, end, space: state.space });
  state.at = end;
  state.space = false;
  if (state.pending > 0 && kind !== "open") state.pending--;
}

function scanOne(state: State): void {
  const { source, at } = state;
  const code = source.charCodeAt(at);
  if (isSpace(code)) {
    if (code === 10 && state.listStack.length === 0 && !state.context.latex) lineBreak(state);
    state.space = true;
    state.at++;
  } else if (isDigit(code) || (code === 46 && startsFraction(source, at + 1))) numberToken(state);
  else if (isWordLetter(code)) letters(state);
  else if (code === 92) backslash(state);
  else if (code === 36) dollar(state);
  else sign(state, code);
}

function startsFraction(source: string, at: number): boolean {
  return isDigit(source.charCodeAt(at)) || source.startsWith("\\overline{", at) || source.startsWith("\\dot", at);
}

/** A line end between two statements of plain text separates them. */
function lineBreak(state: State): void {
  const last = state.tokens[state.tokens.length - 1];
  if (last === undefined || last.kind === "separator" || last.kind === "operator") return;
  if (skipSpace(state.source, state.at) >= state.source.length) return;
  emit(state, "separator", ";", state.at + 1);
  state.at--;
}

function numberToken(state: State): void {
  const { source, at, context } = state;
  const single = state.pending > 0 && isDigit(source.charCodeAt(at));
  const { tree, end } = scanNumber(source, at, {
    budget: context.budget,
    list: state.list && state.tokens[state.tokens.length - 1]?.kind !== "currency",
    single,
    decimalComma: context.decimalComma,
  });
  state.tokens.push({ kind: "number", text: "", start: at, end, space: state.space, tree });
  state.at = end;
  state.space = false;
  if (state.pending > 0) state.pending--;
}

function letters(state: State): void {
  const { source, at } = state;
  let end = at + 1;
  while (end < source.length && isWordLetter(source.charCodeAt(end))) end++;
  const run = source.slice(at, end);
  if (run.length === 1 && isLetter(source.charCodeAt(at))) {
    return isUnitLetter(state, run, end) ? emit(state, "word", run, end) : nameToken(state, run, end);
  }
  if (run === "log" && !state.context.latex) {
    const base = source.startsWith("10(", end) ? "10" : source.startsWith("2(", end) ? "2" : undefined;
    if (base !== undefined) return emit(state, "function", base === "2" ? "lb" : "lg", end + base.length);
  }
  const meaning = wordMeaning(run);
  if (meaning !== undefined && !(state.context.latex && meaning.kind === "name" && run === "in")) {
    if (meaning.kind !== "name") return emit(state, meaning.kind as TokenKind, meaning.text, end);
    return nameToken(state, meaning.text, end);
  }
  const last = state.tokens[state.tokens.length - 1];
  const afterValue =
    last !== undefined &&
    (last.kind === "number" ||
      last.kind === "close" ||
      last.kind === "name" ||
      last.kind === "word" ||
      last.text === "degree");
  const afterNumber = last?.kind === "number" && !state.space;
  if (!state.context.latex) {
    if (afterValue && findUnit(run) !== undefined) return emit(state, "word", run, end);
    if (isProduct(run, afterNumber, state)) return product(state, run, end);
    return emit(state, "word", run, end);
  }
  if (afterValue && findUnit(run) !== undefined && (run.length > 2 || state.space))
    return emit(state, "word", run, end);
  if (state.space && (afterValue || last?.text === "}" || last?.kind === "text") && isProse(run))
    return emit(state, "word", run, end);
  return product(state, run, end);
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
  if (proseWords.has(run.toLowerCase())) return false;
  if (run.length <= 3) return true;
  if (run.length > 12) return false;
  return (
    /(?:sin|cos|tan|cot|sec|csc|log|ln|sqrt|pi)/.test(run) &&
    (afterNumber || functionInside(run) || state.source.length === run.length)
  );
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

const subscriptSigns = "₀₁₂₃₄₅₆₇₈₉";

/** A symbol with the subscript and the digits that belong to its name. */
function nameToken(state: State, name: string, end: number): void {
  const { source, at } = state;
  const code = source.charCodeAt(end);
  const last = state.tokens[state.tokens.length - 1];
  // In \int^b_a the subscript belongs to what stands before the `^`.
  if (last?.kind === "operator" && (last.text === "^" || last.text === "_") && name.length === 1)
    return emit(state, "name", name, end, at);
  if (code === 95 || (code === 32 && source.charCodeAt(end + 1) === 95)) {
    const subscript = scanSubscript(source, code === 95 ? end + 1 : end + 2, state.context.latex);
    if (subscript !== undefined) return emit(state, "name", `${name}_${subscript.text}`, subscript.end, at);
  } else if (code >= 0x2080 && code <= 0x2089) {
    let stopAt = end;
    let digits = "";
    while (subscriptSigns.includes(source.charAt(stopAt)) && stopAt < source.length)
      digits += String(subscriptSigns.indexOf(source.charAt(stopAt++)));
    return emit(state, "name", `${name}_${digits}`, stopAt, at);
  } else if (isDigit(code) && !state.context.latex && name.length === 1) {
    let stopAt = end;
    while (isDigit(source.charCodeAt(stopAt))) stopAt++;
    return emit(state, "name", `${name}_${source.slice(end, stopAt)}`, stopAt, at);
  }
  emit(state, "name", name, end, at);
}

const longestSubscript = 60;

/** The subscript after `_`: letters and digits are kept, anything else stays in braces, so that the name reads back. */
function scanSubscript(source: string, from: number, latex: boolean): { text: string; end: number } | undefined {
  const at = skipSpace(source, from);
  const first = source.charAt(at);
  if (first === "{") {
    const end = closingBrace(source, at, longestSubscript);
    if (end < 0) return undefined;
    const inner = source
      .slice(at + 1, end)
      .replace(/\\(?:text|mathrm|rm|textrm|mathit|operatorname|mbox)\b ?|[\s{}]|\\[,;!]/g, "");
    const text = inner.replaceAll(/\\([A-Za-z]+)/g, (_, command: string) => commandMeaning(command)?.text ?? command);
    if (text === "") return undefined;
    return { text: /^[A-Za-z0-9]+$/.test(text) ? text : `{${text}}`, end: end + 1 };
  }
  if (isLetter(source.charCodeAt(at))) {
    // In plain text a name goes on, v_max; in LaTeX only one letter is set low.
    let last = at + 1;
    while (!latex && (isLetter(source.charCodeAt(last)) || isDigit(source.charCodeAt(last)))) last++;
    return { text: source.slice(at, last), end: last };
  }
  let end = at;
  while (isDigit(source.charCodeAt(end))) end++;
  if (end > at) return { text: source.slice(at, end), end };
  if (first !== "\\") return undefined;
  end = at + 1;
  while (isLetter(source.charCodeAt(end))) end++;
  const name = source.slice(at + 1, end);
  if (/^(?:text|mathrm|rm|textrm|operatorname|mbox)$/.test(name) && source.charAt(end) === "{")
    return scanSubscript(source, end, latex);
  const meaning = commandMeaning(name);
  return meaning?.kind === "name" ? { text: meaning.text, end } : undefined;
}

/** The offset of the brace that closes the one at `open`, or -1 where none does within `reach`. */
function closingBrace(source: string, open: number, reach = source.length): number {
  let depth = 0;
  for (let i = open; i < source.length && i <= open + reach; i++) {
    const code = source.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return i;
  }
  return -1;
}

function backslash(state: State): void {
  const { source, at } = state;
  let end = at + 1;
  while (isLetter(source.charCodeAt(end))) end++;
  if (end === at + 1) end = Math.min(at + 2, source.length);
  else if (source.charCodeAt(end) === 42) {
    if (commandMeaning(source.slice(at + 1, end + 1)) !== undefined) end++;
  }
  const name = source.slice(at + 1, end);
  if (name === "\\") return rowEnd(state);
  if (name === "not") return negation(state, end);
  const meaning = commandMeaning(name);
  if (meaning === undefined) {
    if (name === "&" || name === "#" || name === "-" || name === "n") {
      state.at = end;
      return;
    }
    const glued = /^(?:qquad|quad|cdot|times)/.exec(name)?.[0];
    if (glued !== undefined)
      return apply(state, commandMeaning(glued) ?? { kind: "skip", text: "" }, at + 1 + glued.length);
    if (name.length > 1 && wordMeaning(name) !== undefined)
      return apply(state, wordMeaning(name) ?? { kind: "skip", text: "" }, end);
    throw stop(`the command \\${name} is not known`, at);
  }
  apply(state, meaning, end);
}

function apply(state: State, meaning: Meaning, end: number): void {
  const { kind, text } = meaning;
  switch (kind) {
    case "skip":
      state.at = end;
      return;
    case "space":
      state.at = end;
      state.space = true;
      return;
    case "wide-space":
      return wideSpace(state, end);
    case "skip-argument":
      return skipArgument(state, end);
    case "side":
      return side(state, text, end);
    case "style":
      state.at = end;
      return;
    case "box":
      return box(state, end);
    case "words":
    case "letters":
      return words(state, end, kind === "words");
    case "name":
      return nameToken(state, text, end);
    case "open":
    case "close":
      return bracket(state, kind, text, end);
    case "command":
      return command(state, text, end);
    default:
      emit(state, kind, text, end);
  }
}

/** Marks a brace on the stack that encloses a box: neither it nor its partner is a token. */
const boxMark = -1;

/** \boxed{1, 2}: the braces are no set; a second box is a second answer. */
function box(state: State, end: number): void {
  const { source } = state;
  const last = state.tokens[state.tokens.length - 1];
  const joins =
    state.boxed &&
    last !== undefined &&
    last.kind !== "separator" &&
    last.kind !== "operator" &&
    last.kind !== "open" &&
    last.kind !== "command";
  if (joins) emit(state, "separator", ",", end);
  state.boxed = true;
  const open = skipSpace(source, end);
  state.at = end;
  if (source.charCodeAt(open) !== 123) return;
  state.listStack.push(state.list);
  state.pendingStack.push(boxMark);
  state.list = false;
  state.at = open + 1;
}

function command(state: State, text: string, end: number): void {
  if (text === "begin" || text === "end") return environment(state, text, end);
  const pending = Math.max(state.pending - 1, 0);
  emit(state, "command", text, end);
  const digits = digitArguments[text] ?? 0;
  // A sign such as √ takes a whole number; only a command takes a digit.
  state.pending = digits > 0 && state.source.charCodeAt(end - 1) < 128 ? digits : pending;
}

/** \begin{pmatrix}: the token holds the name; a column specification is dropped. */
function environment(state: State, text: string, from: number): void {
  const { source } = state;
  const open = skipSpace(source, from);
  const close = source.indexOf("}", open);
  if (source.charAt(open) !== "{" || close < 0 || close - open > 20)
    throw stop("an environment without a name", state.at);
  const name = source.slice(open + 1, close).trim();
  let end = close + 1;
  if (text === "begin" && /^(?:array|tabular|alignat\*?|alignedat)$/.test(name)) {
    const specification = skipSpace(source, end);
    if (source.charAt(specification) === "{") {
      const last = closingBrace(source, specification);
      if (last < 0) throw stop("the column specification is not closed", specification);
      end = last + 1;
    }
  }
  const start = state.at;
  if (text === "begin") {
    state.environments++;
    emit(state, "open", `begin ${name}`, end, start);
    state.listStack.push(state.list);
    state.pendingStack.push(state.pending);
    state.pending = 0;
    return;
  }
  state.environments--;
  state.list = state.listStack.pop() ?? false;
  state.pending = state.pendingStack.pop() ?? 0;
  emit(state, "close", `end ${name}`, end, start);
}

/** `\\frac`: a command whose backslash was escaped once too often. Nobody ends a line without a blank before the next command. */
function isEscapedCommand(source: string, at: number): boolean {
  const code = source.charCodeAt(at);
  if (code === 123 || code === 125 || code === 33 || code === 37 || code === 40 || code === 41) return true;
  let end = at;
  while (isLetter(source.charCodeAt(end))) end++;
  return end > at + 1 && commandMeaning(source.slice(at, end)) !== undefined;
}

/** `\\`, perhaps with a distance `[2pt]`. */
function rowEnd(state: State): void {
  const { source, at } = state;
  const end = at + 2;
  if (state.environments === 0 && isEscapedCommand(source, end)) {
    state.at++;
    return;
  }
  const distance =
    source.charAt(end) === "[" ? /^\[-?\d*\.?\d+(?:pt|em|ex|mm|cm|in)\]/.exec(source.slice(end, end + 16)) : null;
  emit(state, "separator", "row", end + (distance?.[0].length ?? 0));
}

const negated: Readonly<Record<string, string>> = { "=": "!=", in: "notin" };

function negation(state: State, end: number): void {
  const { source, at } = state;
  const from = skipSpace(source, end);
  let stopAt = from + 1;
  if (source.charAt(from) === "\\") while (isLetter(source.charCodeAt(stopAt))) stopAt++;
  const relation = source.slice(from, stopAt);
  const meaning = relation.startsWith("\\") ? commandMeaning(relation.slice(1)) : signMeaning(relation);
  const text = meaning && negated[meaning.text];
  if (text === undefined) throw stop("\\not before what cannot be negated", at);
  emit(state, "operator", text, stopAt);
}

/** \quad separates two statements where nothing else does. */
function wideSpace(state: State, end: number): void {
  const last = state.tokens[state.tokens.length - 1];
  state.space = true;
  const joins =
    last === undefined ||
    last.kind === "separator" ||
    last.kind === "operator" ||
    last.kind === "open" ||
    last.kind === "command";
  if (joins) state.at = end;
  else emit(state, "separator", "quad", end);
}

function skipArgument(state: State, end: number): void {
  let at = skipSpace(state.source, end);
  if (state.source.charAt(at) === "[") {
    const bracketEnd = state.source.indexOf("]", at);
    if (bracketEnd > 0 && bracketEnd - at < 20) at = bracketEnd + 1;
  }
  if (state.source.charAt(at) !== "{") {
    state.at = end;
    return;
  }
  const close = closingBrace(state.source, at);
  if (close < 0) throw stop("a brace is not closed", at);
  state.at = close + 1;
  state.space = true;
}

/** \left( and \right|: the size is noise, the side tells which of two bars it is, and `\left.` is nothing. */
function side(state: State, text: string, end: number): void {
  const { source } = state;
  const from = skipSpace(source, end);
  if (source.charAt(from) === ".") {
    state.at = from + 1;
    return;
  }
  if (source.charAt(from) === "|" && text !== "") return emit(state, "bar", text, from + 1);
  if (source.startsWith("\\|", from) && text !== "") return emit(state, "bar", `${text}-norm`, from + 2);
  if (source.charAt(from) === "{" && text === "left") return bracket(state, "open", "set", from + 1);
  if (source.charAt(from) === "}" && text === "right") return bracket(state, "close", "set", from + 1);
  if (source.charAt(from) === "<" && text === "left") return emit(state, "open", "angle", from + 1);
  if (source.charAt(from) === ">" && text === "right") return emit(state, "close", "angle", from + 1);
  state.at = from;
}

/** \text{...} and \operatorname{...}: a known word becomes what it means, a letter a symbol, anything else a text. */
function words(state: State, end: number, prose: boolean): void {
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

/**
 * `$` opens mathematics where one more `$` closes it: no blank after the first or before the second, no digit after the
 * second. Otherwise it is money.
 */
function dollar(state: State): void {
  const { source, at } = state;
  const width = source.charAt(at + 1) === "$" ? 2 : 1;
  if (state.dollars) {
    state.dollars = false;
    state.at = at + width;
    state.space = true;
    return;
  }
  const next = source.indexOf("$", at + width);
  const closes =
    (state.enclosed && next > 0) ||
    (next > 0 &&
      (width === 2 ||
        (!isSpace(source.charCodeAt(next - 1)) &&
          source.charAt(next - 1) !== "\\" &&
          !isDigit(source.charCodeAt(next + 1)))));
  if (closes) {
    state.dollars = true;
    state.at = at + width;
    state.space = true;
    return;
  }
  emit(state, "currency", "USD", at + 1);
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸᵀ";
const superscriptMeaning = "0123456789+-()nixyT";
const fractionSigns: Readonly<Record<string, readonly [number, number]>> = {
  "½": [1, 2],
  "⅓": [1, 3],
  "⅔": [2, 3],
  "¼": [1, 4],
  "¾": [3, 4],
  "⅕": [1, 5],
  "⅖": [2, 5],
  "⅗": [3, 5],
  "⅘": [4, 5],
  "⅙": [1, 6],
  "⅚": [5, 6],
  "⅐": [1, 7],
  "⅛": [1, 8],
  "⅜": [3, 8],
  "⅝": [5, 8],
  "⅞": [7, 8],
  "⅑": [1, 9],
  "⅒": [1, 10],
};

function sign(state: State, code: number): void {
  const { source, at } = state;
  const two = source.charAt(at + 1);
  const char = source.charAt(at);
  switch (code) {
    case 42: // *
      if (two === "*") return emit(state, "operator", "^", at + 2);
      break;
    case 60: // <
      if (two === "=")
        return source.charAt(at + 2) === ">"
          ? emit(state, "operator", "iff", at + 3)
          : emit(state, "operator", "<=", at + 2);
      if (two === ">") return emit(state, "operator", "!=", at + 2);
      break;
    case 62: // >
      if (two === "=") return emit(state, "operator", ">=", at + 2);
      break;
    case 33: // !
      if (two === "=" && source.charAt(at + 2) !== "=") return emit(state, "operator", "!=", at + 2);
      break;
    case 61: // =
      if (two === "=") return emit(state, "operator", "=", at + 2);
      if (two === ">") return emit(state, "operator", "implies", at + 2);
      if (two === "<") return emit(state, "operator", "<=", at + 2);
      break;
    case 45: // -
      if (two === ">") return emit(state, "operator", "maps", at + 2);
      break;
    case 43: // +
      if (two === "-") return emit(state, "operator", "plusminus", at + 2);
      if (source.startsWith("+/-", at)) return emit(state, "operator", "plusminus", at + 3);
      break;
    case 58: // :
      if (two === "=") return emit(state, "operator", "=", at + 2);
      break;
    case 46: // .
      return fullStop(state);
    case 44: // ,
      if (state.context.latex && source.startsWith(",\\!", at)) return emit(state, "separator", ",", at + 3);
      break;
    case 0x1d54: // half of a mathematical alphabet: not read
    default:
      break;
  }
  if (superscripts.includes(char)) return superscript(state);
  const fraction = fractionSigns[char];
  if (fraction !== undefined) {
    const [n, d] = fraction;
    state.tokens.push({
      kind: "number",
      text: "sign",
      start: at,
      end: at + 1,
      space: state.space,
      tree: { kind: "number", value: { n: BigInt(n), d: BigInt(d) } },
    });
    state.at++;
    state.space = false;
    return;
  }
  const meaning = signMeaning(char);
  if (meaning === undefined) throw stop(`the sign ${JSON.stringify(char)} is not known`, at);
  if (char === "{" && !state.context.latex) return bracket(state, "open", "set", at + 1);
  if (char === "}" && !state.context.latex) return bracket(state, "close", "set", at + 1);
  apply(state, meaning, at + 1);
}

/** Three dots are an ellipsis; a dot that ends the source, or a sentence in it, is noise. */
function fullStop(state: State): void {
  const { source, at } = state;
  if (source.startsWith("...", at))
    return emit(state, "operator", "dots", source.startsWith("....", at) ? at + 4 : at + 3);
  const next = skipSpace(source, at + 1);
  if (next >= source.length || source.startsWith("$", next) || /^(?:\\[)\]]|\}+$)/.test(source.slice(next, next + 8))) {
    state.at++;
    state.space = true;
    return;
  }
  throw stop("a full stop inside a formula", at);
}

/** x², 10⁻³: the same tokens as x^{2} and 10^{-3}. */
function superscript(state: State): void {
  const { source } = state;
  emit(state, "operator", "^", state.at);
  emit(state, "open", "{", state.at);
  while (state.at < source.length) {
    const index = superscripts.indexOf(source.charAt(state.at));
    if (index < 0) break;
    const meant = superscriptMeaning.charAt(index);
    if (isDigit(meant.charCodeAt(0))) {
      let digits = "";
      let end = state.at;
      for (; end < source.length; end++) {
        const digit = superscripts.indexOf(source.charAt(end));
        if (digit < 0 || digit > 9) break;
        digits += String(digit);
      }
      state.context.budget.digits(digits.length);
      const tree = { kind: "number", value: { n: BigInt(digits), d: 1n } } as const;
      state.tokens.push({ kind: "number", text: "", start: state.at, end, space: false, tree });
      state.at = end;
    } else if (meant === "(" || meant === ")") emit(state, meant === "(" ? "open" : "close", meant, state.at + 1);
    else emit(state, isLetter(meant.charCodeAt(0)) ? "name" : "operator", meant, state.at + 1);
  }
  emit(state, "close", "}", state.at);
}

/** Keeps the two stacks: inside round, square, angle and set brackets a comma separates. */
function bracket(state: State, kind: "open" | "close", text: string, end: number): void {
  if (kind === "open") {
    emit(state, kind, text, end);
    state.listStack.push(state.list);
    state.pendingStack.push(state.pending);
    state.list = text !== "{" || state.list;
    state.pending = 0;
    return;
  }
  const optional = text === "]" && state.tokens.length > 0;
  state.list = state.listStack.pop() ?? false;
  const pending = state.pendingStack.pop() ?? 0;
  if (pending === boxMark) {
    state.at = end;
    state.space = true;
    return;
  }
  state.pending = 0;
  emit(state, kind, text, end);
  state.pending = optional ? pending : Math.max(pending - 1, 0);
}

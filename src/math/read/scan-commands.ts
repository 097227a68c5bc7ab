/** @file LaTeX commands as tokens: noise is skipped, sizes and boxes are seen through, environments open and close. */

import { isLetter, skipSpace } from "./_character.ts";
import { boxMark, bracket, closingBrace, emit, type State } from "./_scan-state.ts";
import { stop } from "./_token.ts";
import { nameToken } from "./scan-names.ts";
import { words } from "./scan-text.ts";
import { commandMeaning, type Meaning, signMeaning, wordMeaning } from "./vocabulary.ts";

/** How many arguments of a command may be a single digit: `\frac12`, `\sqrt2`. */
const digitArguments: Readonly<Record<string, number>> = { frac: 2, binom: 2, sqrt: 1 };

export function backslash(state: State): void {
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

export function apply(state: State, meaning: Meaning, end: number): void {
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
    case "separator":
      if (text === "&" && onlyAligns(state, end)) {
        state.at = end;
        state.space = true;
        return;
      }
      return emit(state, kind, text, end);
    default:
      emit(state, kind, text, end);
  }
}

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
    state.environments.push({
      aligned: /^(?:align|aligned|alignat|alignedat|split|eqnarray|gather|gathered|multline|equation|flalign)\*?$/.test(
        name,
      ),
    });
    emit(state, "open", `begin ${name}`, end, start);
    state.listStack.push(state.list);
    state.pendingStack.push(state.pending);
    state.pending = 0;
    return;
  }
  state.environments.pop();
  state.list = state.listStack.pop() ?? false;
  state.pending = state.pendingStack.pop() ?? 0;
  emit(state, "close", `end ${name}`, end, start);
}

/** Does this `&` stand in a block of equations, or before the sign of a relation? */
function onlyAligns(state: State, end: number): boolean {
  if (state.environments[state.environments.length - 1]?.aligned === true) return true;
  const next = state.source.charAt(skipSpace(state.source, end));
  return next === "=" || next === "<" || next === ">";
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
  if (state.environments.length === 0 && isEscapedCommand(source, end)) {
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

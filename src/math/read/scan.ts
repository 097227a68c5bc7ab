/** @file Cuts a source into tokens in one pass from left to right; LaTeX, Unicode and plain text give the same tokens. */

import { isDigit, isSpace, isWordLetter, skipSpace } from "./_character.ts";
import { emit, type ScanContext, type State } from "./_scan-state.ts";
import { stop, type Token } from "./_token.ts";
import { scanNumber } from "./numbers.ts";
import { backslash } from "./scan-commands.ts";
import { letters } from "./scan-letters.ts";
import { dollar, sign } from "./scan-signs.ts";

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
    environments: [],
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

/** @file Single signs and the pairs that are one sign (`<=`, `**`), superscripts, fraction signs, full stops, dollars. */

import { isDigit, isLetter, isSpace, skipSpace } from "./_character.ts";
import { bracket, emit, type State } from "./_scan-state.ts";
import { stop } from "./_token.ts";
import { apply } from "./scan-commands.ts";
import { signMeaning } from "./vocabulary.ts";

/**
 * `$` opens mathematics where one more `$` closes it: no blank after the first or before the second, no digit after the
 * second. Otherwise it is money.
 */
export function dollar(state: State): void {
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

export function sign(state: State, code: number): void {
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

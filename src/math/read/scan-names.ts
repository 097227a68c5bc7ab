/** @file A symbol with its subscript: `x_1`, `v_{max}`, `x₁`. */

import { isDigit, isLetter, skipSpace } from "./_character.ts";
import { closingBrace, emit, type State } from "./_scan-state.ts";
import { commandMeaning } from "./vocabulary.ts";

const subscriptSigns = "₀₁₂₃₄₅₆₇₈₉";

/** A symbol with the subscript and the digits that belong to its name. */
export function nameToken(state: State, name: string, end: number): void {
  const { source, at } = state;
  const code = source.charCodeAt(end);
  const last = state.tokens[state.tokens.length - 1];
  // In \int^b_a the subscript belongs to what stands before the `^`.
  if (state.context.latex && last?.kind === "operator" && (last.text === "^" || last.text === "_") && name.length === 1)
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
    if (!latex) while (isLetter(source.charCodeAt(last)) || isDigit(source.charCodeAt(last))) last++;
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

/** @file What the parts of the scanner share: the source, the place in it, the tokens so far and the brackets that are open. */

import type { Budget } from "../../core/index.ts";
import type { Token, TokenKind } from "./_token.ts";

export interface ScanContext {
  readonly budget: Budget;
  /** In LaTeX a run of letters is a product, in plain text it is a word. */
  readonly latex: boolean;
  readonly decimalComma: boolean;
}

export interface State {
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
  /** Environments that are open; in a block of equations `&` only aligns. */
  readonly environments: { readonly aligned: boolean }[];
}

export function emit(state: State, kind: TokenKind, text: string, end: number, start = state.at): void {
  state.tokens.push({ kind, text, start, end, space: state.space });
  state.at = end;
  state.space = false;
  if (state.pending > 0 && kind !== "open") state.pending--;
}

/** Keeps the two stacks: inside round, square, angle and set brackets a comma separates. */
export function bracket(state: State, kind: "open" | "close", text: string, end: number): void {
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

/** Marks a brace on the stack that encloses a box: neither it nor its partner is a token. */
export const boxMark = -1;

/** The offset of the brace that closes the one at `open`, or -1 where none does within `reach`. */
export function closingBrace(source: string, open: number, reach = source.length): number {
  let depth = 0;
  for (let i = open; i < source.length && i <= open + reach; i++) {
    const code = source.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return i;
  }
  return -1;
}

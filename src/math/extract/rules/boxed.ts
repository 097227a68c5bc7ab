import { finalDeclaration, type Declared } from "../_declaration.ts";
import { isSpace, type Source } from "../_source.ts";
import { trimSlice } from "../_trim.ts";
import type { Finding, Rule, Slice } from "../_rule.ts";

/**
 * The last `\boxed{...}` (also `\fbox`, `\framebox[..]`, `\bbox[..]`, with spaces before the brace, or without braces as
 * in `\boxed 5`, where the answer goes up to the next space or delimiter).
 *
 * A box closes with its own brace and, as in TeX, never reaches over a blank line. If the box that opens last (or was about
 * to, in a text that ends with `\boxed`) stays
 * open, or if the last closed one sits inside an open one, the answer is truncated: an earlier box is never taken
 * instead. Boxes that hold nothing or a placeholder (`\boxed{}`, `\boxed{?}`) are no answers: before the last box they
 * are skipped, as the last one they leave the text without an answer, and a text with no other boxes goes to the next
 * rule.
 */
export const boxed: Rule = {
  place: "boxed",
  find(source) {
    const { boxes, open } = scanBoxes(source);
    const last = boxes.at(-1);
    if (open !== undefined && (last === undefined || open.last > last.start || last.insideOpen)) {
      return { kind: "truncated", start: open.last };
    }
    if (last === undefined) return undefined;
    return chooseBoxes(source, boxes);
  },
};

interface Box extends Slice {
  /** From the backslash on. */
  readonly contentStart: number;
  readonly contentEnd: number;
  /** Is it inside a box of the same paragraph that never closes? */
  insideOpen: boolean;
}

function chooseBoxes(source: Source, boxes: readonly Box[]): Finding | undefined {
  const { text } = source;
  const declared: Declared[] = [];
  let lastIsBlank = false;
  for (const box of boxes) {
    const slice = trimSlice(text, { start: box.contentStart, end: box.contentEnd });
    lastIsBlank = isBlank(text, slice);
    if (!lastIsBlank) declared.push({ start: box.start, end: box.end, slice });
  }
  if (declared.length === 0) return undefined;
  if (lastIsBlank) return { kind: "blank" };
  const phrase = declared.length === 1 ? -1 : lastFinalPhrase(text);
  return { kind: "found", slices: finalDeclaration(source, declared, phrase === -1 ? Infinity : phrase) };
}

function lastFinalPhrase(text: string): number {
  const lower = Math.max(text.lastIndexOf("final answer"), text.lastIndexOf("Final answer"));
  return Math.max(lower, text.lastIndexOf("Final Answer"), text.lastIndexOf("FINAL ANSWER"));
}

const placeholder =
  /^(?:[?.…_\s~-]*|\\(?:quad|qquad|square|ldots|dots|cdots|,|;|!|:| )|\\h?phantom\s?\{[^{}]*\}|(?:your |the |final )*answer(?: here)?|\\text\s?\{(?:your |the |final )*answer(?: here)?\})$/i;

function isBlank(text: string, { start, end }: Slice): boolean {
  return end - start <= 60 && placeholder.test(text.slice(start, end));
}

const command = /\\(?:boxed|fbox|framebox|bbox)(?![A-Za-z])/g;

/** Something open: a box (with its place in the text) or a plain group inside a box. */
interface Opening {
  readonly box: number;
  readonly contentStart: number;
  /** How many closed boxes there were when this one opened. */
  readonly before: number;
}

interface Scan {
  /** Closed boxes that are in no other closed box, in writing order. */
  readonly boxes: readonly Box[];
  /** Where the last box that never closes begins. */
  readonly open: { readonly last: number } | undefined;
}

/** One pass over the text; every character is looked at once, outside boxes only by the search for the next command. */
function scanBoxes(source: Source): Scan {
  const { text } = source;
  const boxes: Box[] = [];
  const stack: Opening[] = [];
  let open: { last: number } | undefined;
  const abandon = () => {
    const opened = stack.filter(({ box }) => box !== -1);
    for (const inner of boxes.slice(opened[0]?.before ?? boxes.length)) inner.insideOpen = true;
    const last = opened.at(-1);
    if (last !== undefined) open = { last: last.box };
    stack.length = 0;
  };
  let at = source.start;
  while (at < text.length) {
    if (stack.length === 0) {
      at = nextCommand(text, at);
      if (at === -1) break;
    }
    const from = at;
    const code = text.charCodeAt(at);
    if (code === 92 /* \ */) at = openBox(text, at, stack, boxes);
    else if (code === 123 /* { */) stack.push({ box: -1, contentStart: 0, before: 0 });
    else if (code === 125 /* } */) closeBox(text, at, stack, boxes);
    else if (code === 10 && isBlankLine(text, at + 1)) abandon();
    at = Math.max(at, from + 1);
    source.spend(at - from);
  }
  if (stack.length > 0) abandon();
  return { boxes, open };
}

function nextCommand(text: string, from: number): number {
  command.lastIndex = from;
  return command.exec(text)?.index ?? -1;
}

/** Handles a backslash: pushes the box that it opens, or takes a box without braces, or skips an escaped character. */
function openBox(text: string, at: number, stack: Opening[], boxes: Box[]): number {
  const next = text.charCodeAt(at + 1);
  // only "\b" and "\f" can begin a box, so that the search below never runs far
  if ((next !== 98 && next !== 102) || !startsCommand(text, at)) return next === 10 ? at + 1 : at + 2;
  const afterName = at + nameLength(text, at);
  const brace = skipArguments(text, afterName);
  if (text[brace] === "{") {
    stack.push({ box: at, contentStart: brace + 1, before: boxes.length });
    return brace + 1;
  }
  if (brace === text.length) {
    // the text ends with the command: a box that was about to open
    stack.push({ box: at, contentStart: brace, before: boxes.length });
    return brace;
  }
  const end = bareEnd(text, brace);
  if (end > brace) {
    boxes.push({ start: at, end, contentStart: brace, contentEnd: end, insideOpen: false });
  }
  return Math.max(end, afterName);
}

const names = ["\\boxed", "\\fbox", "\\framebox", "\\bbox"];

function nameLength(text: string, at: number): number {
  return names.find((name) => text.startsWith(name, at))?.length ?? 0;
}

function startsCommand(text: string, at: number): boolean {
  const length = nameLength(text, at);
  return length > 0 && !/[A-Za-z]/.test(text[at + length] ?? "");
}

/** The offset after spaces (no blank line) and up to two short `[...]` arguments. */
function skipArguments(text: string, from: number): number {
  let at = skipSpaces(text, from);
  for (let count = 0; count < 2 && text[at] === "["; count++) {
    const close = text.slice(at, at + 40).indexOf("]");
    if (close === -1) break;
    at = skipSpaces(text, at + close + 1);
  }
  return at;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < 20 && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** `\boxed 5`, `\boxed5`, `\boxed\pi`: up to the next space, delimiter or brace, 40 characters at most. */
function bareEnd(text: string, from: number): number {
  const match = /^(?:\\[A-Za-z]+|[^\s$\\{}])[^\s$\\{}]*/.exec(text.slice(from, from + 40));
  return match === null || /^\\(?:end|begin|right|quad|text)/.test(match[0]) ? from : from + match[0].length;
}

function closeBox(text: string, at: number, stack: Opening[], boxes: Box[]): void {
  const opening = stack.pop();
  if (opening === undefined || opening.box === -1) return;
  const child = boxes.length === opening.before + 1 ? boxes[opening.before] : undefined;
  boxes.length = opening.before;
  const content = { contentStart: opening.contentStart, contentEnd: at };
  boxes.push({
    start: opening.box,
    end: at + 1,
    ...(child !== undefined && isWhole(text, child, content) ? pickContent(child) : content),
    insideOpen: false,
  });
}

function pickContent({ contentStart, contentEnd }: Box) {
  return { contentStart, contentEnd };
}

/** Is the inner box the whole content of the outer one, but for spaces? */
function isWhole(text: string, child: Box, outer: { contentStart: number; contentEnd: number }): boolean {
  return skipSpaces(text, outer.contentStart) === child.start && skipSpaces(text, child.end) === outer.contentEnd;
}

/** Is what begins here (after a line break) an empty line? Looks at most at 20 characters, and then says no. */
function isBlankLine(text: string, from: number): boolean {
  for (let at = from; at < from + 20; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return true;
    if (code !== 32 && code !== 9 && code !== 13) return false;
  }
  return false;
}

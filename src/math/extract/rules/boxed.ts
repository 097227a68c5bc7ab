import { finalDeclaration, maxDeclared, type Declared } from "../_declaration.ts";
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
  const last = boxes.at(-1);
  if (last !== undefined && isBlank(text, contentOf(text, last))) {
    return boxes.every((box) => isBlank(text, contentOf(text, box))) ? undefined : { kind: "blank" };
  }
  const declared: Declared[] = [];
  for (const box of boxes.slice(-maxDeclared)) {
    const slice = contentOf(text, box);
    if (!isBlank(text, slice)) declared.push({ start: box.start, end: box.end, slice });
  }
  const phrase = declared.length === 1 ? -1 : lastFinalPhrase(text);
  return { kind: "found", slices: finalDeclaration(source, declared, phrase === -1 ? Infinity : phrase) };
}

function contentOf(text: string, { contentStart, contentEnd }: Box): Slice {
  return trimSlice(text, { start: contentStart, end: contentEnd });
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

/** An open box. */
interface Opening {
  readonly start: number;
  readonly contentStart: number;
  /** How many plain groups were open when it opened. */
  readonly groups: number;
  /** How many closed boxes there were when this one opened. */
  readonly before: number;
}

interface Scan {
  /** Closed boxes that are in no other closed box, in writing order. */
  readonly boxes: Box[];
  readonly stack: Opening[];
  /** Plain groups, `{`, open inside of boxes. */
  groups: number;
  /** Where the last box that never closes begins. */
  open: { readonly last: number } | undefined;
}

const boxCommand = String.raw`\\(?:boxed|fbox|framebox|bbox)(?![A-Za-z])`;
/** A box command, with its content where that is plain. */
const command = new RegExp(String.raw`${boxCommand}(?:\{[^{}\\\n]*\})?`, "g");
/** A box command with its optional arguments and its brace, where it has one. */
const opening = new RegExp(String.raw`${boxCommand}\s{0,20}(?:\[[^\]]{0,38}\]\s{0,20}){0,2}\{?`, "y");
/** What may open or close something, and the end of a paragraph. */
const token = /[\\{}]|\n[ \t\r]{0,20}\n/g;

/** One pass over the text, from one token to the next; outside boxes only the next command is looked for. */
function scanBoxes(source: Source): Scan {
  const { text } = source;
  const scan: Scan = { boxes: [], stack: [], groups: 0, open: undefined };
  let at = source.start;
  while (at < text.length) {
    const next = scan.stack.length === 0 ? command : token;
    next.lastIndex = at;
    const end = next.test(text) ? next.lastIndex : -1;
    if (end === -1) break;
    const start = scan.stack.length === 0 ? text.lastIndexOf("\\", end - 1) : end - 1;
    const code = text.charCodeAt(start);
    if (scan.stack.length === 0 && text.charCodeAt(end - 1) === 125 /* } */) {
      const contentStart = text.indexOf("{", start) + 1;
      scan.boxes.push({ start, end, contentStart, contentEnd: end - 1, insideOpen: false });
      at = end;
    } else if (code === 92 /* \ */) at = openBox(text, start, scan);
    else {
      if (code === 123 /* { */) scan.groups++;
      else if (code === 125 /* } */) closeBrace(text, start, scan);
      else abandon(scan);
      // the second line break of a blank line may be the first of the next
      at = code === 10 ? start : end;
    }
  }
  source.spend(text.length - source.start);
  if (scan.stack.length > 0) abandon(scan);
  return scan;
}

/** Gives up what is open: it never closes. */
function abandon(scan: Scan): void {
  const [first, last] = [scan.stack[0], scan.stack.at(-1)];
  if (first !== undefined) for (const inner of scan.boxes.slice(first.before)) inner.insideOpen = true;
  if (last !== undefined) scan.open = { last: last.start };
  scan.stack.length = 0;
  scan.groups = 0;
}

/** Handles a backslash: opens a box, or takes a box without braces, or skips an escaped character. Gives where to go on. */
function openBox(text: string, at: number, { stack, boxes, groups }: Scan): number {
  const next = text.charCodeAt(at + 1);
  opening.lastIndex = at;
  // only "\b" and "\f" can begin a box
  if ((next !== 98 && next !== 102) || !opening.test(text)) return next === 10 ? at + 1 : at + 2;
  const end = opening.lastIndex;
  if (text.charCodeAt(end - 1) === 123 /* { */ || end === text.length) {
    // a text that ends with the command: a box that was about to open
    stack.push({ start: at, contentStart: end, groups, before: boxes.length });
    return end;
  }
  const bare = bareEnd(text, end);
  if (bare > end) boxes.push({ start: at, end: bare, contentStart: end, contentEnd: bare, insideOpen: false });
  return bare;
}

/** `\boxed 5`, `\boxed5`, `\boxed\pi`: up to the next space, delimiter or brace, 40 characters at most. */
function bareEnd(text: string, from: number): number {
  const match = /^(?:\\[A-Za-z]+|[^\s$\\{}])[^\s$\\{}]*/.exec(text.slice(from, from + 40));
  return match === null || /^\\(?:end|begin|right|quad|text)/.test(match[0]) ? from : from + match[0].length;
}

/** Closes the innermost plain group, or the box where it has none open. */
function closeBrace(text: string, at: number, scan: Scan): void {
  const { boxes, stack } = scan;
  if (scan.groups > (stack.at(-1)?.groups ?? 0)) {
    scan.groups--;
    return;
  }
  const opened = stack.pop();
  if (opened === undefined) return;
  const child = boxes.length === opened.before + 1 ? boxes[opened.before] : undefined;
  const isWhole = child !== undefined && isOnlyContent(text, child, opened.contentStart, at);
  boxes.length = opened.before;
  boxes.push({
    start: opened.start,
    end: at + 1,
    contentStart: isWhole ? child.contentStart : opened.contentStart,
    contentEnd: isWhole ? child.contentEnd : at,
    insideOpen: false,
  });
}

/** Is the inner box the whole content of the outer one, but for spaces? */
function isOnlyContent(text: string, child: Box, start: number, end: number): boolean {
  return skipSpaces(text, start) === child.start && skipSpaces(text, child.end) === end;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < 20 && isSpace(text.charCodeAt(at))) at++;
  return at;
}

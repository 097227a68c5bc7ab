import { isSpace, type Source } from "./_source.ts";
import type { Slice } from "./_rule.ts";

/** An answer in words or formulas is looked for in at most this many characters after its phrase. */
const maxTail = 2000;

const openers: readonly (readonly [open: string, close: string])[] = [
  ["$$", "$$"],
  ["\\[", "\\]"],
  ["\\(", "\\)"],
  ["$", "$"],
];

/** Where a sentence turns from the answer to its reason. */
const turn =
  /^(?:[,;]?\s+(?:because|since|which|where|when|whereas|therefore|so|as|assuming|but|given|i\.e\.|namely|if)\b|[,;]\s+(?:not|and|for|with|hence|thus|we|the|this|that|it)\b|[。；]|\s+\((?:since|because|as|where|assuming|rounded|approximately|after|using|from|which|one|two|three|four|five|six|seven|eight|nine|ten)\b)/i;

/**
 * The answer that follows a phrase, from `from` to the end of its sentence or line (at the latest at `end`); formulas are taken whole, and one
 * line break before the answer is forgiven. Undefined where nothing follows: the declaration was cut off.
 */
export function tailAfter(source: Source, from: number, end: number): Slice | undefined {
  const tail = oneTail(source, from, end);
  const line = tail === undefined ? "" : source.text.slice(Math.max(tail.start, tail.end - 8), tail.end);
  // "the number of ways is:" announces what the next line holds
  return tail !== undefined && /:[*_\s]*$/.test(line) ? oneTail(source, tail.end, end) : tail;
}

function oneTail(source: Source, from: number, end: number): Slice | undefined {
  const { text } = source;
  const limit = Math.min(end, from + maxTail);
  const start = skipLead(text, from, limit);
  if (start >= limit) return undefined;
  let at = start;
  while (at < limit) {
    const close = formulaEnd(text, at, limit);
    if (close === "open") return undefined;
    if (close !== undefined) {
      at = close;
      continue;
    }
    if (endsHere(text, at, start)) break;
    at++;
  }
  source.spend(at - from);
  return { start, end: at };
}

/** Skips what may stand between a phrase and its answer: spaces, colons, bold marks, "equal to", up to two line breaks. */
function skipLead(text: string, from: number, limit: number): number {
  let at = from;
  let breaks = 0;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code === 10 && ++breaks > 3) return limit;
    if (isSpace(code) || code === 58 /* : */ || code === 0xff1a || (code === 61 && at - from < 4) /* = */) {
      at++;
      continue;
    }
    if (text.startsWith("**", at) || text.startsWith("__", at)) {
      at += 2;
      continue;
    }
    if (code === 125 && at - from < 4) {
      // the end of \text{Answer: }
      at++;
      continue;
    }
    if ((code === 42 || code === 62) && isSpace(text.charCodeAt(at + 1))) {
      // the end of *Answer:*, a bullet, a quotation
      at++;
      continue;
    }
    const words = leadWords.exec(text.slice(at, at + 40));
    if (words === null) break;
    at += words[0].length;
  }
  return at;
}

const leadWords =
  /^(?:(?:as follows|the following|approximately|about|exactly|equal to|given by|therefore|thus|simply|just|indeed|now|then|found to be)\b[,:]?|(?:option|choice)(?=\s\(?[A-J]\b)|→|->|=>|⇒|≈|~(?=\d)|```(?:text|txt|output|plaintext|math|latex|tex)?[^\S\n]*(?=\n))/i;

/** The end of the formula that opens here; "open" where it never closes, undefined where none opens. */
function formulaEnd(text: string, at: number, limit: number): number | "open" | undefined {
  const first = text[at];
  if (first !== "$" && first !== "\\") return undefined;
  const pair = openers.find(([open]) => text.startsWith(open, at));
  if (pair === undefined) return first === "\\" ? Math.min(at + 2, limit) : undefined;
  const [open, close] = pair;
  const end = text.indexOf(close, at + open.length);
  if (end !== -1 && end < limit) return end + close.length;
  // a lone dollar is a currency sign
  return open === "$" ? undefined : "open";
}

function endsHere(text: string, at: number, start: number): boolean {
  const character = text[at];
  if (character === "\n") return true;
  if (character === " " || character === "," || character === ";" || character === "。" || character === "；") {
    return turn.test(text.slice(at, at + 20));
  }
  if (character !== "." && character !== "!" && character !== "?") return false;
  if (character === "!" && at > start && /[\d)\w]/.test(text[at - 1] ?? ""))
    return isSentenceEnd(text, at + 1) && /[A-Z]/.test(text[at + 2] ?? "");
  return isSentenceEnd(text, at + 1);
}

/** After a full stop: does a new sentence begin (or the text end), rather than a decimal or an abbreviation go on? */
function isSentenceEnd(text: string, at: number): boolean {
  const next = text[at];
  if (next === undefined || next === "\n" || next === "*" || next === '"' || next === "\r") return true;
  if (next !== " ") return false;
  const after = text[at + 1];
  return after === undefined || !/[a-z]/.test(after);
}

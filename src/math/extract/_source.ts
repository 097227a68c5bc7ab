import type { ExtractionNote } from "./extraction.ts";

/** A text made ready for the rules, with the way back to the offsets of the original. */
export interface Source {
  /** Without invisible characters and closing special tokens. */
  readonly text: string;
  /** The rules look at `text` from here on. */
  readonly start: number;
  readonly notes: readonly ExtractionNote[];
  /** The offset in the original of an offset in `text`. */
  readonly original: (offset: number) => number;
  /** Adds to the count of characters looked at. */
  readonly spend: (characters: number) => void;
  readonly work: () => number;
}

/** Control and format characters (zero-width, bidirectional, soft hyphen, byte order mark, tags) and blank fillers; not tab, newline, return. */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cf}\u115F\u1160\u3164\uFFA0]/u;

const everyInvisible = new RegExp(`(?:${invisible.source})+`, "gu");

/** Written by tokenizers at the end of a sequence: `<|im_end|>`, `<｜end▁of▁sentence｜>`, `</s>`, `<eos>`, `<end_of_turn>`, `[EOS]`. */
const endToken = /(?:<[|｜][^<>|｜]{1,40}[|｜]>|<\/s>|<eos>|<end_of_turn>|<end_of_text>|\[EOS\])$/;

/** Strips what a person cannot see. Linear; texts without such characters are used as they are. */
export function makeSource(raw: string, options: { readonly trimEndTokens: boolean }): Source {
  let work = raw.length;
  const end = options.trimEndTokens ? withoutEndTokens(raw) : raw.length;
  const first = raw.search(invisible);
  const clean =
    first === -1 || first >= end ? { text: raw.slice(0, end), map: undefined } : withoutInvisible(raw, first, end);
  return {
    text: clean.text,
    start: 0,
    notes: clean.map === undefined ? [] : ["invisible-characters"],
    original: (offset) => clean.map?.[offset] ?? offset,
    spend: (characters) => {
      work += characters;
    },
    work: () => work,
  };
}

/** The same source, looked at from an offset on. */
export function startAt(source: Source, start: number, note?: ExtractionNote): Source {
  return { ...source, start, notes: note === undefined ? source.notes : [...source.notes, note] };
}

/** Ten tokens at the very most: padding can repeat, but a text of nothing but tokens has no answer to find. */
function withoutEndTokens(raw: string): number {
  let end = raw.length;
  for (let count = 0; count < 10; count++) {
    while (end > 0 && isSpace(raw.charCodeAt(end - 1))) end--;
    const token = endToken.exec(raw.slice(Math.max(0, end - 50), end));
    if (token === null) return end;
    end -= token[0].length;
  }
  return end;
}

function withoutInvisible(raw: string, first: number, end: number): { text: string; map: Uint32Array } {
  const map = new Uint32Array(end + 1);
  let length = first;
  for (let i = 0; i < first; i++) map[i] = i;
  let lastCode = -1;
  let isInvisible = false;
  for (let i = first; i < end;) {
    const code = raw.codePointAt(i) ?? 0;
    const width = code > 0xffff ? 2 : 1;
    if (code > 31 && code < 127) {
      map[length++] = i;
    } else {
      // the same character comes in runs
      if (code !== lastCode) isInvisible = invisible.test(String.fromCodePoint(code));
      lastCode = code;
      if (!isInvisible) {
        map[length] = i;
        map[length + width - 1] = i + width - 1;
        length += width;
      }
    }
    i += width;
  }
  map[length] = end;
  return { text: raw.slice(0, end).replace(everyInvisible, ""), map: map.subarray(0, length + 1) };
}

export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;
}

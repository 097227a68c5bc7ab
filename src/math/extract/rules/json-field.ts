import type { Finding, Rule } from "../_rule.ts";
import type { Source } from "../_source.ts";
import { trimSlice } from "../_trim.ts";

const field = /(["'])(?:final[_ ]?)?answer\1\s{0,8}:\s{0,8}/gi;

/** A value longer than this is not an answer. */
const maxValue = 10_000;

/**
 * The last `"answer"` or `"final_answer"` field of a JSON (or Python) object: a string gives what is between its quotes,
 * without escapes; any other value is taken as written.
 */
export const jsonField: Rule = {
  place: "json-field",
  find(source) {
    let last: RegExpExecArray | undefined;
    field.lastIndex = source.start;
    for (let match = field.exec(source.text); match !== null; match = field.exec(source.text)) last = match;
    source.spend(source.text.length - source.start);
    return last === undefined ? undefined : readValue(source, last.index, last.index + last[0].length);
  },
};

function readValue(source: Source, fieldStart: number, from: number): Finding {
  const { text } = source;
  const limit = Math.min(text.length, from + maxValue);
  const quote = text[from];
  const isString = quote === '"' || quote === "'";
  let depth = 0;
  let inString = isString;
  let at = isString ? from + 1 : from;
  for (; at < limit; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at++;
      else if (character === (isString ? quote : '"')) {
        if (isString) return finish(source, from + 1, at, unescape(text.slice(from + 1, at)));
        inString = false;
      }
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{" || character === "(") depth++;
    else if (depth > 0 && (character === "]" || character === "}" || character === ")")) depth--;
    else if (depth === 0 && (character === "," || character === "}" || character === "\n"))
      return finish(source, from, at);
  }
  return { kind: "truncated", start: fieldStart };
}

function finish(source: Source, start: number, end: number, decoded?: string): Finding {
  source.spend(end - start);
  const slice = trimSlice(source.text, { start, end });
  if (slice.end <= slice.start) return { kind: "blank" };
  return { kind: "found", slices: [decoded === undefined ? slice : { ...slice, decoded }] };
}

/** The string without its escapes; undefined where it has none, or where they are not those of JSON (`"\pi"` by an unescaping writer). */
function unescape(written: string): string | undefined {
  if (!written.includes("\\")) return undefined;
  // a single backslash before a letter is LaTeX that nobody escaped: "\frac" is no form feed
  if (/(?<!\\)(?:\\\\)*\\[A-Za-z]{2}/.test(written)) return undefined;
  try {
    const value: unknown = JSON.parse(`"${written}"`);
    return typeof value === "string" ? value.trim() : undefined;
  } catch {
    return undefined;
  }
}

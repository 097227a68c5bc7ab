import { isSpace, startAt, type Source } from "./_source.ts";

const tag = /<(\/?)(?:think|thinking|thought)\s{0,4}>/gi;

/** Where the answer of a text with think sections is looked for. */
export interface Thought {
  readonly source: Source;
  /** True where nothing follows the thinking, so that `source` is the thinking itself. */
  readonly inside: boolean;
  /** Where an unclosed section begins. */
  readonly openFrom?: number;
}

/**
 * The part after the last think section; the whole text where nothing follows it. A section that never closes reaches to
 * the end. An opening tag may be missing, because chat templates put it into the prompt.
 */
export function afterThought(source: Source): Thought {
  let open = -1;
  let close = -1;
  tag.lastIndex = source.start;
  for (let match = tag.exec(source.text); match !== null; match = tag.exec(source.text)) {
    if (match[1] === "") {
      if (open === -1) open = match.index;
    } else {
      open = -1;
      close = match.index + match[0].length;
    }
  }
  source.spend(source.text.length - source.start);
  if (open !== -1) return { source: startAt(source, source.start, "inside-think"), inside: true, openFrom: open };
  if (close === -1) return { source, inside: false };
  let at = close;
  while (at < source.text.length && isSpace(source.text.charCodeAt(at))) at++;
  if (at < source.text.length) return { source: startAt(source, at), inside: false };
  return { source: startAt(source, source.start, "inside-think"), inside: true };
}

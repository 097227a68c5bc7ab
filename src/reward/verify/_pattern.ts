/** @file Reads the part of the regular expression language that can be matched in linear time. */

/** What a pattern is made of. */
export type Pattern =
  | { readonly kind: "empty" }
  /** One character; `source` is a regular expression for exactly that, as `[a-z]` or `\d`. */
  | { readonly kind: "character"; readonly source: string }
  | { readonly kind: "assertion"; readonly at: "start" | "end" | "boundary" | "inside" }
  | { readonly kind: "sequence"; readonly items: readonly Pattern[] }
  | { readonly kind: "choice"; readonly options: readonly Pattern[] }
  | { readonly kind: "repeat"; readonly item: Pattern; readonly min: number; readonly max: number };

/** Larger counts would make machines of as many states. */
const maxCount = 1000;
const maxDepth = 100;

/** Throws a SyntaxError with the offset for what is malformed, and for lookaround and backreferences. */
export function readPattern(source: string): Pattern {
  const cursor = { at: 0 };
  const pattern = readChoice(source, cursor, 0);
  if (cursor.at < source.length) throw fault("unmatched )", cursor.at);
  return pattern;
}

interface Cursor {
  at: number;
}

function fault(what: string, at: number): SyntaxError {
  return new SyntaxError(`${what} at offset ${at}`);
}

function readChoice(source: string, cursor: Cursor, depth: number): Pattern {
  if (depth > maxDepth) throw fault("groups nested too deeply", cursor.at);
  const options: Pattern[] = [readSequence(source, cursor, depth)];
  while (source[cursor.at] === "|") {
    cursor.at++;
    options.push(readSequence(source, cursor, depth));
  }
  return options.length === 1 ? (options[0] ?? { kind: "empty" }) : { kind: "choice", options };
}

function readSequence(source: string, cursor: Cursor, depth: number): Pattern {
  const items: Pattern[] = [];
  while (cursor.at < source.length && source[cursor.at] !== "|" && source[cursor.at] !== ")") {
    items.push(readRepeat(source, cursor, readItem(source, cursor, depth)));
  }
  return { kind: "sequence", items };
}

const quantifier = /(?:[*+?]|\{(\d{1,9})(,?)(\d{0,9})\})\??/y;

function readRepeat(source: string, cursor: Cursor, item: Pattern): Pattern {
  quantifier.lastIndex = cursor.at;
  const match = quantifier.exec(source);
  if (match === null) return item;
  if (item.kind === "assertion") throw fault("nothing to repeat", cursor.at);
  const [written, low = "", comma = "", high = ""] = match;
  const counted = written.startsWith("{");
  const min = counted ? Number(low) : written.startsWith("+") ? 1 : 0;
  const max = counted
    ? comma === ""
      ? min
      : high === ""
        ? Infinity
        : Number(high)
    : written.startsWith("?")
      ? 1
      : Infinity;
  if (min > max) throw fault("numbers out of order in a count", cursor.at);
  if (min > maxCount || (max !== Infinity && max > maxCount)) throw fault(`a count above ${maxCount}`, cursor.at);
  cursor.at += written.length;
  return { kind: "repeat", item, min, max };
}

function readItem(source: string, cursor: Cursor, depth: number): Pattern {
  const start = cursor.at;
  switch (source[start]) {
    case "^":
      cursor.at++;
      return { kind: "assertion", at: "start" };
    case "$":
      cursor.at++;
      return { kind: "assertion", at: "end" };
    case "(":
      return readGroup(source, cursor, depth);
    case "[":
      return readClass(source, cursor);
    case "\\":
      return readEscape(source, cursor);
    case "*":
    case "+":
    case "?":
      throw fault("nothing to repeat", start);
    default: {
      const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
      cursor.at += character.length;
      return { kind: "character", source: character === "." ? "." : literal(character) };
    }
  }
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function readGroup(source: string, cursor: Cursor, depth: number): Pattern {
  const start = cursor.at;
  const opening = /\((?:\?:|\?<[A-Za-z_]\w{0,40}>)?/y;
  opening.lastIndex = start;
  cursor.at += opening.exec(source)?.[0].length ?? 1;
  if (source[cursor.at] === "?") throw fault("lookaround and inline flags cannot be matched in linear time", start);
  const inner = readChoice(source, cursor, depth + 1);
  if (source[cursor.at] !== ")") throw fault("unclosed group", start);
  cursor.at++;
  return inner;
}

function readClass(source: string, cursor: Cursor): Pattern {
  const start = cursor.at;
  let at = start + 1;
  if (source[at] === "^") at++;
  while (at < source.length && source[at] !== "]") at += source[at] === "\\" ? 2 : 1;
  if (at >= source.length) throw fault("unclosed class", start);
  cursor.at = at + 1;
  return { kind: "character", source: source.slice(start, at + 1) };
}

const escape =
  /\\(?:u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[pP]\{[^{}]{1,60}\}|c[A-Za-z]|0(?!\d)|[^\dkbB])/uy;

function readEscape(source: string, cursor: Cursor): Pattern {
  const start = cursor.at;
  const letter = source[start + 1];
  if (letter === "b" || letter === "B") {
    cursor.at += 2;
    return { kind: "assertion", at: letter === "b" ? "boundary" : "inside" };
  }
  escape.lastIndex = start;
  const match = escape.exec(source);
  if (match === null) throw fault("backreferences cannot be matched in linear time", start);
  cursor.at += match[0].length;
  return { kind: "character", source: match[0] };
}

/** How deeply unbounded repetitions are nested: 2 for `(a+)+`, which backtracking engines may take exponential time for. */
export function starHeight(pattern: Pattern): number {
  switch (pattern.kind) {
    case "repeat":
      return starHeight(pattern.item) + (pattern.max > 1 ? 1 : 0);
    case "sequence":
      return Math.max(0, ...pattern.items.map(starHeight));
    case "choice":
      return Math.max(0, ...pattern.options.map(starHeight));
    default:
      return 0;
  }
}

import { readPattern, type Pattern } from "./_pattern.ts";

/** A state: it consumes one character, splits, asserts, or accepts. */
type State =
  | { readonly kind: "character"; readonly test: (code: number) => boolean; next: number }
  | { readonly kind: "split"; first: number; second: number }
  | { readonly kind: "assertion"; readonly at: "start" | "end" | "boundary" | "inside"; next: number }
  | { readonly kind: "accept" };

/** A machine of more states would make every character expensive. */
const maxStates = 20_000;

/** A regular expression that is matched in time linear in the text, whatever the pattern. */
export interface Machine {
  /** Does it match anywhere? Gives the end of the match that ends first, else -1; and adds up the states visited. */
  readonly search: (text: string) => { readonly end: number; readonly work: number };
}

/** Flags as of RegExp: i, m, s, u. Throws SyntaxError for patterns that cannot be matched so. */
export function compile(source: string, flags: string): Machine {
  const unknown = /[^imsu]/.exec(flags);
  if (unknown !== null) throw new SyntaxError(`the flag ${unknown[0]} has no meaning here; i, m, s and u have`);
  const states: State[] = [];
  const start = build(readPattern(source), states, add(states, { kind: "accept" }), flags);
  return { search: (text) => simulate(states, start, text, flags.includes("m")) };
}

function add(states: State[], state: State): number {
  if (states.length >= maxStates) throw new SyntaxError(`the pattern needs more than ${maxStates} states`);
  return states.push(state) - 1;
}

/** Adds the states of a pattern that goes on to `next`; gives its first state. */
function build(pattern: Pattern, states: State[], next: number, flags: string): number {
  switch (pattern.kind) {
    case "empty":
      return next;
    case "character":
      return add(states, { kind: "character", test: tester(pattern.source, flags), next });
    case "assertion":
      return add(states, { kind: "assertion", at: pattern.at, next });
    case "sequence":
      return pattern.items.reduceRight((after, item) => build(item, states, after, flags), next);
    case "choice":
      return pattern.options
        .map((option) => build(option, states, next, flags))
        .reduceRight((second, first) => add(states, { kind: "split", first, second }));
    case "repeat":
      return buildRepeat(pattern, states, next, flags);
  }
}

function buildRepeat(
  { item, min, max }: Pattern & { kind: "repeat" },
  states: State[],
  next: number,
  flags: string,
): number {
  let start = next;
  if (max === Infinity) {
    const loop: State = { kind: "split", first: next, second: next };
    start = add(states, loop);
    loop.first = build(item, states, start, flags);
  } else {
    for (let extra = min; extra < max; extra++) {
      start = add(states, { kind: "split", first: build(item, states, start, flags), second: next });
    }
  }
  for (let count = 0; count < min; count++) start = build(item, states, start, flags);
  return start;
}

/** One character is left to the platform's own engine, and what it says of ASCII is kept. */
function tester(source: string, flags: string): (code: number) => boolean {
  const expression = new RegExp(
    `^(?:${source})$`,
    flags.includes("u") ? flags.replace("m", "") : `${flags.replace("m", "")}u`,
  );
  const ascii = Array.from({ length: 128 }, (_, code) => expression.test(String.fromCharCode(code)));
  return (code) => ascii[code] ?? expression.test(String.fromCodePoint(code));
}

const isWord = (code: number | undefined) =>
  code !== undefined &&
  ((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122));
const isBreak = (code: number | undefined) => code === 10 || code === 13 || code === 0x2028 || code === 0x2029;

/** Thompson's simulation: all states that could be reached, one character after the other. */
function simulate(states: readonly State[], start: number, text: string, multiline: boolean) {
  const seen = new Int32Array(states.length).fill(-1);
  let work = 0;
  let current: number[] = [];
  let before: number | undefined;
  for (let at = 0; ;) {
    const code = at < text.length ? text.codePointAt(at) : undefined;
    const holds = (assertion: "start" | "end" | "boundary" | "inside") => {
      switch (assertion) {
        case "start":
          return before === undefined || (multiline && isBreak(before));
        case "end":
          return code === undefined || (multiline && isBreak(code));
        default:
          return (isWord(before) !== isWord(code)) === (assertion === "boundary");
      }
    };
    // states that consume a character, reached without consuming one; a new match may begin anywhere
    const ready: (State & { kind: "character" })[] = [];
    const stack = [...current, start];
    while (stack.length > 0) {
      const index = stack.pop() ?? 0;
      if (seen[index] === at) continue;
      seen[index] = at;
      work++;
      const state = states[index];
      if (state === undefined) continue;
      if (state.kind === "accept") return { end: at, work };
      if (state.kind === "character") ready.push(state);
      else if (state.kind === "split") stack.push(state.second, state.first);
      else if (holds(state.at)) stack.push(state.next);
    }
    if (code === undefined) return { end: -1, work };
    current = ready.filter((state) => state.test(code)).map((state) => state.next);
    before = code;
    at += code > 0xffff ? 2 : 1;
  }
}

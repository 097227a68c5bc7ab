import type { Rule } from "../_rule.ts";
import { trimSlice } from "../_trim.ts";

const label = /^[^\S\n]{0,4}A:[^\S\n]*([^\n]*)$/gm;
const nextOption = /^\s*B\s*[:.)]/;

/** A line "A: 26", as in question-and-answer transcripts; the last one. Not an option "A: ..." that a line "B: ..." follows. */
export const letterLabel: Rule = {
  place: "letter-label",
  find(source) {
    const { text } = source;
    label.lastIndex = source.start;
    let last: RegExpExecArray | undefined;
    for (let match = label.exec(text); match !== null; match = label.exec(text)) last = match;
    source.spend(text.length - source.start);
    if (last === undefined) return undefined;
    const end = last.index + last[0].length;
    if (nextOption.test(text.slice(end, end + 40))) return undefined;
    const slice = trimSlice(text, { start: end - (last[1] ?? "").length, end });
    if (slice.end > slice.start) return { kind: "found", slices: [slice] };
    return end === text.length ? { kind: "truncated", start: last.index } : { kind: "blank" };
  },
};

import type { Rule } from "../_rule.ts";
import { trimSlice } from "../_trim.ts";

/** A row of two cells, the first of which says "Answer", and no header of a table. */
const row =
  /^[^\S\n]{0,4}\|[^\S\n]{0,3}(?:\*\*)?(?:final\s)?(?:answer|result)(?:\*\*)?[^\S\n]{0,3}\|([^|\n]{1,200})\|[^\S\n]{0,3}$(?!\n[\s:|]{0,8}-)/gim;

/** A row `| Answer | 12 |` of a Markdown table, the last one. */
export const tableRow: Rule = {
  place: "answer-label",
  find(source) {
    const { text } = source;
    source.spend(text.length - source.start);
    if (!text.includes("|")) return undefined;
    row.lastIndex = source.start;
    let slice;
    for (let match = row.exec(text); match !== null; match = row.exec(text)) {
      const end = match.index + match[0].trimEnd().length - 1;
      slice = trimSlice(text, { start: end - (match[1] ?? "").length, end });
    }
    return slice === undefined || slice.end <= slice.start ? undefined : { kind: "found", slices: [slice] };
  },
};

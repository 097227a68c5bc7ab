import { maxDeclared } from "../_declaration.ts";
import type { Finding, Rule, Slice } from "../_rule.ts";
import type { Source } from "../_source.ts";
import { trimSlice } from "../_trim.ts";
import { answerLabel } from "./answer-label.ts";
import { answerPhrase } from "./answer-phrase.ts";
import { boxed } from "./boxed.ts";
import { finalPhrase } from "./final-phrase.ts";

const tag = /<(\/?)(?:final[_-]?)?answer(?:\s[^<>]{0,80})?>/gi;

/** Inside the tag the answer may be declared once more, `<answer>So it is \boxed{5}.</answer>`. */
const inner = [boxed, finalPhrase, answerPhrase, answerLabel];

/**
 * The last complete `<answer>...</answer>`. The tags have no other use than to declare, so all complete ones are one
 * declaration, wherever they stand. One that opens last and never closes is a truncated answer.
 */
export const answerTag: Rule = {
  place: "answer-tag",
  find(source) {
    const contents: Slice[] = [];
    let open = -1;
    let start = -1;
    tag.lastIndex = source.start;
    for (let match = tag.exec(source.text); match !== null; match = tag.exec(source.text)) {
      if (match[1] === "") {
        start = match.index;
        open = match.index + match[0].length;
      } else if (open !== -1) {
        contents.push({ start: open, end: match.index });
        open = -1;
      }
    }
    source.spend(source.text.length - source.start);
    if (open !== -1) return { kind: "truncated", start };
    const last = contents.at(-1);
    return last === undefined ? undefined : fromContents(source, contents, last);
  },
};

function fromContents(source: Source, contents: readonly Slice[], last: Slice): Finding {
  const final = insideTag(source, last);
  if (final.kind !== "found") return final;
  const slices: Slice[] = [];
  for (const content of contents.slice(-maxDeclared, -1)) {
    const finding = insideTag(source, content);
    if (finding.kind === "found") slices.push(...finding.slices);
  }
  return { kind: "found", slices: [...slices, ...final.slices] };
}

function insideTag(source: Source, content: Slice): Finding {
  const within = { ...source, text: source.text.slice(0, content.end), start: content.start };
  for (const rule of inner) {
    const finding = rule.find(within);
    if (finding !== undefined) return finding;
  }
  const slice = trimSlice(source.text, content);
  return slice.end > slice.start ? { kind: "found", slices: [slice] } : { kind: "blank" };
}

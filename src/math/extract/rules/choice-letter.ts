import { lastLine } from "../_last-line.ts";
import type { Rule } from "../_rule.ts";

const onlyLetter =
  /^(?:[*_>\s]{0,6})(?:(?:option|choice)\s{1,3})?(?:\\(?:text|mathrm|mathbf)\{)?(\(?[A-J]\)?)[}.:)*_\s]{0,6}$/i;

/** A last line that holds nothing but a letter from A to J: "B", "(B)", "**B.**", "Option B". */
export const choiceLetter: Rule = {
  place: "choice-letter",
  weak: true,
  find(source) {
    const line = lastLine(source);
    if (line === undefined || line.end - line.start > 60) return undefined;
    const match = onlyLetter.exec(source.text.slice(line.start, line.end));
    const letter = match?.[1];
    if (match === null || letter === undefined || !/[A-J]/.test(letter)) return undefined;
    const start = line.start + match[0].indexOf(letter, Math.max(0, match[0].search(/[A-J]\)?[}.:)*_\s]*$/) - 1));
    return { kind: "found", slices: [{ start, end: start + letter.length }] };
  },
};

import type { Slice } from "./_rule.ts";
import { trimSlice } from "./_trim.ts";

const verbs =
  "is|are|was|were|be|equals|has|have|had|needs?|gets?|got|costs?|takes?|took|makes?|made|earns?|earned|spends?|spent|pays?|paid|" +
  "sells?|sold|saves?|saved|weighs?|bought|buys?|eats?|ate|uses?|used|travels?|contains?|consists of|gives|yields|becomes";

/** A subject in words without digits, and a verb, before something that begins as a number or formula does. */
const lead = new RegExp(
  String.raw`^(?:\p{L}[\p{L}'’-]*,?\s){1,14}?(?:${verbs})\s?:?\s{1,3}(?:(?:a total of|equal to|exactly|about|only|thus|therefore)\s)?(?:\*\*)?(?=[-−+]?[\d$€£\\(])`,
  "iu",
);

/** The answer in a declared sentence: from "John has 12 apples" or "The area is $4\\pi$" what follows the verb. */
export function withoutSubject(text: string, slice: Slice): Slice {
  const length = lead.exec(text.slice(slice.start, Math.min(slice.end, slice.start + 160)))?.[0].length;
  return length === undefined ? slice : trimSlice(text, { ...slice, start: slice.start + length });
}

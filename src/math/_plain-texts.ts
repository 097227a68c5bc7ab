/** @file What can be said of two texts without reading them: most training answers are plain integers. */
import { different, equal, type Outcome } from "./outcome.ts";
import type { Policy } from "./policy.ts";

/** Longest run of digits that is compared as text; longer ones go the long way, where the budget counts. */
const longestInteger = 40;

/** Where the significant digits of a plain integer begin, or -1 where the text is anything else. Zero begins at its last digit. */
function integerStart(words: string): number {
  const { length } = words;
  const signed = words.charCodeAt(0) === 45 || words.charCodeAt(0) === 43 ? 1 : 0;
  if (length === signed || length > longestInteger) return -1;
  let start = -1;
  for (let index = signed; index < length; index++) {
    const code = words.charCodeAt(index);
    if (code < 48 || code > 57) return -1;
    if (start < 0 && code !== 48) start = index;
  }
  return start < 0 ? length - 1 : start;
}

/** Decides the same text and two plain integers; undefined for everything else. */
export function compareTexts(truth: string, answer: string, policy: Policy): Outcome | undefined {
  if (truth === answer) return truth.trim() === "" ? undefined : equal("same-text");
  const [one, other] = [integerStart(truth), integerStart(answer)];
  if (one < 0 || other < 0 || policy.tolerance !== undefined) return undefined;
  const [digits, others] = [truth.slice(one), answer.slice(other)];
  const sameSign = digits === "0" || (truth.charCodeAt(0) === 45) === (answer.charCodeAt(0) === 45);
  return digits === others && sameSign ? equal("same-number") : different("other-number", `${truth} against ${answer}`);
}

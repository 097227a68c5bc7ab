/** The letter of the option with this index: 0 is A. */
export function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}

/** An option's text for comparison: no case, no LaTeX text wrapper, single spaces, no closing full stop. */
export function normalOption(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/^\$|\$$/g, "")
    .replace(/\\(?:text|mathrm|mathbf|textbf)\s?\{([^{}]*)\}/g, "$1")
    .trim()
    .replace(/\s+/g, " ")
    .replace(/\.$/, "")
    .toLowerCase();
}

const wrapped =
  /^\W{0,6}(?:(?:the\s+)?(?:option|choice|answer|选项)\s{0,3})?(?:is\s+)?\W{0,3}([A-J])(?![A-Za-z0-9'’])\s{0,3}[).:,\-–—\]]{0,3}\s*/i;
const joiners = new Set(["AND", "OR", "OPTION", "CHOICE", "MAYBE", "ALSO", "BOTH"]);

/**
 * The letters that an answer chooses: the one it begins with, those that follow it ("A or B", "A, C"), and the one whose
 * option's text it repeats. "A" at the beginning of a sentence is an article, unless nothing but a mark follows.
 */
export function lettersIn(answer: string, choices: readonly string[]): readonly string[] {
  const text = normalOption(answer.slice(0, 400)).toUpperCase();
  const whole = indexOfOption(text, choices);
  if (whole !== -1) return [letterOf(whole)];
  const first = wrapped.exec(text);
  if (first?.[1] === undefined) return [];
  const rest = text.slice(first[0].length);
  const marked = /[).:,\-–—\]]\s*$/.test(first[0]) || rest === "";
  const list = letterList(rest);
  if (!marked && first[1] === "A" && list.length === 0) return [];
  const stated = indexOfOption(rest, choices);
  const letters = [first[1], ...list, ...(stated === -1 ? [] : [letterOf(stated)])];
  return [...new Set(letters)];
}

/** The letters of a text that holds nothing but letters and words that join them; else none. */
function letterList(text: string): readonly string[] {
  const words = text.split(/[\s,;/&().:]+/).filter((word) => word !== "");
  const letters = words.filter((word) => /^[A-J]$/.test(word));
  return words.every((word) => joiners.has(word) || letters.includes(word)) ? letters : [];
}

function indexOfOption(text: string, choices: readonly string[]): number {
  return choices.findIndex((option) => normalOption(option).toUpperCase() === text);
}

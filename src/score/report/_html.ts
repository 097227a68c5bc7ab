/** HTML that is known to be safe: made by the `html` tag, which escapes everything else. */
export interface Html {
  readonly safe: string;
}

type Insert = Html | string | number | null | undefined | false | readonly Insert[];

const replacements: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it must stand in HTML, in element content and in quoted attributes. Control characters become visible. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => replacements[character] ?? "").replace(invisible, "\ufffd");
}

/** Control characters, and marks that would turn the direction of the text around them. */
// oxlint-disable-next-line no-control-regex -- these are what is to be replaced
const invisible = /[\0-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g;

/** Builds HTML: inserted text is escaped, inserted `Html` is not, lists are joined, null, undefined and false vanish. */
export function html(strings: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  let text = strings[0] ?? "";
  inserts.forEach((insert, index) => (text += render(insert) + (strings[index + 1] ?? "")));
  return { safe: text };
}

function render(insert: Insert): string {
  if (insert === null || insert === undefined || insert === false) return "";
  if (typeof insert === "string") return escapeText(insert);
  if (typeof insert === "number") return String(insert);
  return "safe" in insert ? insert.safe : insert.map(render).join("");
}

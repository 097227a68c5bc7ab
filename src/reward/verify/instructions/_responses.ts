/** The readings of a response that the loose accuracy allows: without asterisks, without its first line, its last, or both. */
export function looseVariants(text: string): readonly string[] {
  const lines = text.split("\n");
  const cut = [lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)].map((kept) => kept.join("\n").trim());
  return [text, ...cut].flatMap((variant) => [variant, variant.replaceAll("*", "")]);
}

/** A text in its think section and what follows; no thinking where the text has no closed section. */
export function splitThinking(text: string): { readonly thinking: string; readonly response: string } {
  const close = "</think>";
  const end = text.lastIndexOf(close);
  if (end === -1) return { thinking: "", response: text };
  const thinking = text.slice(0, end).replace(/^\s*<think>/, "");
  return { thinking: thinking.trim(), response: text.slice(end + close.length) };
}

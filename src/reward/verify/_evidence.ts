import type { Evidence } from "../../core/index.ts";
import type { Extraction } from "../../math/index.ts";

/** Longest piece of an answer that a note repeats. */
const shown = 120;

export function shorten(text: string): string {
  return text.length <= shown ? text : `${text.slice(0, shown - 1)}…`;
}

/** Where the answer was found and by which rule, as evidence. */
export function extractionEvidence(extraction: Extraction): Evidence {
  const { status, notes } = extraction;
  const data = notes.length === 0 ? {} : { notes };
  switch (status) {
    case "found":
      return {
        kind: "extraction",
        note: `${extraction.rule}: ${shorten(extraction.answer)}`,
        span: extraction.span,
        data: { rule: extraction.rule, answer: extraction.answer, ...data },
      };
    case "hedged":
      return {
        kind: "extraction",
        note: `${extraction.rule}: several answers, ${extraction.answers.map(({ text }) => shorten(text)).join(" | ")}`,
        span: extraction.span,
        data: { rule: extraction.rule, answers: extraction.answers.map(({ text }) => text), ...data },
      };
    case "truncated":
      return {
        kind: "extraction",
        note: `${extraction.rule}: begun and not finished`,
        span: extraction.span,
        data: { rule: extraction.rule, ...data },
      };
    case "none":
      return {
        kind: "extraction",
        note: extraction.reason === "blank" ? "the declared answer is blank" : "no answer declared",
        data,
      };
  }
}

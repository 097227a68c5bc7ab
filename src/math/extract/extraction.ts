/** @file What extraction says: where the declared final answer stands, and by which rule it was found. */

/**
 * The places where an answer may be declared, in the order of their priority.
 * `answer-tag`: `<answer>...</answer>`; `boxed`: `\boxed{...}`, `\fbox`, `\framebox`, `\bbox`; `hash-mark`: `#### 42`;
 * `final-phrase`: "the final answer is ...", "Final Answer: ..."; `answer-phrase`: "the answer is ...";
 * `answer-label`: "Answer: ...", "**Answer:** ...", "ANSWER - ...", a table row "| Answer | ... |"; `chinese-phrase`: 答案是, 答案为,
 * 答案：, 故选; `translated-phrase`: "Die Antwort ist ...", "La réponse est ...", "Respuesta: ...", "Ответ: ...", 答えは;
 * `letter-label`: a line "A: 26"; `json-field`: `{"answer": 5}`; `choice-letter`: a line that is only "(B)";
 * `whole-text`: a response of one line that reads as an answer, and nothing else;
 * `last-equation`: the right side of the equation that ends the text; `last-expression`: the last number or formula of the
 * last line, if that is a finished statement.
 */
export const answerPlaces = [
  "answer-tag",
  "boxed",
  "hash-mark",
  "final-phrase",
  "answer-phrase",
  "answer-label",
  "chinese-phrase",
  "translated-phrase",
  "letter-label",
  "json-field",
  "choice-letter",
  "whole-text",
  "last-equation",
  "last-expression",
] as const;

export type AnswerPlace = (typeof answerPlaces)[number];

/** A declared answer and where it stands: half-open UTF-16 offsets in the text as it came. */
export interface Candidate {
  readonly text: string;
  readonly span: readonly [start: number, end: number];
}

/** A remark on the text that a reader of the evidence should know. */
export type ExtractionNote =
  /** Zero-width, bidirectional or control characters stood inside the text; they were taken out of the answer. */
  | "invisible-characters"
  /** The answer has letters or digits of another alphabet that look like Latin ones; it was left as written. */
  | "look-alike-characters"
  /** The answer was found inside a think section, because nothing follows the section. */
  | "inside-think";

export interface Found {
  readonly status: "found";
  /** The last candidate of the final declaration, without delimiters (`$`, `\(`, `**`) and closing punctuation. */
  readonly answer: string;
  readonly span: readonly [start: number, end: number];
  readonly rule: AnswerPlace;
  /**
   * The other candidates of the same final declaration that are spelt differently, in writing order. Whether they contradict `answer` is a matter
   * of equality, not of spelling, so that is left to whoever compares.
   */
  readonly others: readonly Candidate[];
  readonly notes: readonly ExtractionNote[];
  /** Characters looked at; never more than a fixed multiple of the length. */
  readonly work: number;
}

/** One declaration that itself names several answers as possible: "5 or maybe 6", or two different choice letters. */
export interface Hedged {
  readonly status: "hedged";
  readonly answers: readonly Candidate[];
  /** From the first to the last of the answers. */
  readonly span: readonly [start: number, end: number];
  readonly rule: AnswerPlace;
  readonly notes: readonly ExtractionNote[];
  readonly work: number;
}

/** The last declaration was begun and not finished: an open box or tag, a phrase with nothing after it. */
export interface Truncated {
  readonly status: "truncated";
  /** "think": a think section that never closes, where such a section may not hold the answer. */
  readonly rule: AnswerPlace | "think";
  /** From where the declaration begins to the end of the text. */
  readonly span: readonly [start: number, end: number];
  readonly notes: readonly ExtractionNote[];
  readonly work: number;
}

/** Nothing declared at an allowed place. */
export interface None {
  readonly status: "none";
  /** "absent": no rule applied. "blank": the last declaration is empty, as in `\boxed{}`. */
  readonly reason: "absent" | "blank";
  readonly notes: readonly ExtractionNote[];
  readonly work: number;
}

export type Extraction = Found | Hedged | Truncated | None;

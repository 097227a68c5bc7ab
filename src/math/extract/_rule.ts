import type { AnswerPlace } from "./extraction.ts";
import type { Source } from "./_source.ts";

/** An answer as a slice of the source's text. */
export interface Slice {
  readonly start: number;
  readonly end: number;
  /** The answer where it is not the slice as written: a JSON string without its escapes. */
  readonly decoded?: string;
}

/** What one rule found. */
export type Finding =
  /** The slices of the final declaration, in writing order; the last is the answer. Never empty. */
  | { readonly kind: "found"; readonly slices: readonly Slice[] }
  /** The text itself offers several answers. */
  | { readonly kind: "hedged"; readonly slices: readonly Slice[] }
  | { readonly kind: "truncated"; readonly start: number }
  | { readonly kind: "blank" };

/** One way to declare an answer. `find` gives undefined where the text does not use it. */
export interface Rule {
  readonly place: AnswerPlace;
  /** A weak rule guesses from what stands last; it never applies to a text that was cut off. */
  readonly weak?: true;
  readonly find: (source: Source) => Finding | undefined;
}

import { extract, type ExtractOptions, type Extraction } from "../../math/index.ts";
import type { Rollout } from "../../core/index.ts";

/** The declared answer of a rollout; from a text that was cut off nothing is guessed. */
export function answerOf({ text, finish }: Rollout, options: Omit<ExtractOptions, "complete">): Extraction {
  return extract(text, { ...options, complete: finish !== "length" });
}

/** Was the rollout cut off before it declared an answer? */
export function isCutOff(extraction: Extraction, { finish }: Rollout): boolean {
  if (extraction.status === "truncated") return finish !== "stop";
  return extraction.status === "none" && finish === "length";
}

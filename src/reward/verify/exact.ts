import { z } from "zod";
import { correct, defineReward, failed, incorrect, type Evidence, type Rollout } from "../../core/index.ts";
import { answerOf } from "./_answer-of.ts";
import { extractionEvidence, shorten } from "./_evidence.ts";
import { extractSchema } from "./_extract-options.ts";
import { textTruths } from "./_truths.ts";

const options = z.strictObject({
  from: z
    .enum(["answer", "whole"])
    .default("answer")
    .describe("compare the declared answer (the whole text where none is declared), or always the whole text"),
  case: z.enum(["ignored", "kept"]).default("ignored").describe("is upper case the same as lower case?"),
  spaces: z.enum(["collapsed", "kept", "removed"]).default("collapsed").describe("what becomes of white space"),
  punctuation: z.enum(["trimmed", "kept"]).default("trimmed").describe("take off punctuation at both ends"),
  unicode: z
    .enum(["NFKC", "NFC", "kept"])
    .default("NFKC")
    .describe("Unicode normalisation; NFKC makes full-width forms plain"),
  extract: extractSchema.default({}).describe("where an answer may be declared"),
});

export type ExactOptions = z.input<typeof options>;
type Resolved = z.output<typeof options>;

/**
 * 1 where the answer is one of the truths after normalisation, else 0; correct or incorrect.
 *
 * The truth is a string, number or boolean, or a list of them, any of which is accepted. Fails with GOODHART_TRUTH on any
 * other truth.
 *
 * How it is hacked: it is not, but it misses right answers in other words; with `from: "whole"` every added word costs all.
 *
 * @example
 * exact()({ task: { id: "1", prompt: "Capital of France?", truth: "Paris" }, rollouts: [{ text: "Answer: paris." }] });
 */
export const exact = defineReward({
  name: "exact",
  summary: "the answer is the truth, letter by letter after normalisation",
  aliases: ["exact-match", "em"],
  options,
  version: 1,
  range: [0, 1],
  needs: ["truth"],
  score: (resolved) => (task, rollout) => {
    const truths = textTruths(task.truth);
    if ("code" in truths) return failed(truths);
    const { text, evidence } = compared(resolved, rollout);
    const answer = normalise(text, resolved);
    const hit = truths.texts.find((truth) => normalise(truth, resolved) === answer);
    if (answer === "") return incorrect({ reason: "no-answer", evidence: [evidence] });
    return hit === undefined
      ? incorrect({ reason: "different", evidence: [evidence] })
      : correct({ reason: "equal", evidence: [evidence, { kind: "comparison", note: `same as ${shorten(hit)}` }] });
  },
});

function compared({ from, extract }: Resolved, rollout: Rollout): { text: string; evidence: Evidence } {
  const whole = {
    text: rollout.text,
    evidence: { kind: "extraction", note: "the whole text", span: [0, rollout.text.length] as const },
  };
  if (from === "whole") return whole;
  // what stands last is a guess, and for text that is no number a bad one
  const declared = answerOf({ ...rollout, finish: "length" }, extract);
  if (declared.status === "found" && declared.others.length === 0) {
    return { text: declared.answer, evidence: extractionEvidence(declared) };
  }
  if (declared.status === "none" && declared.reason === "absent" && extract.strict === undefined) return whole;
  return { text: "", evidence: extractionEvidence(declared) };
}

function normalise(text: string, { case: letterCase, spaces, punctuation, unicode }: Resolved): string {
  let normal = unicode === "kept" ? text : text.normalize(unicode);
  if (spaces === "collapsed") normal = normal.trim().replace(/\s+/g, " ");
  if (spaces === "removed") normal = normal.replace(/\s+/g, "");
  if (letterCase === "ignored") normal = normal.toLowerCase();
  if (punctuation === "trimmed") {
    const bare = trimPunctuation(normal);
    // an answer of nothing but punctuation (an emoticon, an operator) is compared as it is
    if (bare !== "") normal = bare;
  }
  return normal;
}

function trimPunctuation(text: string): string {
  const leading = /^[\p{P}\s]+/u.exec(text)?.[0].length ?? 0;
  let end = text.length;
  while (end > leading && /[\p{P}\s]/u.test(text[end - 1] ?? "")) end--;
  return text.slice(leading, end);
}

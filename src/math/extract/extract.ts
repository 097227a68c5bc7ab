import { alternatives } from "./_alternatives.ts";
import type { AnswerPlace, Candidate, Extraction, ExtractionNote } from "./extraction.ts";
import type { Finding, Slice } from "./_rule.ts";
import { rules as allRules } from "./_rules.ts";
import { makeSource, type Source } from "./_source.ts";
import { afterThought } from "./_think.ts";

export interface ExtractOptions {
  /** Only these rules, in the order of `answerPlaces` whatever the order here. Default: all. */
  readonly rules?: readonly AnswerPlace[];
  /** Only this place: what stands anywhere else is no answer. Wins over `rules`. */
  readonly strict?: { readonly place: AnswerPlace };
  /**
   * "fallback" (default): a think section is looked into only where nothing follows it, and then only for declared
   * answers. "never": what is inside is no answer. "ignored": the tags are text like any other.
   */
  readonly think?: "fallback" | "never" | "ignored";
  /** Take off special tokens at the end, such as `<|im_end|>`. Default true. */
  readonly trimEndTokens?: boolean;
  /** False where sampling stopped at the length limit: then rules that guess from what stands last do not apply. Default true. */
  readonly complete?: boolean;
}

/**
 * Finds the declared final answer of a text, names the rule, and gives the exact span in the text as it came.
 *
 * The rules are tried in the order of `answerPlaces`; the first that applies decides, also when it decides that the
 * answer is truncated or blank. Within a rule the last declaration counts. Work is linear in the length of the text.
 */
export function extract(text: string, options: ExtractOptions = {}): Extraction {
  const { think = "fallback", trimEndTokens = true, complete = true } = options;
  const allowed = options.strict === undefined ? options.rules : [options.strict.place];
  const whole = makeSource(text, { trimEndTokens });
  const { source, inside, openFrom } =
    think === "ignored" ? { source: whole, inside: false, openFrom: undefined } : afterThought(whole);
  if (inside && think === "never") {
    return openFrom === undefined ? none(source, "absent") : truncated(source, "think", openFrom);
  }
  const guesses = complete && !inside;
  for (const rule of allRules) {
    if (allowed !== undefined && !allowed.includes(rule.place)) continue;
    if (rule.weak === true && !guesses && options.strict === undefined) continue;
    const finding = rule.find(source);
    if (finding !== undefined) return toExtraction(source, rule.place, finding);
  }
  return none(source, "absent");
}

function none(source: Source, reason: "absent" | "blank"): Extraction {
  return { status: "none", reason, notes: source.notes, work: source.work() };
}

function truncated(source: Source, rule: AnswerPlace | "think", start: number): Extraction {
  const span = [source.original(start), source.original(source.text.length)] as const;
  return { status: "truncated", rule, span, notes: source.notes, work: source.work() };
}

function toExtraction(source: Source, rule: AnswerPlace, finding: Finding): Extraction {
  if (finding.kind === "blank") return none(source, "blank");
  if (finding.kind === "truncated") return truncated(source, rule, finding.start);
  const last = finding.slices.at(-1);
  if (last === undefined) return none(source, "absent");
  const offered = finding.kind === "hedged" ? finding.slices : alternatives(source.text, last);
  const answers = distinct(source, offered);
  const answer = answers.at(-1);
  if (answer === undefined) return none(source, "blank");
  if (answers.length > 1) {
    const span = [Math.min(...answers.map((item) => item.span[0])), answer.span[1]] as const;
    return { status: "hedged", answers, span, rule, notes: notesOf(source, answers), work: source.work() };
  }
  const others = distinct(source, finding.slices.slice(0, -1)).filter((other) => other.text !== answer.text);
  const notes = notesOf(source, [answer]);
  return { status: "found", answer: answer.text, span: answer.span, rule, others, notes, work: source.work() };
}

/** Candidates of different spelling, the first of each. */
function distinct(source: Source, slices: readonly Slice[]): readonly Candidate[] {
  const bySpelling = new Map<string, Candidate>();
  for (const { start, end, decoded } of slices) {
    if (end <= start) continue;
    const text = decoded ?? source.text.slice(start, end);
    // the end is that of the last character, so that invisible ones after it stay outside
    if (!bySpelling.has(text))
      bySpelling.set(text, { text, span: [source.original(start), source.original(end - 1) + 1] });
  }
  return [...bySpelling.values()];
}

const lookAlike = /[\u0400-\u04FF\uFF01-\uFF5E\u{1D400}-\u{1D7FF}]|(?![0-9])\p{Nd}/u;

function notesOf(source: Source, candidates: readonly Candidate[]): readonly ExtractionNote[] {
  return candidates.some(({ text }) => lookAlike.test(text))
    ? [...source.notes, "look-alike-characters"]
    : source.notes;
}

import { z } from "zod";
import {
  abstained,
  correct,
  defineReward,
  failed,
  incorrect,
  type Evidence,
  type Rollout,
  type Score,
} from "../../core/index.ts";
import type { AnswerPlace, Check, Extraction } from "../../math/index.ts";
import { answerOf, isCutOff } from "./_answer-of.ts";
import { extractionEvidence, shorten } from "./_evidence.ts";
import { extractSchema } from "./_extract-options.ts";
import { decideFinal, type Decision } from "./_final-answer.ts";
import { mathTruth, type MathTruth } from "./_math-truth.ts";
import { policySchema, toleranceSchema } from "./_policy-options.ts";
import { truthError } from "./_truths.ts";

const limit = z.number().int().min(1).exactOptional();

const options = z.strictObject({
  policy: policySchema.default({}).describe("what counts as equal: order, units, percent, brackets ..."),
  tolerance: toleranceSchema.exactOptional(),
  hedge: z.enum(["reject", "last", "first", "any"]).default("reject").describe("what several different answers earn"),
  truncated: z.enum(["abstain", "incorrect"]).default("abstain").describe("what a cut-off answer earns"),
  unread: z.enum(["abstain", "incorrect"]).default("abstain").describe("what an answer earns that cannot be read"),
  truthFrom: z
    .enum(["answer", "solution", "auto"])
    .default("answer")
    .describe("is the truth an answer, or a worked solution that declares one (#### 42, \\boxed{42})?"),
  extract: extractSchema.default({}).describe("where an answer may be declared"),
  budget: z
    .strictObject({ steps: limit, digits: limit, nodes: limit, depth: limit })
    .exactOptional()
    .describe("limits on work, counted and not timed"),
});

export type MathOptions = z.input<typeof options>;
type Resolved = z.output<typeof options>;

/**
 * 1 where the declared final answer is proved equal to the truth, 0 where it is proved different.
 *
 * The truth is an answer in LaTeX or plain text, a number, a list of which any is accepted, or `{ answer, unit?,
 * tolerance? }`. Incorrect with reason "different" (the witness is in the evidence), "hedged" (several different final
 * answers), "no-answer", "unclosed" (an open box in a finished text). Abstains with "undecided" where neither is proved
 * within the budget, "unread" where the answer cannot be read, "truncated" where the text was cut off before it answered,
 * "no-truth". Fails with GOODHART_TRUTH where the truth cannot be read. Every score says where the answer was found, by
 * which rule it was compared and how much work that took.
 *
 * How it is hacked: by guessing where few answers are possible; by answers that only restate the question, which
 * `policy.rejectRestatement` (on) stops; by any answer near enough under a wide tolerance.
 *
 * @example
 * math()({ task: { id: "1", prompt: "1/2 + 1/4?", truth: "\\frac{3}{4}" }, rollouts: [{ text: "So it is \\boxed{0.75}." }] });
 */
export const math = defineReward({
  name: "math",
  summary: "the final answer equals the truth, proved by algebra",
  aliases: ["math-verify", "accuracy"],
  options,
  version: 1,
  range: [0, 1],
  needs: ["truth"],
  score: (resolved) => (task, rollout) => {
    const truth = mathTruth(task.truth, resolved.truthFrom);
    if ("code" in truth) return failed(truth);
    const extraction = answerOf(rollout, resolved.extract);
    if (extraction.status === "found" || extraction.status === "hedged") return compared(extraction, truth, resolved);
    return withoutAnswer(extraction, rollout, resolved);
  },
});

function withoutAnswer(extraction: Extraction, rollout: Rollout, { truncated }: Resolved): Score {
  const details = { evidence: [extractionEvidence(extraction)], cost: { work: extraction.work } };
  if (isCutOff(extraction, rollout)) {
    return truncated === "abstain" ? abstained("truncated", details) : incorrect({ reason: "truncated", ...details });
  }
  return incorrect({ reason: extraction.status === "truncated" ? "unclosed" : "no-answer", ...details });
}

const guesses: ReadonlySet<AnswerPlace> = new Set(["choice-letter", "last-equation", "last-expression"]);

function compared(extraction: Extraction & { status: "found" | "hedged" }, truth: MathTruth, options: Resolved): Score {
  const tolerance = truth.tolerance ?? options.tolerance;
  const decision = decideFinal(extraction, truth.texts, options.hedge, {
    policy: tolerance === undefined ? options.policy : { ...options.policy, tolerance },
    ...(options.budget === undefined ? {} : { budget: options.budget }),
  });
  if (decision === undefined) return incorrect({ reason: "no-answer", evidence: [extractionEvidence(extraction)] });
  const { check, hedged } = decision;
  const details = {
    evidence: evidenceOf(extraction, decision),
    cost: { work: extraction.work + decision.spent },
  };
  if (check.rule === "unread-truth") {
    return failed(truthError("readable as mathematics", check.truth), details);
  }
  if (hedged) return incorrect({ reason: "hedged", ...details });
  switch (check.outcome) {
    case "equal":
      return correct({ reason: "equal", ...details });
    case "different":
      return incorrect({ reason: "different", ...details });
    case "undecided":
      if (check.rule !== "unread-answer") return abstained("undecided", details);
      // a guess at what stands last that reads as nothing: the text declares no answer
      if (guesses.has(extraction.rule)) return incorrect({ reason: "no-answer", ...details });
      return options.unread === "abstain" ? abstained("unread", details) : incorrect({ reason: "unread", ...details });
  }
}

function evidenceOf(extraction: Extraction & { status: "found" | "hedged" }, decision: Decision): readonly Evidence[] {
  const { check, answer, hedged } = decision;
  const evidence: Evidence[] = [extractionEvidence(extraction), comparison(check, answer.text)];
  if (check.witness !== undefined) {
    const { note, at } = check.witness;
    evidence.push({ kind: "witness", note, ...(at === undefined ? {} : { data: { at } }) });
  }
  if (hedged && extraction.status === "found") {
    const also = extraction.others.map(({ text }) => text);
    evidence.push({ kind: "hedge", note: `also declared: ${shorten(also.join(" | "))}`, data: { count: also.length } });
  }
  return evidence;
}

const signs = { equal: "=", different: "≠", undecided: "?" } as const;

function comparison({ rule, outcome, truth, bound }: Check, answer: string): Evidence {
  return {
    kind: "comparison",
    note: `${rule}: ${shorten(answer)} ${signs[outcome]} ${shorten(truth)}`,
    data: { rule, outcome, truth, answer, ...(bound === undefined ? {} : { bound }) },
  };
}

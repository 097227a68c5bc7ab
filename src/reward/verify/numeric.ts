import { z } from "zod";
import { abstained, correct, defineReward, failed, incorrect, type Evidence } from "../../core/index.ts";
import { answerOf, isCutOff } from "./_answer-of.ts";
import {
  absolute,
  distance,
  fromNumber,
  isAtMost,
  magnitude,
  readNumber,
  rounded,
  showFraction,
  type Fraction,
} from "./_decimal.ts";
import { extractionEvidence, shorten } from "./_evidence.ts";
import { extractSchema } from "./_extract-options.ts";
import { textTruths, truthError } from "./_truths.ts";

const positive = z.number().positive();

const options = z.strictObject({
  tolerance: z
    .union([
      z.strictObject({ kind: z.literal("absolute"), value: positive }),
      z.strictObject({ kind: z.literal("relative"), value: positive }),
      z.strictObject({ kind: z.literal("decimals"), value: z.number().int().min(0).max(100) }),
      z.strictObject({ kind: z.literal("significant"), value: z.number().int().min(1).max(100) }),
    ])
    .default({ kind: "relative", value: 1e-6 })
    .describe("how far the answer may be off; relative to the truth"),
  truncated: z.enum(["abstain", "incorrect"]).default("abstain").describe("what a cut-off answer earns"),
  extract: extractSchema.default({}).describe("where an answer may be declared"),
});

export type NumericOptions = z.input<typeof options>;
type Tolerance = z.output<typeof options>["tolerance"];

/**
 * 1 where the answer is a number within the tolerance of the truth, else 0. Compared exactly, in fractions of integers:
 * 0.3 is within 0.1 of 0.2, to the last bit.
 *
 * The tolerance is absolute (|a - t| <= v), relative (|a - t| <= v |t|), or equality after rounding both, half away from
 * zero, to so many decimals or significant digits of the truth. The truth is a number, a numeral, or a list of them.
 * Units after the number are not looked at; use `math` where they matter. Fails with GOODHART_TRUTH on other truths.
 *
 * How it is hacked: a wide tolerance pays for guesses near the mean of the truths; several numbers do not, they are hedged.
 *
 * @example
 * numeric({ tolerance: { kind: "absolute", value: 0.05 } });
 */
export const numeric = defineReward({
  name: "numeric",
  summary: "the answer is a number within a tolerance of the truth",
  aliases: ["tolerance", "float-match"],
  options,
  version: 1,
  range: [0, 1],
  needs: ["truth"],
  score:
    ({ tolerance, truncated, extract }) =>
    (task, rollout) => {
      const truths = numericTruths(task.truth);
      if (truths === undefined) return failed(truthError("a finite number, a numeral, or a list of them", task.truth));
      const extraction = answerOf(rollout, extract);
      const evidence: Evidence[] = [extractionEvidence(extraction)];
      if (isCutOff(extraction, rollout)) {
        return truncated === "abstain"
          ? abstained("truncated", { evidence })
          : incorrect({ reason: "truncated", evidence });
      }
      if (extraction.status === "hedged") return incorrect({ reason: "hedged", evidence });
      if (extraction.status !== "found") {
        return incorrect({ reason: extraction.status === "none" ? "no-answer" : "unclosed", evidence });
      }
      const answer = readNumber(extraction.answer);
      if (answer === undefined) return incorrect({ reason: "no-number", evidence });
      const others = extraction.others.map(({ text }) => readNumber(text));
      if (others.some((other) => other === undefined || distance(other, answer).n !== 0n)) {
        evidence.push({
          kind: "hedge",
          note: `also declared: ${shorten(extraction.others.map(({ text }) => text).join(" | "))}`,
        });
        return incorrect({ reason: "hedged", evidence });
      }
      const hit = truths.find((truth) => isWithin(answer, truth, tolerance));
      const nearest = hit ?? truths[0];
      const off = nearest === undefined ? "" : `, off by ${showFraction(distance(answer, nearest))}`;
      evidence.push({ kind: "comparison", note: `${tolerance.kind} ${tolerance.value}${off}` });
      return hit === undefined ? incorrect({ reason: "different", evidence }) : correct({ reason: "equal", evidence });
    },
});

function numericTruths(truth: unknown): readonly Fraction[] | undefined {
  const truths = textTruths(truth);
  if ("code" in truths) return undefined;
  const list: readonly unknown[] = Array.isArray(truth) ? truth : [truth];
  const values = list.map((item) => (typeof item === "number" ? fromNumber(item) : readNumber(String(item))));
  return values.every((value) => value !== undefined) ? values : undefined;
}

function isWithin(answer: Fraction, truth: Fraction, { kind, value }: Tolerance): boolean {
  switch (kind) {
    case "absolute":
    case "relative": {
      const allowed = fromNumber(value);
      if (allowed === undefined) return false;
      const bound = kind === "absolute" ? allowed : { n: allowed.n * absolute(truth.n), d: allowed.d * truth.d };
      return isAtMost(distance(answer, truth), bound);
    }
    case "decimals":
      return rounded(answer, value) === rounded(truth, value);
    case "significant": {
      const decimals = value - 1 - (magnitude(truth) ?? 0);
      return rounded(answer, decimals) === rounded(truth, decimals);
    }
  }
}

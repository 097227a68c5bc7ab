import { z } from "zod";
import { abstained, correct, defineReward, failed, incorrect, type Evidence } from "../../core/index.ts";
import { answerOf, isCutOff } from "./_answer-of.ts";
import { extractionEvidence } from "./_evidence.ts";
import { extractSchema } from "./_extract-options.ts";
import { lettersIn, letterOf, normalOption } from "./_letters.ts";
import { textTruths, truthError } from "./_truths.ts";

const options = z.strictObject({
  choices: z.array(z.string().min(1)).min(2).max(10).exactOptional().describe("the texts of the options, A first"),
  hedge: z.enum(["reject", "last", "first", "any"]).default("reject").describe("what several different letters earn"),
  truncated: z.enum(["abstain", "incorrect"]).default("abstain").describe("what a cut-off answer earns"),
  extract: extractSchema.default({}).describe("where an answer may be declared"),
});

export type ChoiceOptions = z.input<typeof options>;

/**
 * 1 where the chosen letter is the right one, else 0.
 *
 * The truth is a letter from A to J ("B", "(B)"), an option's number (0 is A), or an option's text; a list accepts any.
 * Options are read from `choices`, or from the task's `metadata.choices`. An answer may be a letter ("(B)", "B)",
 * "option B", "B: Paris") or the text of exactly one option. Different letters, or a letter with the text of another
 * option, are hedged. Fails with GOODHART_TRUTH where the truth names no option.
 *
 * How it is hacked: by guessing, which earns 1/k on average; by naming every letter, which `hedge: "reject"` stops.
 *
 * @example
 * choice()({ task: { id: "1", prompt: "2 + 2? (A) 3 (B) 4", truth: "B" }, rollouts: [{ text: "So the answer is (B)." }] });
 */
export const choice = defineReward({
  name: "choice",
  summary: "the chosen letter is the right one",
  aliases: ["multiple-choice", "mcq"],
  options,
  version: 1,
  range: [0, 1],
  needs: ["truth"],
  score:
    ({ choices, hedge, truncated, extract }) =>
    (task, rollout) => {
      const texts = choices ?? choicesOf(task.metadata?.["choices"]);
      const truths = trueLetters(task.truth, texts);
      if (truths === undefined)
        return failed(truthError("a letter from A to J, or the number or text of an option", task.truth));
      const extraction = answerOf(rollout, extract);
      const evidence: Evidence[] = [extractionEvidence(extraction)];
      if (isCutOff(extraction, rollout)) {
        return truncated === "abstain"
          ? abstained("truncated", { evidence })
          : incorrect({ reason: "truncated", evidence });
      }
      if (extraction.status === "none" || extraction.status === "truncated") {
        return incorrect({ reason: extraction.status === "none" ? "no-answer" : "unclosed", evidence });
      }
      const pieces =
        extraction.status === "hedged"
          ? extraction.answers.map(({ text }) => text)
          : [...extraction.others.map(({ text }) => text), extraction.answer];
      const letters = [...new Set(pieces.flatMap((piece) => lettersIn(piece, texts)))];
      const chosen = hedge === "first" ? letters.slice(0, 1) : hedge === "last" ? letters.slice(-1) : letters;
      if (chosen.length === 0) return incorrect({ reason: "no-letter", evidence });
      evidence.push({ kind: "comparison", note: `chose ${chosen.join(" and ")}, right is ${truths.join(" or ")}` });
      if (chosen.length > 1 && hedge === "reject") return incorrect({ reason: "hedged", evidence });
      return chosen.some((letter) => truths.includes(letter))
        ? correct({ reason: "equal", evidence })
        : incorrect({ reason: "different", evidence });
    },
});

function choicesOf(value: unknown): readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : [];
}

function trueLetters(truth: unknown, choices: readonly string[]): readonly string[] | undefined {
  const truths = textTruths(truth);
  if ("code" in truths) return undefined;
  const letters = truths.texts.map((text) => letterOfTruth(text, choices));
  return letters.every((letter) => letter !== undefined) ? letters : undefined;
}

function letterOfTruth(text: string, choices: readonly string[]): string | undefined {
  const normal = normalOption(text);
  const index = choices.findIndex((option) => normalOption(option) === normal);
  if (index !== -1) return letterOf(index);
  const letter = /^\s*(?:option\s+)?\(?([A-Ja-j])\s*[).:]?\s*$/i.exec(text)?.[1];
  if (letter !== undefined) return letter.toUpperCase();
  return /^[0-9]$/.test(text) && (choices.length === 0 || Number(text) < choices.length)
    ? letterOf(Number(text))
    : undefined;
}

import { z } from "zod";
import { abstained, correct, defineReward, GoodhartError, incorrect } from "../../core/index.ts";
import { answerOf } from "./_answer-of.ts";
import { extractionEvidence } from "./_evidence.ts";
import { extractSchema } from "./_extract-options.ts";
import { compile, type Machine } from "./_machine.ts";

const options = z.strictObject({
  pattern: z.string().min(1).describe("what must occur; ^ and $ tie it to the ends"),
  flags: z
    .string()
    .regex(/^[imsu]*$/)
    .default("")
    .describe("any of i, m, s, u"),
  from: z.enum(["whole", "answer"]).default("whole").describe("search the whole text or the declared answer"),
  match: z.enum(["required", "forbidden"]).default("required").describe("is a match right or wrong?"),
  maxLength: z.number().int().min(1).max(10_000_000).default(1_000_000).describe("abstain on longer texts"),
  extract: extractSchema.default({}).describe("where an answer may be declared"),
});

export type RegexOptions = z.input<typeof options>;

/**
 * 1 where the pattern occurs (or, with `match: "forbidden"`, does not), else 0.
 *
 * Matching takes time linear in the text for every pattern, because it runs all alternatives side by side and never goes
 * back: no answer can hang it. What cannot be matched so, lookaround and backreferences, is refused with GOODHART_CONFIG
 * when the reward is made, as is a pattern that would need too many states. `.`, classes and flags mean what they mean
 * in JavaScript; characters are always whole code points, as under the flag u. Abstains with "too-long" above `maxLength`.
 *
 * How it is hacked: the policy writes the pattern and nothing else. Tie it down with ^ and $, or search the answer only.
 *
 * Method: Thompson, "Regular expression search algorithm", CACM 1968.
 *
 * @example
 * regex({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", from: "answer" });
 */
export const regex = defineReward({
  name: "regex",
  summary: "a pattern occurs in the text, or does not",
  aliases: ["regexp", "pattern"],
  options,
  version: 1,
  range: [0, 1],
  score: ({ pattern, flags, from, match, maxLength, extract }) => {
    const machine = compiled(pattern, flags);
    return (_task, rollout) => {
      if (rollout.text.length > maxLength) return abstained("too-long");
      const extraction = from === "answer" ? answerOf(rollout, extract) : undefined;
      if (extraction !== undefined && extraction.status !== "found") {
        return incorrect({ reason: "no-answer", evidence: [extractionEvidence(extraction)] });
      }
      const { end, work } = machine.search(extraction?.answer ?? rollout.text);
      const note = end === -1 ? "no match" : `a match ends at offset ${end}`;
      const details = {
        evidence: [...(extraction === undefined ? [] : [extractionEvidence(extraction)]), { kind: "match", note }],
        cost: { work },
      };
      const reason = end === -1 ? "no-match" : "match";
      return (end !== -1) === (match === "required")
        ? correct({ reason, ...details })
        : incorrect({ reason, ...details });
    };
  },
});

function compiled(pattern: string, flags: string): Machine {
  try {
    return compile(pattern, flags);
  } catch (thrown) {
    throw new GoodhartError(
      "GOODHART_CONFIG",
      `reward "regex": pattern: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      {
        hint: "write it without lookaround, backreferences and large counts",
        cause: thrown,
      },
    );
  }
}

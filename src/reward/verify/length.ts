import { z } from "zod";
import { abstained, defineReward, scored, type Rollout } from "../../core/index.ts";

const count = z.number().int().min(0);

const options = z
  .strictObject({
    unit: z.enum(["characters", "words", "tokens"]).default("words").describe("what is counted"),
    min: count.exactOptional().describe("shortest length that earns 1"),
    max: count.exactOptional().describe("longest length that earns 1"),
    target: count.exactOptional().describe("the one length that earns 1, instead of min and max"),
    falloff: count.default(0).describe("how far outside the value falls to 0, linearly; 0 falls at once"),
  })
  .refine(({ min, max, target }) => (target === undefined) === (min !== undefined || max !== undefined), {
    message: "give either target, or min and max (or one of the two)",
  })
  .refine(({ min = 0, max = Infinity }) => min <= max, { message: "min must be at most max", path: ["min"] });

export type LengthOptions = z.input<typeof options>;

/**
 * 1 inside the range (or at the target), 0 from `falloff` outside on, in between linear: 1 - distance / falloff.
 *
 * Characters are Unicode code points. Words are runs without white space, and each Chinese or Japanese character counts
 * as one. Tokens are those of the rollout; it abstains with "no-tokens" where they did not come along.
 *
 * How it is hacked: filler reaches any minimum. Sum it only with a reward that filler cannot earn, or use it as a gate.
 *
 * @example
 * length({ unit: "words", max: 200, falloff: 50 });
 */
export const length = defineReward({
  name: "length",
  summary: "the text is as long as wanted",
  options,
  version: 1,
  range: [0, 1],
  score: ({ unit, min, max, target, falloff }) => {
    const low = target ?? min ?? 0;
    const high = target ?? max ?? Infinity;
    return (_task, rollout) => {
      const size = lengthOf(rollout, unit);
      if (size === undefined) return abstained("no-tokens");
      const outside = Math.max(low - size, size - high, 0);
      const value = outside === 0 ? 1 : outside >= falloff ? 0 : 1 - outside / falloff;
      const reason = outside === 0 ? "in-range" : size < low ? "too-short" : "too-long";
      return scored(value, { reason, evidence: [{ kind: "length", note: `${size} ${unit}`, data: { [unit]: size } }] });
    };
  },
});

function lengthOf({ text, tokens }: Rollout, unit: "characters" | "words" | "tokens"): number | undefined {
  switch (unit) {
    case "characters":
      return codePoints(text);
    case "words":
      return words(text);
    case "tokens":
      return (tokens?.ids ?? tokens?.texts ?? tokens?.logprobs)?.length;
  }
}

function codePoints(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) length--;
  }
  return length;
}

const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;

function words(text: string): number {
  let length = 0;
  word.lastIndex = 0;
  while (word.test(text)) length++;
  return length;
}

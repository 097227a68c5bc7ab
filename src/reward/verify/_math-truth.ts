import { z } from "zod";
import type { ErrorInfo } from "../../core/index.ts";
import { extract, type Tolerance } from "../../math/index.ts";
import { toleranceSchema } from "./_policy-options.ts";
import { textTruths, truthError } from "./_truths.ts";

/** A truth as the engine takes it. */
export interface MathTruth {
  readonly texts: readonly string[];
  /** Overrides the reward's own, for this task. */
  readonly tolerance?: Tolerance;
}

const detailed = z.strictObject({
  answer: z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])).min(1)]),
  unit: z.string().min(1).exactOptional(),
  tolerance: toleranceSchema.exactOptional(),
});

const expected = "a string, a number, a list of them, or { answer, unit?, tolerance? }";

/** Reads the shapes that a truth may have; solutions are cut down to the answers that they declare. */
export function mathTruth(truth: unknown, from: "answer" | "solution" | "auto"): MathTruth | ErrorInfo {
  const isDetailed = typeof truth === "object" && truth !== null && !Array.isArray(truth);
  const parsed = isDetailed ? detailed.safeParse(truth) : undefined;
  if (parsed?.success === false) return truthError(expected, truth);
  const { answer, unit, tolerance } = parsed?.data ?? { answer: truth };
  const truths = textTruths(answer);
  if ("code" in truths) return truthError(expected, truth);
  const texts: string[] = [];
  for (const text of truths.texts) {
    const declared = from === "solution" || (from === "auto" && looksLikeSolution(text)) ? declaredIn(text) : text;
    if (declared === undefined || declared.trim() === "") {
      return truthError(declared === undefined ? "a solution that declares its answer" : "not blank", truth);
    }
    texts.push(unit === undefined ? declared : `${declared} ${unit}`);
  }
  return { texts, ...(tolerance === undefined ? {} : { tolerance }) };
}

/** No bare answer holds a box or a line that begins with "####". */
function looksLikeSolution(text: string): boolean {
  return /\\(?:boxed|fbox)\b|^\s*####\s/m.test(text);
}

function declaredIn(solution: string): string | undefined {
  const extraction = extract(solution, { think: "ignored" });
  return extraction.status === "found" ? extraction.answer : undefined;
}

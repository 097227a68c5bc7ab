import { z } from "zod";
import type { Policy, Tolerance } from "../../math/index.ts";

const kinds = ["relative", "absolute", "decimals", "significant", "as-written"] as const;

const size = z.number().min(0);
const digits = z.number().int().min(0).max(1000);

/** A tolerance in full, or in short: a number is relative, `{ decimals: 2 }` rounds. */
export const toleranceSchema = z
  .union([
    z
      .number()
      .positive()
      .transform((value): Tolerance => ({ kind: "relative", value })),
    z.strictObject({ relative: size }).transform(({ relative }): Tolerance => ({ kind: "relative", value: relative })),
    z.strictObject({ absolute: size }).transform(({ absolute }): Tolerance => ({ kind: "absolute", value: absolute })),
    z
      .strictObject({ decimals: digits })
      .transform(({ decimals }): Tolerance => ({ kind: "decimals", value: decimals })),
    z
      .strictObject({ significant: digits.min(1) })
      .transform(({ significant }): Tolerance => ({ kind: "significant", value: significant })),
    z
      .strictObject({ asWritten: digits })
      .transform(({ asWritten }): Tolerance => ({ kind: "as-written", value: asWritten })),
    z.strictObject({ kind: z.enum(kinds), value: size }),
  ])
  .describe(
    "how far a number may be off: 1e-3 (relative), { decimals: 2 }, { significant: 3 }, { absolute: 0.1 }, { asWritten: 1 }",
  );

const flag = z.boolean().exactOptional();

/** The options of equality, each with the engine's default. */
export const policySchema = z.strictObject({
  machineFloats: flag,
  listOrder: z.enum(["ignored", "kept"]).exactOptional(),
  looseBrackets: flag,
  units: z.enum(["optional", "required", "ignored"]).exactOptional(),
  percent: z.enum(["either", "fraction", "strict"]).exactOptional(),
  degrees: flag,
  base: z.enum(["same", "any"]).exactOptional(),
  strictIntervals: flag,
  equationSide: flag,
  integrationConstant: z.enum(["any-name", "optional", "strict"]).exactOptional(),
  caseSensitive: flag,
  renameVariables: flag,
  rejectRestatement: flag,
}) satisfies z.ZodType<Partial<Omit<Policy, "tolerance">>>;

import { z } from "zod";

/** Whether a text keeps one instruction, and what was seen. */
export interface Finding {
  readonly kept: boolean;
  /** What was counted or found, for the evidence. */
  readonly note: string;
}

/** Checks one text against one instruction with its arguments. */
export type Check = (text: string) => Finding;

/**
 * How literally an instruction is read: "published" gives the verdicts of IFEval's own checker, "careful" closes the ways
 * around it that are known.
 */
export type Reading = "careful" | "published";

/** A kind of instruction: makes its check from arguments of unknown shape, or says what is wrong with them. */
export type MakeCheck = (values: unknown, reading: Reading) => { readonly check: Check } | { readonly fault: string };

/** Declares a kind of instruction by the shape of its arguments and what it checks. */
export function instruction<Values>(
  schema: z.ZodType<Values>,
  make: (values: Values, reading: Reading) => Check,
): MakeCheck {
  return (values, reading) => {
    const parsed = schema.safeParse(values);
    return parsed.success ? { check: make(parsed.data, reading) } : { fault: z.prettifyError(parsed.error) };
  };
}

/** For kinds of instruction without arguments. */
export const none = z.strictObject({});

export const amount = z.number().int().min(0);

export const relation = z.enum(["at least", "less than"]);

/** The count against its bound, in both relations of IFEval. */
export function compare(count: number, wanted: z.output<typeof relation>, bound: number, what: string): Finding {
  return { kept: wanted === "at least" ? count >= bound : count < bound, note: `${count} ${what}` };
}

/** The text without what cannot be seen, and full-width forms made plain, so that nothing hides in look-alikes. */
export function visible(text: string): string {
  return text.normalize("NFKC").replace(/\p{Cf}/gu, "");
}

/** Lines by any of the usual ends. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r]/);
}

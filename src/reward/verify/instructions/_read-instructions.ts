import { z } from "zod";
import type { ErrorInfo } from "../../../core/index.ts";
import { truthError } from "../_truths.ts";
import type { Check, Reading } from "./_check.ts";
import { instructionKinds } from "./_kinds.ts";

/** One instruction of a task: its kind and its arguments, those that are null left out. */
export interface Instruction {
  readonly id: string;
  readonly check: Check;
}

/** IFEval's own columns. */
const columns = z.object({
  instruction_id_list: z.array(z.string()).min(1),
  kwargs: z.array(z.record(z.string(), z.unknown()).nullable()),
});

/** A list with the arguments beside the id. */
const list = z.array(z.looseObject({ id: z.string() })).min(1);

/** The checks of a truth, in its order, or what is wrong with it. */
export function readInstructions(truth: unknown, reading: Reading): readonly Instruction[] | ErrorInfo {
  const asked = askedFor(truth);
  if (asked === undefined) {
    const shape = "an IFEval row (instruction_id_list and kwargs, equally long) or a list of { id, ...arguments }";
    return truthError(shape, truth);
  }
  const instructions: Instruction[] = [];
  for (const { id, values } of asked) {
    const make = Object.hasOwn(instructionKinds, id) ? instructionKinds[id] : undefined;
    if (make === undefined)
      return truthError(`a list of instructions known by IFEval, not ${JSON.stringify(id)}`, truth);
    const made = make(values, reading);
    if ("fault" in made) return truthError(`instruction ${id} with its arguments (${made.fault})`, values);
    instructions.push({ id, check: made.check });
  }
  return instructions;
}

function askedFor(truth: unknown): readonly { readonly id: string; readonly values: unknown }[] | undefined {
  const asColumns = columns.safeParse(truth);
  if (asColumns.success) {
    const { instruction_id_list: ids, kwargs } = asColumns.data;
    if (ids.length !== kwargs.length) return undefined;
    return ids.map((id, index) => ({ id, values: given(kwargs[index] ?? {}) }));
  }
  return list.safeParse(truth).data?.map(({ id, ...values }) => ({ id, values: given(values) }));
}

/** Data sets in columns hold every argument of every kind, null where it does not apply. */
function given(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}

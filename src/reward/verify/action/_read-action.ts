import { z } from "zod";
import type { ErrorInfo } from "../../../core/index.ts";
import { findJson } from "../_find-json.ts";
import { truthError } from "../_truths.ts";

/** What somebody does: the kind of action and what it is done to or with. */
export interface Action {
  readonly type: string;
  readonly attributes: ReadonlyMap<string, unknown>;
  /** Is there a rationale beside the action, that is not blank? */
  readonly explained: boolean;
}

const action = z.looseObject({ type: z.string().trim().min(1) });
/** The action inside: Shop-R1's `action`, the arguments of a tool call; or the object itself. */
const outer = z.looseObject({
  action: z.union([z.string(), z.looseObject({})]).exactOptional(),
  arguments: z.looseObject({}).exactOptional(),
  rationale: z.string().exactOptional(),
});

/** The action of a text's last JSON object. */
export function readAction(text: string): Action | { readonly fault: string } {
  const found = findJson(text, "last-block");
  if (found.status !== "found") return { fault: found.note };
  return toAction(found.value) ?? { fault: "no object with the type of an action" };
}

/** The wanted action, or what is wrong with it. */
export function readWantedAction(truth: unknown): Action | ErrorInfo {
  return toAction(truth) ?? truthError("an action as an object with a `type`", truth);
}

function toAction(value: unknown): Action | undefined {
  const parsed = outer.safeParse(value);
  if (!parsed.success) return undefined;
  const { action: inside, arguments: given, rationale } = parsed.data;
  const flat = typeof inside === "object" ? inside : (given ?? parsed.data);
  const type = flat["type"] ?? flat["action"];
  const read = action.safeParse({ ...flat, type });
  if (!read.success) return undefined;
  const attributes = Object.entries(read.data).filter(
    ([name, item]) => !["type", "action", "rationale"].includes(name) && item !== null && item !== undefined,
  );
  return {
    type: read.data.type.trim().toLowerCase(),
    attributes: new Map(attributes),
    explained: rationale !== undefined && rationale.trim() !== "",
  };
}

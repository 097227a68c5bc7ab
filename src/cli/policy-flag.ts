import { nearest } from "../core/index.ts";
import { defaultPolicy, type Policy } from "../math/index.ts";
import { usageError } from "./parse.ts";
import { parseJson } from "./reward-source.ts";

/** Reads `--policy`: some fields of a policy as JSON. Throws GOODHART_USAGE that names the field. */
export function parsePolicy(text: string | undefined): Partial<Policy> {
  if (text === undefined) return {};
  const given = parseJson(text, "--policy");
  const fields = Object.keys(defaultPolicy);
  for (const field of Object.keys(given)) {
    if (fields.includes(field)) continue;
    const meant = nearest(field, fields);
    throw usageError(
      `--policy has no field ${field}`,
      meant === undefined ? `it has ${fields.join(", ")}` : `did you mean ${meant}?`,
    );
  }
  return given;
}

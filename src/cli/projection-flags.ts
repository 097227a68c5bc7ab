import type { ProjectionPolicy, Truncated, WithoutValue } from "../core/index.ts";
import { usageError } from "./parse.ts";

export interface ProjectionFlags {
  readonly truncated?: Truncated | undefined;
  readonly "on-abstained"?: string | undefined;
  readonly "on-failed"?: string | undefined;
}

/** What the advantages make of answers without a value and of cut-off ones. Throws GOODHART_USAGE that names the flag. */
export function projectionPolicy(flags: ProjectionFlags): ProjectionPolicy {
  const { truncated, "on-abstained": abstained, "on-failed": failed } = flags;
  return {
    ...(truncated === undefined ? {} : { truncated }),
    ...(abstained === undefined ? {} : { abstained: withoutValue("--on-abstained", abstained) }),
    ...(failed === undefined ? {} : { failed: withoutValue("--on-failed", failed) }),
  };
}

function withoutValue(flag: string, text: string): WithoutValue {
  if (text === "null" || text === "drop-group" || text === "throw") return text;
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number)) return number;
  throw usageError(`${flag} takes null, drop-group, throw or a number, got ${text}`, `${flag} 0`);
}

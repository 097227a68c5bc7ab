import type { z } from "zod";
import { GoodhartError } from "./errors.ts";

/**
 * The options as the schema resolves them, defaults filled in. Throws GOODHART_CONFIG that starts with `owner`, for instance
 * `reward "sum"`, and names every field that is wrong.
 */
export function parseOptions<Options, Resolved>(
  owner: string,
  schema: z.ZodType<Resolved, Options>,
  input: unknown,
): Resolved {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`,
  );
  throw new GoodhartError("GOODHART_CONFIG", `${owner}: ${faults.join("; ")}`, {
    hint: "mend the named option",
    cause: parsed.error,
  });
}

import { GoodhartError } from "../core/index.ts";
import { readPath } from "./read-path.ts";
import type { Row } from "../adapters/store/index.ts";

/** Which column (or path, see `readPath`) holds what. Only the response must be there. */
export interface Columns {
  readonly response: string;
  readonly prompt?: string;
  readonly truth?: string;
  /** Rows with the same value here are rollouts of one task. */
  readonly group?: string;
  /** Why sampling ended: "stop", "length" ... or a boolean "truncated". */
  readonly finish?: string;
  /** Log-probabilities of the sampled tokens, a list of numbers. */
  readonly logprobs?: string;
  /** Somebody else's verdict, 0/1 or true/false, to be compared with ours. Never guessed. */
  readonly label?: string;
  /** The task's domain, for rewards that `route` by it. */
  readonly domain?: string;
}

export type ColumnRole = keyof Columns;

/** Names under which each role usually comes, the most telling first. */
const usualNames: Readonly<Record<Exclude<ColumnRole, "label">, readonly string[]>> = {
  response: [
    ...["response", "responses", "completion", "completions", "output", "outputs", "generation", "generations"],
    ...[
      "generated_text",
      "model_output",
      "model_response",
      "rollout",
      "rollouts",
      "samples",
      "candidates",
      "prediction",
    ],
    ...["code", "solution", "solutions"],
  ],
  prompt: ["prompt", "question", "problem", "input", "query", "instruction", "messages"],
  truth: [
    ...[
      "truth",
      "ground_truth",
      "gt",
      "gold",
      "reward_model.ground_truth",
      "reference",
      "reference_answer",
      "expected",
    ],
    ...["expected_answer", "final_answer", "target", "answer", "solution", "label"],
  ],
  group: ["group", "group_id", "task_id", "problem_id", "question_id", "prompt_id", "query_id", "problem"],
  finish: ["finish_reason", "finish", "stop_reason", "finished_reason", "truncated"],
  logprobs: ["logprobs", "token_logprobs", "log_probs"],
  domain: ["domain"],
};

const roles = [...Object.keys(usualNames), "label"] as readonly ColumnRole[];

/** Reads `prompt=question,response=output.text,group=`; a role without a column is switched off. Throws GOODHART_CONFIG that names the wrong part. */
export function parseColumns(text: string): Partial<Columns> {
  const columns: Partial<Record<ColumnRole, string>> = {};
  for (const part of text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")) {
    const [, role = "", path = ""] = /^([a-z]+)\s*=\s*(.*)$/.exec(part) ?? [];
    if (!(roles as readonly string[]).includes(role)) {
      throw new GoodhartError("GOODHART_CONFIG", `"${part}" is no column mapping`, {
        hint: `write role=column, where the role is one of ${roles.join(", ")}`,
      });
    }
    columns[role as ColumnRole] = path;
  }
  return columns;
}

/**
 * Completes a mapping by the usual names, looking at one row. Nothing that was given is changed; an empty string
 * switches a role off. Throws GOODHART_INPUT when no response can be found.
 */
export function completeColumns(row: Row, given: Partial<Columns> = {}): Columns {
  const columns: Partial<Record<ColumnRole, string>> = { ...given };
  const names = new Map(Object.keys(row).map((name) => [name.toLowerCase(), name]));
  const taken = new Set(Object.values(columns));
  for (const role of roles) {
    const path = columns[role];
    if (path === "") continue;
    if (path !== undefined) {
      if (role === "response") mustFind(row, role, path);
      continue;
    }
    const found = role === "label" ? undefined : usual(role, row, names, taken);
    if (found === undefined) continue;
    columns[role] = found;
    taken.add(found);
  }
  const { response } = columns;
  if (response === undefined || response === "") {
    throw new GoodhartError(
      "GOODHART_INPUT",
      `no column holds the responses; the columns are ${listed(Object.keys(row))}`,
      {
        hint: "name it: --columns response=COLUMN",
      },
    );
  }
  const others = Object.entries(columns).filter(([, path]) => path !== "");
  return { ...Object.fromEntries(others), response };
}

function mustFind(row: Row, role: ColumnRole, path: string): void {
  if (readPath(path)(row) !== undefined) return;
  throw new GoodhartError(
    "GOODHART_INPUT",
    `there is no column "${path}" for ${role}; the columns are ${listed(Object.keys(row))}`,
    {
      hint: `mend --columns ${role}=...`,
    },
  );
}

function usual(
  role: Exclude<ColumnRole, "label">,
  row: Row,
  names: ReadonlyMap<string, string>,
  taken: ReadonlySet<string>,
): string | undefined {
  for (const candidate of usualNames[role]) {
    const name = names.get(candidate) ?? candidate;
    if (taken.has(name)) continue;
    const value = readPath(name)(row);
    if (value !== undefined && value !== null && fits(role, candidate, value)) return name;
  }
  return undefined;
}

/** Some usual names hold different things in different data sets; their value tells. */
function fits(role: ColumnRole, name: string, value: unknown): boolean {
  if (role === "response")
    return name === "code" ? Array.isArray(value) : typeof value === "string" || Array.isArray(value);
  if (role === "prompt") return typeof value === "string" || Array.isArray(value);
  if (role === "group") return typeof value === "number" || (typeof value === "string" && name !== "problem");
  if (role === "logprobs") return Array.isArray(value) && value.every((item) => typeof item === "number");
  if (role === "finish") return typeof value === "string" || typeof value === "boolean" || Array.isArray(value);
  if (role === "domain") return typeof value === "string";
  return true;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `"${name}"`);
  return names.length > 12 ? `${shown.join(", ")} and ${names.length - 12} more` : shown.join(", ");
}

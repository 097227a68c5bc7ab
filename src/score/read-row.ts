import {
  GoodhartError,
  type ErrorInfo,
  type FinishReason,
  type Message,
  type Prompt,
  type Rollout,
} from "../core/index.ts";
import type { Row } from "../adapters/store/index.ts";
import type { Columns } from "./columns.ts";
import { readPath, type ReadPath } from "./read-path.ts";

/** A rollout with the label that came with it, or why it could not be read. */
export interface RowRollout {
  readonly rollout: Rollout | undefined;
  readonly error: ErrorInfo | undefined;
  /** 1, 0, or `undefined` where there is none. */
  readonly label: 0 | 1 | undefined;
}

/** What a row says: a task and its rollouts (one in flat rows, any number in nested ones). */
export interface RowReading {
  readonly prompt: Prompt;
  readonly truth: unknown;
  readonly group: string | undefined;
  readonly domain: string | undefined;
  /** True where the response is a list of responses. */
  readonly nested: boolean;
  readonly rollouts: readonly RowRollout[];
}

export type ReadRow = (row: Row) => RowReading;

/** Compiles a column mapping. The function throws GOODHART_INPUT, naming field and mend, for a row without response. */
export function rowReader(columns: Columns): ReadRow {
  const path = (name: string | undefined): ReadPath => (name === undefined ? () => undefined : readPath(name));
  const response = path(columns.response);
  const [prompt, truth, group, domain] = [
    path(columns.prompt),
    path(columns.truth),
    path(columns.group),
    path(columns.domain),
  ];
  const [finish, logprobs, label] = [path(columns.finish), path(columns.logprobs), path(columns.label)];
  return (row) => {
    const value = response(row);
    if (value === undefined || value === null) {
      throw new GoodhartError(
        "GOODHART_INPUT",
        `the field "${columns.response}" (response) ${value === null ? "is null" : "is missing"}`,
        {
          hint: "fill it, or name another column: --columns response=COLUMN",
        },
      );
    }
    const nested = Array.isArray(value) && !isConversation(value);
    const responses: readonly unknown[] = nested ? value : [value];
    const own = (found: unknown, index: number) => (nested && Array.isArray(found) ? found[index] : found);
    const [finishes, logprobsOfAll, labels] = [finish(row), logprobs(row), label(row)];
    return {
      prompt: promptOf(prompt(row)),
      truth: truthOf(truth(row)),
      group: groupKey(group(row)),
      domain: text(domain(row)),
      nested,
      rollouts: responses.map((item, index) => {
        const text = responseText(item);
        const logprobs = nested && isNumbers(logprobsOfAll) ? undefined : own(logprobsOfAll, index);
        const finished = finishOf(own(finishes, index));
        return {
          label: labelOf(own(labels, index)),
          error: text === undefined ? unreadable(columns.response, item, nested ? index : undefined) : undefined,
          rollout:
            text === undefined
              ? undefined
              : {
                  text,
                  ...(finished === undefined ? {} : { finish: finished }),
                  ...(isNumbers(logprobs) ? { tokens: { logprobs } } : {}),
                  ...(nested ? {} : { metadata: row }),
                },
        };
      }),
    };
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isMessage(value: unknown): value is Message {
  return (
    typeof value === "object" &&
    value !== null &&
    "role" in value &&
    "content" in value &&
    typeof value.content === "string"
  );
}

function isConversation(value: readonly unknown[]): value is readonly Message[] {
  return value.length > 0 && value.every(isMessage);
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number");
}

/** The answer's text: a string, the last assistant turn of a conversation, or the text field of an object. */
function responseText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) {
    return isConversation(value) ? value.findLast((message) => message.role === "assistant")?.content : undefined;
  }
  if (typeof value === "object" && value !== null) {
    for (const field of ["text", "content", "response", "completion", "output"]) {
      if (field in value) return text((value as Row)[field]);
    }
  }
  return undefined;
}

function unreadable(column: string, value: unknown, index: number | undefined): ErrorInfo {
  const kind =
    value === null ? "null" : Array.isArray(value) ? "a list" : value === undefined ? "nothing" : `a ${typeof value}`;
  const where = index === undefined ? `the field "${column}"` : `entry ${index + 1} of the field "${column}"`;
  return {
    code: "GOODHART_INPUT",
    message: `${where} (response) must be a text, got ${kind}`,
    hint: "give a string or a list of chat messages",
  };
}

function promptOf(value: unknown): Prompt {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && isConversation(value)) return value;
  return value === undefined || value === null
    ? ""
    : JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item));
}

/** Numbers become their text: CSV gives texts too, and a reward should see the same truth from either. */
function truthOf(value: unknown): unknown {
  return typeof value === "number" || typeof value === "bigint" ? value.toString() : value;
}

function groupKey(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

const truncatedWords = new Set(["length", "max_tokens", "max_length", "model_length", "truncated", "true"]);
const stoppedWords = new Set([
  "stop",
  "eos",
  "eos_token",
  "end_turn",
  "stop_sequence",
  "complete",
  "completed",
  "false",
]);

function finishOf(value: unknown): FinishReason | undefined {
  const word = String(value ?? "").toLowerCase();
  if (truncatedWords.has(word)) return "length";
  if (stoppedWords.has(word)) return "stop";
  return word === "abort" || word === "aborted" || word === "cancelled" ? "abort" : undefined;
}

function labelOf(value: unknown): 0 | 1 | undefined {
  if (value === 1 || value === true || value === "1" || value === "true" || value === "True" || value === "1.0")
    return 1;
  if (value === 0 || value === false || value === "0" || value === "false" || value === "False" || value === "0.0")
    return 0;
  return undefined;
}

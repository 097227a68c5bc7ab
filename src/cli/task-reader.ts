import type { Row } from "../adapters/store/index.ts";
import { GoodhartError } from "../core/index.ts";
import { extract, type LintTask } from "../math/index.ts";
import { readPath, type ReadPath } from "../score/index.ts";
import { usageError } from "./parse.ts";

const usualNames = {
  truth: [
    ...["truth", "ground_truth", "gold", "expected_answer", "final_answer", "answer", "reward_model.ground_truth"],
    ...["reference_answer", "target", "solution"],
  ],
  prompt: ["prompt", "question", "problem", "input", "query"],
  id: ["id", "task_id", "unique_id", "problem_id", "question_id", "idx"],
} as const;

type Role = keyof typeof usualNames;

/** Reads a task from a row; `place` is its id where no column holds one. */
export type ReadTask = (row: Row, place: string) => LintTask;

/**
 * Finds the columns of tasks: those that were named (`truth=answer,id=unique_id`), the others by their usual names in the first row.
 * Throws GOODHART_INPUT where no column holds the truth.
 */
export function taskReader(first: Row, columns: string | undefined): ReadTask {
  const given = parseRoles(columns ?? "");
  const truth = given.truth ?? usual(first, "truth");
  if (truth === undefined || readPath(truth)(first) === undefined) {
    throw new GoodhartError(
      "GOODHART_INPUT",
      `no column ${truth === undefined ? "" : `"${truth}" `}holds the truth; the columns are ${Object.keys(first).join(", ")}`,
      {
        hint: "name it: --columns truth=COLUMN",
      },
    );
  }
  const [readTruth, readPrompt, readId] = [
    truth,
    given.prompt ?? usual(first, "prompt"),
    given.id ?? usual(first, "id"),
  ].map((path): ReadPath => (path === undefined ? () => undefined : readPath(path))) as [ReadPath, ReadPath, ReadPath];
  return (row, place) => ({
    id: text(readId(row)) || place,
    prompt: text(readPrompt(row)),
    truth: truthOf(readTruth(row)),
  });
}

function parseRoles(columns: string): Partial<Record<Role, string>> {
  const roles: Partial<Record<Role, string>> = {};
  for (const part of columns.split(",").filter((item) => item.trim() !== "")) {
    const [role = "", path = ""] = part.split("=").map((item) => item.trim());
    if (!Object.hasOwn(usualNames, role) || path === "") {
      throw usageError(`--columns: "${part}" names no column`, "write truth=COLUMN,prompt=COLUMN,id=COLUMN");
    }
    roles[role as Role] = path;
  }
  return roles;
}

function usual(row: Row, role: Role): string | undefined {
  return usualNames[role].find((name) => {
    const value = readPath(name)(row);
    return value !== undefined && value !== null;
  });
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

function truthOf(value: unknown): string | readonly string[] {
  return Array.isArray(value) ? value.map((item) => answerIn(text(item))) : answerIn(text(value));
}

/** Some data sets give a whole solution as the truth; what it declares in a box or after four hashes is the truth then. */
function answerIn(truth: string): string {
  if (!/\\f?boxed|####/.test(truth)) return truth;
  const found = extract(truth, { rules: ["boxed", "hash-mark"] });
  return found.status === "found" ? found.answer : truth;
}

import { openRows, parseRow } from "../../adapters/store/index.ts";
import { errorInfo, GoodhartError } from "../../core/index.ts";
import { createTaskLinter, type TaskFinding } from "../../math/index.ts";
import type { commands } from "../commands.ts";
import { count } from "../layout.ts";
import type { Input } from "../option-types.ts";
import { parsePolicy } from "../policy-flag.ts";
import { printJson } from "../print-json.ts";
import { taskReader, type ReadTask } from "../task-reader.ts";
import type { Terminal } from "../terminal.ts";

type Options = Input<(typeof commands)["lint"]>["options"];

/** A finding and the row that it is about. */
interface RowFinding extends Omit<TaskFinding, "code"> {
  readonly code: string;
  /** "tasks.jsonl, row 17" */
  readonly place: string;
}

/** Lints one task after the other, and prints each finding as it comes. Exit code 1 where there are errors. */
export async function run(
  { options, positionals }: Input<(typeof commands)["lint"]>,
  terminal: Terminal,
): Promise<number> {
  const findings: RowFinding[] = [];
  const counts = { tasks: 0, errors: 0, warnings: 0 };
  for await (const { rows, found } of lintRows(positionals, options, terminal)) {
    counts.tasks += rows;
    for (const finding of found) {
      counts[finding.level === "error" ? "errors" : "warnings"]++;
      if (options.json) findings.push(finding);
      else for (const line of findingLines(finding, terminal)) terminal.out(line);
    }
    terminal.live(`${count(counts.tasks)} tasks, ${count(counts.errors + counts.warnings)} findings`);
  }
  terminal.live("");
  if (counts.tasks === 0) {
    throw new GoodhartError("GOODHART_INPUT", `there are no rows in ${positionals.join(", ")}`, {
      hint: "check the path",
    });
  }
  if (options.json) printJson(terminal, { ...counts, findings });
  else terminal.out(closingLine(counts, terminal));
  return counts.errors > 0 || (options["deny-warnings"] && counts.warnings > 0) ? 1 : 0;
}

async function* lintRows(inputs: readonly string[], options: Options, terminal: Terminal) {
  const lint = createTaskLinter({ policy: parsePolicy(options.policy) });
  const source = await openRows(inputs);
  let readTask: ReadTask | undefined;
  for await (const batch of source.batches({ limit: options.limit })) {
    terminal.signal.throwIfAborted();
    const found = batch.rows.flatMap((text, position): readonly RowFinding[] => {
      const place = `${batch.file}, row ${batch.row + position}`;
      try {
        const row = parseRow(text);
        readTask ??= taskReader(row, options.columns);
        return lint(readTask(row, place)).map((finding) => ({ ...finding, place }));
      } catch (thrown) {
        if (readTask === undefined && !batch.errors?.has(position)) throw thrown;
        return [unreadable(place, batch.errors?.get(position)?.message ?? errorInfo(thrown).message)];
      }
    });
    yield { rows: batch.rows.length, found };
  }
}

function unreadable(place: string, message: string): RowFinding {
  return { id: place, place, code: "row", level: "error", field: "row", message, mend: "mend or remove the row" };
}

function findingLines({ place, id, code, level, field, message, mend }: RowFinding, { paint }: Terminal): string[] {
  const mark = level === "error" ? paint(["red", "bold"], "error  ") : paint("yellow", "warning");
  const name = id === place ? "" : ` ${paint("dim", `(${id})`)}`;
  return [
    `${mark} ${paint("cyan", place)}${name} ${paint("bold", code)}`,
    `        ${field}: ${message}; ${paint("dim", mend)}`,
  ];
}

function closingLine(
  { tasks, errors, warnings }: Readonly<Record<"tasks" | "errors" | "warnings", number>>,
  { paint }: Terminal,
): string {
  const found = `${count(errors)} errors, ${count(warnings)} warnings in ${count(tasks)} tasks`;
  return paint(errors > 0 ? "red" : warnings > 0 ? "yellow" : "green", found);
}

/** @file What is wrong with a task's truth before any answer is compared with it. */
import { createBudget } from "../core/index.ts";
import { readTruth } from "./_truth-cache.ts";
import { check } from "./check.ts";
import { decide } from "./equal/index.ts";
import { print } from "./print.ts";
import { defaultPolicy, type Policy } from "./policy.ts";
import { children, isCall, type Tree } from "./tree.ts";

export type FindingCode =
  | "empty"
  | "unread"
  | "not-itself"
  | "open-itself"
  | "conflict"
  | "duplicate-conflict"
  | "thousands-or-list"
  | "point-or-interval"
  | "mixed-or-product"
  | "percent"
  | "degrees"
  | "rounded"
  | "unevaluated"
  | "sentence";

export interface Finding {
  readonly code: FindingCode;
  /** "error": no answer, or not every right one, can be recognised. "warning": which answers are right depends on the policy. */
  readonly level: "error" | "warning";
  /** Which field of the task: "truth", or "truth[1]" where there are several. */
  readonly field: string;
  readonly message: string;
  /** What to do about it. */
  readonly mend: string;
}

export interface LintOptions {
  readonly policy?: Partial<Policy>;
}

/** Findings on the truth or truths of one task, errors and warnings in the order of the truths. Empty: nothing to say. */
export function lintTruth(truths: string | readonly string[], { policy = {} }: LintOptions = {}): readonly Finding[] {
  const list = typeof truths === "string" ? [truths] : truths;
  const whole = { ...defaultPolicy, ...policy };
  if (list.length === 0) return [finding("empty", "truth", "there is no truth", "add the expected answer")];
  const fieldOf = (index: number) => (typeof truths === "string" ? "truth" : `truth[${index}]`);
  const found = list.flatMap((truth, index) => lintOne(truth, fieldOf(index), whole));
  for (const [index, truth] of list.entries()) {
    if (index === 0 || list[0] === undefined) continue;
    const { outcome, witness } = check({ truth: list[0], answer: truth, policy: whole });
    if (outcome !== "different") continue;
    const message = `"${truth}" is not "${list[0]}"${witness === undefined ? "" : ` (${witness.note})`}`;
    found.push(
      finding(
        "conflict",
        fieldOf(index),
        message,
        "keep the right one, or leave both if either answer is to be accepted",
        "warning",
      ),
    );
  }
  return found;
}

export interface LintTask {
  readonly id: string;
  readonly prompt: string;
  readonly truth: string | readonly string[];
}

export interface TaskFinding extends Finding {
  readonly id: string;
}

/** Findings on many tasks, and on tasks with the same prompt whose truths are not the same. */
export function lintTasks(tasks: Iterable<LintTask>, options: LintOptions = {}): readonly TaskFinding[] {
  return Array.from(tasks, createTaskLinter(options)).flat();
}

/** The same, one task after the other: gives each task's findings as it comes, and remembers the prompts. */
export function createTaskLinter(options: LintOptions = {}): (task: LintTask) => readonly TaskFinding[] {
  const first = new Map<string, LintTask>();
  return (task) => {
    const found: TaskFinding[] = lintTruth(task.truth, options).map((one) => ({ ...one, id: task.id }));
    const prompt = task.prompt.replace(/\s+/g, " ").trim();
    const earlier = first.get(prompt);
    if (earlier === undefined) first.set(prompt, task);
    else if (conflicts(earlier.truth, task.truth, options.policy)) {
      const message = `the prompt is that of task ${earlier.id}, the truth is not: ${quoted(task.truth)} against ${quoted(earlier.truth)}`;
      found.push({
        ...finding("duplicate-conflict", "truth", message, "remove the task whose truth is wrong"),
        id: task.id,
      });
    }
    return found;
  };
}

function quoted(truth: string | readonly string[]): string {
  return typeof truth === "string" ? `"${truth}"` : truth.map((one) => `"${one}"`).join(" or ");
}

/** True where no truth of the one is accepted by the other. */
function conflicts(
  earlier: string | readonly string[],
  later: string | readonly string[],
  policy: Partial<Policy> | undefined,
): boolean {
  const answers = typeof later === "string" ? [later] : later;
  return (
    answers.length > 0 &&
    answers.every(
      (answer) =>
        check({ truth: earlier, answer, ...(policy === undefined ? {} : { policy }) }).outcome === "different",
    )
  );
}

function finding(
  code: FindingCode,
  field: string,
  message: string,
  mend: string,
  level: Finding["level"] = "error",
): Finding {
  return { code, level, field, message, mend };
}

function lintOne(truth: string, field: string, policy: Policy): readonly Finding[] {
  if (truth.trim() === "") return [finding("empty", field, "the truth is empty", "add the expected answer")];
  const { tree, why } = readTruth(truth, undefined);
  if (tree === undefined) {
    const reason = why === undefined ? "" : `: ${why}`;
    return [
      finding(
        "unread",
        field,
        `cannot be read${reason}`,
        "write it in LaTeX or plain maths; until then only the identical text is accepted",
      ),
    ];
  }
  const found: Finding[] = [];
  const itself = decide(tree, tree, { policy, budget: createBudget(), identity: false });
  if (itself.outcome === "different")
    found.push(
      finding(
        "not-itself",
        field,
        `read as ${print(tree)}, which is not equal to itself (${itself.rule})`,
        "write the value out",
      ),
    );
  if (itself.outcome === "undecided") {
    const mend = "other ways of writing it may not be recognised: simplify it or write the value";
    found.push(
      finding(
        "open-itself",
        field,
        `read as ${print(tree)}, on which the engine cannot decide (${itself.rule})`,
        mend,
        "warning",
      ),
    );
  }
  found.push(...ambiguities(truth, tree, field, policy));
  return found;
}

const unevaluated: ReadonlySet<string> = new Set(["sum", "product", "integral", "derivative", "limit", "repeat"]);

function* ambiguities(truth: string, tree: Tree, field: string, policy: Policy): Iterable<Finding> {
  const warn = (code: FindingCode, message: string, mend: string) => finding(code, field, message, mend, "warning");
  const bare = truth.replaceAll("$", "").trim();
  if (/^-?\d{1,3},\d{3}$/.test(bare)) {
    yield warn(
      "thousands-or-list",
      `"${bare}" may be one number or a list of two`,
      "write it without the comma, or with braces and a space",
    );
  }
  if (isRisingPair(tree))
    yield warn(
      "point-or-interval",
      `"${bare}" may be a point or an open interval`,
      "write x = ..., y = ... or a < x < b if only one is meant",
    );
  if (contains(tree, (part) => part.kind === "number" && part.form === "mixed")) {
    yield warn(
      "mixed-or-product",
      `"${bare}" is read as a mixed number, not as a product`,
      "write an improper fraction or a multiplication sign",
    );
  }
  if (policy.percent === "either" && isCall(tree, "percent")) {
    yield warn(
      "percent",
      "the bare number and the fraction are both accepted for the percentage",
      'set the policy percent to "fraction" or "strict" if one is wrong',
    );
  }
  if (policy.degrees && isCall(tree, "degree")) {
    yield warn(
      "degrees",
      "the bare number and the angle in radians are both accepted for the angle in degrees",
      "set the policy degrees to false if they are wrong",
    );
  }
  if (
    policy.tolerance === undefined &&
    tree.kind === "number" &&
    (tree.decimals ?? 0) >= 3 &&
    tree.form === undefined
  ) {
    yield warn(
      "rounded",
      `"${bare}" looks rounded, but only exactly this value is accepted`,
      "write the exact value, or set a tolerance",
    );
  }
  if (policy.rejectRestatement && contains(tree, (part) => part.kind === "call" && unevaluated.has(part.head))) {
    yield warn(
      "unevaluated",
      "the truth is not worked out",
      "write the value, so that an answer cannot merely repeat the question",
    );
  }
  if (tree.kind === "text" && tree.text.split(" ").length > 6) {
    yield warn(
      "sentence",
      "a sentence is met only by the same words",
      "reduce it to a word, a choice or a value, or use a judge",
    );
  }
}

function isRisingPair(tree: Tree): boolean {
  if (!isCall(tree, "tuple") || tree.args.length !== 2) return false;
  const [low, high] = tree.args;
  return low?.kind === "number" && high?.kind === "number" && low.value.n * high.value.d < high.value.n * low.value.d;
}

function contains(tree: Tree, test: (part: Tree) => boolean): boolean {
  return test(tree) || children(tree).some((part) => contains(part, test));
}

import { expect, test } from "vitest";
import { completeColumns, parseColumns } from "./columns.ts";
import { readPath } from "./read-path.ts";
import { rowReader } from "./read-row.ts";

test.each([
  [
    { prompt: "p", completion: "c", answer: "a" },
    { prompt: "prompt", response: "completion", truth: "answer" },
  ],
  [
    { question: "q", gt: "1", code: ["c"], solution: "s", answer: "1" },
    { prompt: "question", response: "code", truth: "gt" },
  ],
  [
    { step: 0, problem: 3, prompt: "p", response: "r", ground_truth: "g" },
    { prompt: "prompt", response: "response", truth: "ground_truth", group: "problem" },
  ],
  [
    { problem: "text", solution: "s", expected_answer: "1" },
    { prompt: "problem", response: "solution", truth: "expected_answer" },
  ],
  [
    { prompt: "p", output: "o", reward_model: { ground_truth: "g" }, task_id: "t" },
    { prompt: "prompt", response: "output", truth: "reward_model.ground_truth", group: "task_id" },
  ],
  [
    { Prompt: "p", Response: "r", finish_reason: "stop" },
    { prompt: "Prompt", response: "Response", finish: "finish_reason" },
  ],
])("%j is read by the usual names", (row, expected) => {
  expect(completeColumns(row)).toEqual(expected);
});

test("what is given is kept, and an empty path switches a role off", () => {
  const row = { prompt: "p", a: { b: "x" }, truth: "t", task_id: 1 };
  expect(completeColumns(row, { response: "a.b", group: "", label: "truth" })).toEqual({
    prompt: "prompt",
    response: "a.b",
    label: "truth",
  });
});

test("a mapping is parsed; a role without column is switched off", () => {
  expect(parseColumns("prompt=q, response=a.b ,group=")).toEqual({ prompt: "q", response: "a.b", group: "" });
});

test.each([
  ["response", "response"],
  ["nonsense=x", "nonsense=x"],
  ["prompt=p,=x", '"=x"'],
  ["truth", "truth"],
])("%s is refused", (text, named) => {
  expect(() => parseColumns(text)).toThrow(named);
});

test.each([
  ["a", { a: 1 }, 1],
  ["a.b", { a: { b: 2 } }, 2],
  ["a.b", { "a.b": 3, a: { b: 2 } }, 3],
  ["a.1.b", { a: [{ b: 1 }, { b: 2 }] }, 2],
  ["*.s", { x: { s: 1 }, y: 5, z: { s: 2 } }, [1, 2]],
  ["a.*.t", { a: [{ t: "x" }, { t: "y" }] }, ["x", "y"]],
  ["a.constructor", { a: {} }, undefined],
  ["a.b.c", { a: null }, undefined],
])("path %s in %j", (path, row, expected) => {
  expect(readPath(path)(row)).toEqual(expected);
});

test("an empty step is no path", () => expect(() => readPath("a..b")).toThrow("no path"));

test.each([
  ["text", "text"],
  [
    [
      { role: "user", content: "u" },
      { role: "assistant", content: "last" },
    ],
    "last",
  ],
  [{ text: "inside" }, "inside"],
])("response %j", (response, expected) => {
  expect(rowReader({ response: "r" })({ r: response }).rollouts.map(({ rollout }) => rollout?.text)).toEqual([
    expected,
  ]);
});

test("finish reasons, log-probabilities and labels are read, for lists entry by entry", () => {
  const read = rowReader({ response: "r", finish: "f", logprobs: "l", label: "ok" });
  expect(read({ r: "x", f: "max_tokens", l: [-1, -0.5], ok: "False" }).rollouts).toMatchObject([
    { label: 0, rollout: { finish: "length", tokens: { logprobs: [-1, -0.5] } } },
  ]);
  expect(read({ r: ["x", "y", 3], f: ["stop", true], ok: [1, 0.5] }).rollouts).toMatchObject([
    { label: 1, rollout: { text: "x", finish: "stop" } },
    { label: undefined, rollout: { text: "y", finish: "length" } },
    { rollout: undefined, error: { message: expect.stringContaining("entry 3") } },
  ]);
});

test("a truth that is a number is read like its text", () => {
  expect(rowReader({ response: "r", truth: "t" })({ r: "", t: 12n }).truth).toBe("12");
  expect(rowReader({ response: "r", truth: "t" })({ r: "", t: { a: 1 } }).truth).toEqual({ a: 1 });
});

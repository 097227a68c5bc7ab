import { describe, expect, test } from "vitest";
import {
  abstained,
  correct,
  failed,
  groupSchema,
  incorrect,
  promptText,
  rolloutSchema,
  scored,
  scoreSchema,
} from "./index.ts";

describe("scores", () => {
  test.each([NaN, Infinity, -Infinity])("scored refuses %d", (value) => {
    expect(() => scored(value)).toThrow(expect.objectContaining({ code: "GOODHART_REWARD" }));
  });

  test("have no negative zero", () => {
    expect(Object.is(scored(-0).value, 0)).toBe(true);
  });

  test.each([
    scored(0.5, {
      reason: "close",
      evidence: [{ kind: "comparison", note: "near", span: [0, 3], data: { by: 1 } }],
      cost: { work: 3 },
    }),
    correct({ parts: { inner: incorrect({ parts: { innermost: abstained("undecided") } }) } }),
    failed({ code: "GOODHART_OF_SOMEBODY", message: "x", hint: "y", retryable: true }),
  ])("%j passes the schema and JSON", (score) => {
    expect(scoreSchema.parse(JSON.parse(JSON.stringify(score)))).toEqual(score);
  });

  test.each([
    { status: "scored" },
    { status: "scored", value: NaN },
    { status: "scored", value: "1" },
    { status: "abstained" },
    { status: "failed", error: { code: "E", message: "x" } },
    { status: "failed", error: { code: "GOODHART_X" } },
    { status: "scored", value: 1, parts: { a: { status: "lost" } } },
    null,
  ])("%j does not pass the schema", (score) => {
    expect(scoreSchema.safeParse(score).success).toBe(false);
  });
});

describe("input from outside", () => {
  test("token lists must be as long as each other", () => {
    const tokens = { ids: [1, 2], texts: ["a", "b"], logprobs: new Float32Array(2) };
    expect(rolloutSchema.safeParse({ text: "ab", tokens }).success).toBe(true);
    expect(
      rolloutSchema.safeParse({ text: "ab", tokens: { ...tokens, texts: ["a"] } }).error?.issues[0]?.message,
    ).toContain("differ in length");
  });

  test("a group needs a task with an id", () => {
    const rollouts = [{ text: "x", finish: "length" }];
    expect(groupSchema.safeParse({ task: { id: "t", prompt: "?", truth: 1 }, rollouts }).success).toBe(true);
    expect(groupSchema.safeParse({ task: { id: "", prompt: "?", truth: 1 }, rollouts }).error?.issues[0]?.path).toEqual(
      ["task", "id"],
    );
  });

  test("the text of a conversation is its last question", () => {
    expect(promptText("one")).toBe("one");
    const said = (role: "user" | "assistant", content: string) => ({ role, content });
    expect(
      promptText([said("user", "one"), said("assistant", "two"), said("user", "three"), said("assistant", "four")]),
    ).toBe("three");
    expect(promptText([])).toBe("");
  });
});

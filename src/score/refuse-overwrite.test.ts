import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { scoreFile, type ScoreFileOptions } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "goodhart-overwrite-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rows = [1, 2, 3].map((n) => `${JSON.stringify({ response: `${n}`, truth: `${n}` })}\n`).join("");
const input = join(folder, "rows.jsonl");
const link = join(folder, "link.jsonl");
writeFileSync(input, rows);
symlinkSync(input, link);

describe("the input stays as it is", () => {
  const outputs: readonly (readonly [string, Partial<ScoreFileOptions>])[] = [
    ["as the output", { output: input, limit: 1 }],
    ["as the output, under another name", { output: link }],
    ["as the list of disagreements", { disagreements: input }],
    ["as the report", { report: join(folder, ".", "rows.jsonl") }],
    ["as one of a glob", { input: join(folder, "r*.jsonl"), output: input }],
  ];
  test.each(outputs)("%s", async (_, options) => {
    const job = scoreFile({ input, reward: "math", threads: 0, ...options });
    await expect(job).rejects.toMatchObject({ code: "GOODHART_INPUT", message: expect.stringContaining("rows.jsonl") });
    expect(readFileSync(input, "utf8")).toBe(rows);
  });

  test("an older output is replaced", async () => {
    const output = join(folder, "out.json.jsonl");
    writeFileSync(output, "old");
    await scoreFile({ input, reward: "math", threads: 0, output });
    expect(readFileSync(output, "utf8").split("\n").length).toBe(4);
  });
});

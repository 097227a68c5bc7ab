import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, describe, expect, test } from "vitest";
import { scoreFile, type ScoreFileOptions } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "goodhart-score-"));
afterAll(() => rmSync(folder, { recursive: true }));

const module = fileURLToPath(new URL("./_test-reward.ts", import.meta.url));
const reward = { module };
let files = 0;

function input(rows: readonly unknown[], ending = "jsonl"): string {
  const path = join(folder, `in-${files++}.${ending}`);
  writeFileSync(path, rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row))).join("\n"));
  return path;
}

async function score(rows: readonly unknown[], options: Partial<ScoreFileOptions> = {}) {
  const output = join(folder, `out-${files++}.jsonl`);
  const result = await scoreFile({ input: input(rows), reward, output, threads: 0, ...options });
  const text = readFileSync(output, "utf8");
  expect(existsSync(`${output}.partial`)).toBe(false);
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { ...result, text, lines, column: (name: string) => lines.map((line) => line[`goodhart_${name}`]) };
}

const row = (task: number, response: string, extra: object = {}) => ({
  task_id: task,
  prompt: `p${task}`,
  response,
  truth: String(task),
  ...extra,
});

describe("rows in, rows out", () => {
  test("consecutive groups get value, mean, deviation and advantage", async () => {
    const { lines, column, groups } = await score([
      row(1, "=1"),
      row(1, "=2"),
      row(1, "=1"),
      row(2, "=2"),
      row(2, "=2"),
    ]);
    expect(groups).toBe("consecutive");
    expect(column("value")).toEqual([1, 0, 1, 1, 1]);
    expect(column("verdict")).toEqual(["correct", "incorrect", "correct", "correct", "correct"]);
    expect(column("group_mean")).toEqual([2 / 3, 2 / 3, 2 / 3, 1, 1]);
    expect(column("group_std")[0]).toBeCloseTo(Math.sqrt(1 / 3), 12);
    expect(column("advantage").map((value) => Number(Number(value).toFixed(4)))).toEqual([
      0.5773, -1.1547, 0.5773, 0, 0,
    ]);
    expect(lines[1]).toMatchObject({
      task_id: 1,
      response: "=2",
      goodhart_answer: "2",
      goodhart_why: "answer 2",
      goodhart_reason: "different",
    });
  });

  test("scattered groups give the same scores in the order of the input", async () => {
    const order = [0, 3, 1, 4, 2, 5];
    const rows = [row(1, "=1"), row(1, "=2"), row(1, "=1"), row(2, "=2"), row(2, "=3"), row(2, "=2")];
    const together = await score(rows);
    const apart = await score(order.map((index) => rows[index]));
    expect(apart.groups).toBe("scattered");
    expect(apart.lines).toEqual(order.map((index) => together.lines[index]));
    expect(apart.summary.groups).toEqual(together.summary.groups);
    expect(apart.summary.passAtK).toEqual(together.summary.passAtK);
  });

  test("without a group column, rows of the same prompt and truth are a group", async () => {
    const plain = (prompt: string, truth: string, response: string) => ({ prompt, truth, response });
    const { summary } = await score([
      plain("a", "1", "=1"),
      plain("a", "1", "=2"),
      plain("a", "2", "=2"),
      plain("b", "1", "=1"),
    ]);
    expect(summary.groups).toMatchObject({ count: 3, comparable: 1, largest: 2 });
  });

  test("one row with many responses gives lists", async () => {
    const { lines, column, summary } = await score(
      [
        { question: "q", gt: "4", code: ["=4", "=5", "unsure"], score: [true, true, false] },
        { question: "r", gt: "4", code: [], score: [] },
      ],
      { columns: { label: "score" } },
    );
    expect(column("value")).toEqual([[1, 0, null], []]);
    expect(column("status")[0]).toEqual(["scored", "scored", "abstained"]);
    expect(lines[0]?.["code"]).toEqual(["=4", "=5", "unsure"]);
    expect(summary).toMatchObject({
      rows: 2,
      rollouts: 3,
      labels: { compared: 2, agreed: 1, falseNegative: 1, undecided: 1 },
    });
  });

  test("responses inside objects are found by a path with a star", async () => {
    const rows = [
      { question: "q", ground_truth: "4", small: { solution: "=4", ok: true }, large: { solution: "=4", ok: true } },
    ];
    const { column, summary } = await score(rows, { columns: { response: "*.solution", label: "*.ok" } });
    expect(column("value")).toEqual([[1, 1]]);
    expect(summary.labels).toMatchObject({ compared: 2, agreed: 2 });
  });

  test("the input's characters and big numbers stay", async () => {
    const { text } = await score(['{"id": 9007199254740993, "response":"=1", "truth":"1"  }']);
    expect(text.startsWith('{"id": 9007199254740993, "response":"=1", "truth":"1","goodhart_value":1,')).toBe(true);
  });

  test("a file that is scored again carries no old scores", async () => {
    const once = await score([row(1, "=1"), row(1, "=2")]);
    const twice = await score(once.lines);
    expect(twice.text).toBe(once.text);
  });
});

describe("columns that are not there", () => {
  test.each([
    [{ label: "is_corect" }, 'did you mean "is_correct"'],
    [{ truth: "gold.answer" }, "the columns are "],
  ])("%j is refused before any row is scored", async (columns, hint) => {
    const job = score([row(1, "=1", { is_correct: 1 })], { columns });
    await expect(job).rejects.toMatchObject({ code: "GOODHART_INPUT", hint: expect.stringContaining(hint) });
  });

  test("a column that only later rows have is there", async () => {
    const { summary } = await score([row(1, "=1"), row(1, "=2", { right: 0 })], { columns: { label: "right" } });
    expect(summary.labels).toMatchObject({ compared: 1 });
  });
});

describe("bad rows", () => {
  test("each gets its own error with file, row, field and mend; the others are unharmed", async () => {
    const path = input([
      row(1, "=1"),
      '{"task_id":1,"resp',
      { task_id: 1, truth: "1" },
      { ...row(1, "x"), response: 7 },
      row(1, "throw"),
      { ...row(1, "=1"), truth: "9" },
      row(1, "=1"),
    ]);
    const { column, summary, lines } = await score([], { input: path });
    expect(column("status")).toEqual(["scored", "failed", "failed", "failed", "failed", "failed", "scored"]);
    const why = column("why").map(String);
    expect(why[1]).toContain(`${path}, row 2: the row is not valid JSON`);
    expect(why[2]).toContain(
      `${path}, row 3: the field "response" (response) is missing (fill it, or name another column`,
    );
    expect(why[3]).toContain(`row 4: the field "response" (response) must be a text, got a number`);
    expect(why[4]).toContain("thrown on purpose");
    expect(why[5]).toContain("row 6: the truth differs from that of the same group");
    expect(lines[1]).toMatchObject({ goodhart_unreadable: '{"task_id":1,"resp' });
    expect(summary).toMatchObject({ rows: 7, scored: 2, failed: 5, accuracy: 1 });
    expect(Object.fromEntries(summary.reasons.failed)).toEqual({ GOODHART_INPUT: 4, GOODHART_REWARD: 1 });
  });

  test("a row that hangs or kills its worker fails alone", async () => {
    const { column } = await score([row(1, "=1"), row(2, "hang"), row(3, "=3"), row(4, "exit"), row(5, "=5")], {
      deadline: 400,
      threads: 2,
    });
    expect(column("status")).toEqual(["scored", "failed", "scored", "failed", "scored"]);
    expect(column("reason")).toEqual(["equal", "GOODHART_TIMEOUT", "equal", "GOODHART_CRASH", "equal"]);
  });

  test.each<[string, readonly unknown[], Partial<ScoreFileOptions>, string]>([
    ["no rows", [], {}, "there are no rows"],
    ["nothing readable", ["x", "y"], {}, "none of the 2 rows"],
    ["no response", [{ prompt: "p" }], {}, "no column holds the responses"],
    ["a wrong column", [row(1, "=1")], { columns: { response: "answer" } }, 'there is no column "answer"'],
    ["no truth", [{ prompt: "p", response: "=1" }], {}, "needs the truth"],
    ["an output of unknown format", [row(1, "=1")], { output: "x.txt" }, "cannot tell the format"],
  ])("%s is refused and leaves nothing behind", async (_name, rows, options, message) => {
    const output = join(folder, `refused-${files++}.jsonl`);
    await expect(scoreFile({ input: input(rows), reward, output, threads: 0, ...options })).rejects.toThrow(message);
    expect(existsSync(output) || existsSync(`${output}.partial`)).toBe(false);
  });
});

describe("formats and order", () => {
  const rows = Array.from({ length: 400 }, (_, index) =>
    row(index % 57, index % 3 === 0 ? `=${index % 57}` : index % 11 === 0 ? "unsure" : `text =${index}`),
  );

  test("CSV and JSON give the same scores as JSONL", async () => {
    const plain = await score(rows);
    const csv = input(
      [
        "task_id,prompt,response,truth",
        ...rows.map((item) =>
          Object.values(item)
            .map((cell) => `"${cell}"`)
            .join(","),
        ),
      ],
      "csv",
    );
    const json = input([JSON.stringify(rows, null, 2)], "json");
    for (const path of [csv, json]) {
      const other = await score([], { input: path });
      expect(other.column("value")).toEqual(plain.column("value"));
      expect(other.column("advantage")).toEqual(plain.column("advantage"));
      expect(other.summary).toEqual(plain.summary);
    }
  });

  test("Parquet out has the same cells, and can be scored again", async () => {
    const plain = await score(rows);
    const output = join(folder, "scored.parquet");
    await scoreFile({ input: input(rows), reward, output, threads: 0 });
    const read = async (path: string) => parquetReadObjects({ file: await asyncBufferFromFile(path) });
    const cells = await read(output);
    expect(cells.map((cell) => cell["goodhart_value"])).toEqual(plain.column("value"));
    expect(cells.map((cell) => cell["goodhart_advantage"])).toEqual(plain.column("advantage"));
    expect(cells[3]).toMatchObject({ task_id: 3n, response: "=3", goodhart_status: "scored" });
    const again = join(folder, "again.parquet");
    await scoreFile({ input: output, reward, output: again, threads: 0 });
    expect(await read(again)).toEqual(cells);
  });

  test("bytes and summary do not hang on the number of threads", async () => {
    const own = await score(rows);
    for (const threads of [1, 3]) {
      const other = await score(rows, { threads });
      expect(other.text).toBe(own.text);
      expect(other.summary).toEqual(own.summary);
      expect(other.samples.correct.map(({ cells }) => cells)).toEqual(own.samples.correct.map(({ cells }) => cells));
    }
  });

  test("a reward that answers late and in another order is put in order", async () => {
    const { column, summary } = await score(rows, { reward: { module, name: "later" } });
    expect(column("value")).toEqual(rows.map(({ response }) => response.length));
    expect(summary.parts).toMatchObject([
      { name: "length", without: 0, count: 400 },
      { name: "none", without: 400, count: 0, mean: null },
    ]);
  });

  test("a projection says what the advantages make of scores without a value and of cut-off rollouts", async () => {
    const group = [row(1, "=1", { finish_reason: "length" }), row(1, "=1"), row(1, "unsure"), row(1, "=2")];
    const advantages = async (projection: NonNullable<ScoreFileOptions["projection"]>) => {
      const { column } = await score(group, { projection });
      expect(column("value")).toEqual([1, 1, null, 0]);
      return column("advantage").map((value) => (typeof value === "number" ? Math.sign(value) : value));
    };
    expect(await advantages({})).toEqual([1, 1, null, -1]);
    expect(await advantages({ truncated: "zero" })).toEqual([-1, 1, null, -1]);
    expect(await advantages({ truncated: "mask" })).toEqual([null, 1, null, -1]);
    expect(await advantages({ abstained: 0 })).toEqual([1, 1, -1, -1]);
    expect(await advantages({ abstained: "drop-group" })).toEqual([null, null, null, null]);
    await expect(score(group, { projection: { abstained: "throw" } })).rejects.toThrow("abstained");
    await expect(score(group, { projection: { truncated: "zero", failed: NaN } })).rejects.toThrow("projection policy");
  });

  test("the limit counts rows", async () => {
    expect((await score(rows, { limit: 7 })).lines).toHaveLength(7);
  });

  test("disagreements with the label are listed with the side and the reason", async () => {
    const disagreements = join(folder, "disagreements.jsonl");
    const labelled = [row(1, "=1", { ok: 1 }), row(2, "=3", { ok: "1" }), row(3, "=3", { ok: false })];
    const { summary, samples } = await score(labelled, { columns: { label: "ok" }, disagreements });
    expect(summary.labels).toMatchObject({ compared: 3, agreed: 1, falsePositive: 1, falseNegative: 1 });
    const listed = readFileSync(disagreements, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(listed).toMatchObject([
      { verdict: "incorrect", label: 1, truth: "2", answer: "3", response: "=3" },
      { verdict: "correct", label: 0, truth: "3", answer: "3" },
    ]);
    expect(samples.disagreements).toHaveLength(2);
  });
});

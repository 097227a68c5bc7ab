import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { openRows, parseRow, rowText, type Row } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "goodhart-read-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(inputs: readonly string[], limit?: number) {
  const texts: string[] = [];
  const errors: (string | undefined)[] = [];
  const batches: { first: number; file: string; row: number; count: number }[] = [];
  const source = await openRows(inputs);
  for await (const batch of source.batches({ limit })) {
    batches.push({ first: batch.first, file: batch.file, row: batch.row, count: batch.rows.length });
    batch.rows.forEach((text, position) => {
      texts.push(text);
      errors.push(batch.errors?.get(position)?.message);
    });
  }
  return { texts, errors, batches, rows: () => texts.map(parseRow) };
}

describe("JSONL", () => {
  test("keeps every line as it stands, drops blank ones, a byte order mark and carriage returns", async () => {
    const path = file("a.jsonl", '\uFEFF{"a": 1}\r\n\n  \n{"a":12345678901234567890}\n{"broken');
    const { texts } = await read([path]);
    expect(texts).toEqual(['{"a": 1}', '{"a":12345678901234567890}', '{"broken']);
  });

  test("reads lines that are longer than a chunk, and characters that a chunk cuts", async () => {
    const long = "é𝒳".repeat(400_000);
    const path = file("long.jsonl", `{"a":"${long}"}\n{"a":"b"}\n`);
    const { rows } = await read([path]);
    expect(rows()).toEqual([{ a: long }, { a: "b" }]);
  });

  test.each([
    ["gz", gzipSync],
    ["zst", zstdCompressSync],
  ])("reads .%s as if it were not packed", async (ending, pack) => {
    const text = Array.from({ length: 3000 }, (_, a) => JSON.stringify({ a })).join("\n");
    expect((await read([file(`packed.jsonl.${ending}`, pack(Buffer.from(text)))])).texts).toEqual(text.split("\n"));
  });

  test("a packed file that is cut short is an error, not a short file", async () => {
    const text = Array.from({ length: 3000 }, (_, a) => JSON.stringify({ a: Math.sin(a) })).join("\n");
    const path = file("cut.jsonl.gz", gzipSync(text).subarray(0, 4000));
    await expect(read([path])).rejects.toMatchObject({ code: "GOODHART_STORE" });
  });
});

describe("JSON", () => {
  test.each([
    ["a list", '[{"a":1},{"a":"x]},[{"}]', [{ a: 1 }, { a: "x]},[{" }]],
    ["indented", '[\n  {\n    "a": "two\\n lines",\n    "b": [1,\n 2]\n  }\n]\n', [{ a: "two\n lines", b: [1, 2] }]],
    ["one after the other", '{"a":1}\n{"a":2} {"a":3}', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ["an empty list", "[ ]", []],
  ])("reads %s", async (name, text, expected) => {
    expect((await read([file(`${name.replaceAll(" ", "-")}.json`, text)])).rows()).toEqual(expected);
  });

  test("bare values in a list are rows of their own that cannot be parsed", async () => {
    const { texts } = await read([file("bare.json", '[1, {"a":2}, "x", null]')]);
    expect(texts).toEqual(["1", '{"a":2}', '"x"', "null"]);
  });

  test("finds the same rows at any indentation", async () => {
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie("value"), { maxKeys: 3 }),
      ),
    })).value;
    const rows = fc.array(
      fc.dictionary(fc.string({ minLength: 1 }), value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 0, max: 4 }), async (list, indent) => {
        const path = file("any.json", JSON.stringify(list, null, indent));
        expect((await read([path])).texts.map((text) => JSON.parse(text) as unknown)).toEqual(
          JSON.parse(JSON.stringify(list)),
        );
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe("CSV", () => {
  test("reads what RFC 4180 allows", async () => {
    const text = 'a,b,c\r\n1,"x, ""y""\nz",\r\n"",2,3\n\nlast,"",end';
    const { rows } = await read([file("a.csv", text)]);
    expect(rows()).toEqual([
      { a: "1", b: 'x, "y"\nz', c: "" },
      { a: "", b: "2", c: "3" },
      { a: "last", b: "", c: "end" },
    ]);
  });

  test("a row with too many fields is that row's error alone", async () => {
    const { errors } = await read([file("bad.csv", "a,b\n1,2\n1,2,3\n4,5\n")]);
    expect(errors).toEqual([undefined, "expected 2 fields as in the header, got 3", undefined]);
  });

  test("a name that stands twice in the header is refused", async () => {
    await expect(read([file("twice.csv", "a,a\n1,2\n")])).rejects.toThrow('"a" twice');
  });

  test("gives back any fields that were quoted", async () => {
    const field = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", "é", " ") });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 6 }),
        fc.constantFrom("\n", "\r\n"),
        async (records, end) => {
          const lines = [["x", "y"], ...records].map((fields) => fields.map(quoted).join(","));
          const { rows } = await read([file("any.csv", lines.join(end))]);
          expect(rows()).toEqual(records.map(([x, y]) => ({ x, y })));
        },
      ),
      { numRuns: 100, seed: 11 },
    );
  });

  test("tabs separate .tsv", async () => {
    expect((await read([file("a.tsv", "a\tb\n1\t2,3\n")])).rows()).toEqual([{ a: "1", b: "2,3" }]);
  });
});

describe("many files", () => {
  test("counts rows over all files and within each, globs sorted, each file once, and stops at the limit", async () => {
    const first = file("part-1.jsonl", '{"a":1}\n{"a":2}\n');
    file("part-2.jsonl", '{"a":3}\n{"a":4}\n');
    const { batches, rows } = await read([join(folder, "part-*.jsonl"), first], 3);
    expect(rows()).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(batches.map(({ first, row, count }) => [first, row, count])).toEqual([
      [0, 1, 2],
      [2, 1, 1],
    ]);
  });

  test.each([
    [join(folder, "none.jsonl"), "there is no file"],
    [join(folder, "none-*.jsonl"), "no file matches"],
    [folder, "is not a file"],
  ])("%s is refused", async (input, message) => {
    await expect(openRows([input])).rejects.toThrow(message);
  });

  test("an ending that is not known names those that are", async () => {
    await expect(openRows([file("a.xlsx", "")])).rejects.toMatchObject({ hint: expect.stringContaining(".parquet") });
  });
});

describe("rows as JSON text", () => {
  test("a long integer is found wherever it stands", () => {
    for (let offset = 0; offset < 40; offset++)
      expect(parseRow(`{"${"k".repeat(offset)}":9007199254740993}`)).toEqual({
        ["k".repeat(offset)]: 9007199254740993n,
      });
  });

  test("integers beyond 2^53 are bigints and come back digit by digit", () => {
    const text =
      '{"id":9007199254740993,"list":[-123456789012345678901],"text":"9007199254740993","real":1234567890123456.5}';
    expect(parseRow(text)).toEqual({
      id: 9007199254740993n,
      list: [-123456789012345678901n],
      text: "9007199254740993",
      real: 1234567890123456.5,
    });
    expect(rowText(parseRow(text))).toBe(text);
  });

  test("dates, bytes and numbers that JSON lacks have a text", () => {
    const row: Row = { day: new Date(0), bytes: new Uint8Array([1, 2, 255]), none: NaN, many: Float64Array.of(1, 2) };
    expect(rowText(row)).toBe('{"day":"1970-01-01T00:00:00.000Z","bytes":"AQL/","none":null,"many":[1,2]}');
  });

  test.each([
    ["[1]", "a list"],
    ["null", "null"],
    ["3", "a number"],
    ['{"a":', "not valid JSON"],
  ])("%s is refused", (text, message) => {
    expect(() => parseRow(text)).toThrow(message);
  });
});

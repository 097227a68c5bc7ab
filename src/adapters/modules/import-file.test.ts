import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importFile } from "./index.ts";

const run = promisify(execFile);
const source = new URL("./import-file.ts", import.meta.url).href;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "goodhart-modules-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** Loads a file in a process of its own, as the command line does, in a folder that has no node_modules. */
async function load(text: string, look: string): Promise<string> {
  await writeFile(join(folder, "mine.ts"), text);
  const script = `const { importFile } = await import(${JSON.stringify(source)});
    try { const mine = await importFile("mine.ts"); console.log(${look}); }
    catch (error) { console.log(error.code, error.message); }`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder });
  return stdout.trim();
}

describe("importFile", () => {
  test("gives the file this copy of the package, and zod, in an empty folder", async () => {
    const text = `import { defineReward, scored } from "goodhart";
      import { isReward } from "goodhart/core";
      import { z } from "zod";
      const one = defineReward({ name: "one", summary: "One.", options: z.object({}), version: 1, range: [0, 1], score: () => () => scored(1) });
      export default one();
      export const known: boolean = isReward(one());`;
    expect(await load(text, "mine.default.spec.reward, mine.known")).toBe("one true");
  });

  test("a file that throws is named with its fault", async () => {
    expect(await load(`throw new TypeError("no tea");`, "mine")).toBe(
      "GOODHART_CONFIG mine.ts could not be loaded: TypeError: no tea",
    );
  });

  test("syntax that Node cannot strip is named", async () => {
    expect(await load("export enum A { B }", "mine")).toMatch(/^GOODHART_CONFIG mine\.ts could not be loaded: .*enum/);
  });

  test("a missing file is named", async () => {
    await expect(importFile("nowhere/reward.ts")).rejects.toThrow("no such file: nowhere/reward.ts");
  });
});

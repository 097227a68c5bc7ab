import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandLinePage } from "./tools/command-line.ts";

test("the page on the command line is what the option table says; `node docs/tools/command-line.ts` writes it", () => {
  expect(readFileSync(join(import.meta.dirname, "command-line.md"), "utf8")).toBe(commandLinePage());
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkLayers } from "./check-layers.ts";

const house = {
  rooms: {
    core: { path: "src/core", export: "./core", question: "Nouns?", imports: [], node: false, packages: ["zod"] },
    math: { path: "src/math", export: "./math", question: "Equal?", imports: ["core"], node: false, packages: [] },
    verify: {
      path: "src/reward/verify",
      export: "./v",
      question: "Right?",
      imports: ["core", "math"],
      node: false,
      packages: [],
    },
    store: {
      path: "src/store",
      export: "./store",
      question: "Rows?",
      imports: ["core"],
      node: true,
      packages: ["@scope/lib"],
    },
    cli: { path: "src/cli", export: null, question: "Typed?", imports: ["*"], node: true, packages: [] },
  },
  front: { path: "src/index.ts", export: ".", imports: ["core", "verify"] },
};

let root: string;

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function readme(question: string): string {
  return `# room\n\n- **Question:** ${question}\n- **Signature:** f\n- **May import:** core\n- **Not here:** x\n- **Example:** f()\n`;
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "goodhart-layers-"));
  write("architecture/rooms.json", JSON.stringify(house));
  for (const { path, question } of Object.values(house.rooms)) {
    write(`${path}/index.ts`, `export * from "./thing.ts";\n`);
    write(`${path}/thing.ts`, "export const thing = 1;\n");
    write(`${path}/README.md`, readme(question));
  }
  write("src/store/program.mjs", "export {};");
  write(
    "src/index.ts",
    `export * from "./core/index.ts";\nexport { thing as right } from "./reward/verify/index.ts";\n`,
  );
});

afterEach(() => rmSync(root, { recursive: true }));

describe("what is allowed", () => {
  test.each([
    ["a plain house", "src/core/other.ts", `import { thing } from "./thing.ts";\nexport const two = thing;`],
    ["a door below", "src/math/other.ts", `import { thing } from "../core/index.ts";\nexport const two = thing;`],
    ["a listed package", "src/core/other.ts", `import { z } from "zod/mini";\nexport default z;`],
    ["a scoped package", "src/store/other.ts", `import { z } from "@scope/lib/deep";\nexport default z;`],
    ["node in a node room", "src/store/other.ts", `export * from "node:fs";`],
    ["anything below, from the terminal", "src/cli/other.ts", `export * from "../reward/verify/index.ts";`],
    [
      "node and any door in a test",
      "src/core/x.test.ts",
      `import "node:fs"; import "vitest"; import "../math/index.ts";`,
    ],
    ["a program of its own", "src/store/other.ts", `export const program = new URL("./program.mjs", import.meta.url);`],
    ["a computed import in a node room", "src/store/other.ts", `export const load = (file: string) => import(file);`],
    ["folders named by URL", "src/core/other.ts", `export const data = new URL("../../data/", import.meta.url);`],
    [
      "an example on the package",
      "examples/a.ts",
      `import { math } from "goodhart/verify"; import "node:fs"; export { math };`,
    ],
  ])("%s", (_, file, text) => {
    write(file, text);
    expect(checkLayers(root).violations).toEqual([]);
  });

  test("every file is counted", () => {
    expect(checkLayers(root).files).toBe(11);
  });
});

describe("what is caught", () => {
  test.each([
    [
      "upwards",
      "src/core/bad.ts",
      `import { thing } from "../math/index.ts";\nexport const x = thing;`,
      "core may not import math",
    ],
    [
      "type import",
      "src/core/bad.ts",
      `import type { T } from "../math/index.ts";\nexport type X = T;`,
      "core may not import math",
    ],
    ["export from", "src/core/bad.ts", `export { thing } from "../math/index.ts";`, "core may not import math"],
    ["export star", "src/core/bad.ts", `export * from "../math/index.ts";`, "core may not import math"],
    ["type in place", "src/core/bad.ts", `export type X = import("../math/index.ts").T;`, "core may not import math"],
    ["dynamic", "src/core/bad.ts", `export const x = () => import("../math/index.ts");`, "core may not import math"],
    [
      "by URL",
      "src/core/bad.ts",
      `export const x = new URL("../math/thing.ts", import.meta.url);`,
      "reaches into math",
    ],
    [
      "resolve",
      "src/core/bad.ts",
      `export const x = import.meta.resolve("../math/index.ts");`,
      "core may not import math",
    ],
    ["computed", "src/core/bad.ts", `export const x = (y: string) => import(y);`, "computed at run time"],
    [
      "past the door",
      "src/math/bad.ts",
      `import { thing } from "../core/thing.ts";\nexport const x = thing;`,
      "reaches into core",
    ],
    ["past the door in a test", "src/math/bad.test.ts", `import "../core/thing.ts";`, "reaches into core"],
    ["node", "src/math/bad.ts", `import "node:fs";`, "may not import node:fs"],
    ["node without its prefix", "src/store/bad.ts", `import "fs";`, "write node:fs"],
    [
      "getBuiltinModule",
      "src/math/bad.ts",
      `export const fs = process.getBuiltinModule("node:fs");`,
      "may not import node:fs",
    ],
    [
      "require",
      "src/math/bad.ts",
      `declare const require: (x: string) => unknown;\nexport const x = require("zod");`,
      "the package zod",
    ],
    ["package", "src/math/bad.ts", `import { z } from "zod";\nexport default z;`, "may not import the package zod"],
    ["scoped package", "src/store/bad.ts", `import "@scope/other";`, "the package @scope/other"],
    ["the package itself", "src/store/bad.ts", `import "goodhart";`, "the package goodhart"],
    ["the front door", "src/cli/bad.ts", `export * from "../index.ts";`, "imports the front door"],
    ["front, not listed", "src/index.ts", `export * from "./store/index.ts";`, "the front door may not import store"],
    ["no such file", "src/math/bad.ts", `import "./nothing.ts";`, "no such file"],
    ["no ending", "src/math/bad.ts", `import "./thing";`, "no such file"],
    ["out of src", "src/store/bad.ts", `export * from "../../architecture/rooms.json";`, "outside src/"],
    ["no room", "src/elsewhere/bad.ts", `export const x = 1;`, "stands in no room"],
    [
      "code in a door",
      "src/math/index.ts",
      `export * from "./thing.ts";\nexport const x = 1;`,
      "index.ts:2 a door holds re-exports only",
    ],
    ["import in a door", "src/math/index.ts", `import "./thing.ts";`, "index.ts:1 a door holds"],
    ["example inside", "examples/bad.ts", `export * from "../src/core/index.ts";`, "users have only goodhart"],
    ["short README", "src/math/README.md", "# math\n\n- **Question:** Equal?\n", `must begin with "- **Signature:** "`],
    ["long README", "src/math/README.md", `${readme("Equal?")}\nMore words.\n`, "must be five lines"],
    ["other question", "src/math/README.md", readme("Same?"), "asks another question"],
  ])("%s", (_, file, text, violation) => {
    write(file, text);
    const { violations } = checkLayers(root);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain(file);
    expect(violations[0]).toContain(violation);
  });

  test("a room without a door", () => {
    rmSync(join(root, "src/cli/index.ts"));
    expect(checkLayers(root).violations).toEqual(['src/cli: the room "cli" has no index.ts']);
  });

  test("a circle and an unknown room in the table", () => {
    const core = { ...house.rooms.core, imports: ["verify", "attic"] };
    write("architecture/rooms.json", JSON.stringify({ ...house, rooms: { ...house.rooms, core } }));
    expect(checkLayers(root).violations).toEqual([
      "architecture/rooms.json: the rooms import in a circle: core -> verify -> core",
      'architecture/rooms.json: core may import "attic", which is no room',
    ]);
  });

  test("an empty house is no clean house", () => {
    for (const folder of ["src", "examples"]) rmSync(join(root, folder), { recursive: true, force: true });
    write("architecture/rooms.json", JSON.stringify({ rooms: {}, front: { ...house.front, imports: [] } }));
    expect(checkLayers(root)).toEqual({ files: 0, violations: ["no file was found to check"] });
  });

  test("a file that does not parse is an error, not a pass", () => {
    write("src/core/bad.ts", "export const = ;");
    expect(() => checkLayers(root)).toThrow("src/core/bad.ts");
  });
});

test("this house keeps its own rules", () => {
  const report = checkLayers(join(import.meta.dirname, ".."));
  expect(report.violations).toEqual([]);
  expect(report.files).toBeGreaterThan(50);
});

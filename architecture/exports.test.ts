import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exportsOf } from "./exports.ts";
import { readHouse } from "./_rooms.ts";

const root = join(import.meta.dirname, "..");
const house = readHouse(root);

test("package.json exports what the table of rooms says; `node architecture/exports.ts` writes it", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly exports: unknown };
  expect(manifest.exports).toEqual(exportsOf(house));
});

test("every subpath is named once and its source is there", () => {
  const subpaths = Object.values(house.rooms).flatMap((room) => room.export ?? []);
  expect(new Set(subpaths).size).toBe(subpaths.length);
  for (const entry of Object.values(exportsOf(house))) {
    const source = typeof entry === "string" ? entry : entry["goodhart-source"];
    expect(source !== undefined && existsSync(join(root, source)), source).toBe(true);
  }
});

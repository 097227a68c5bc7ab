import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { isReachable, readableTool } from "./_readable-tool.ts";

const closed = mkdtempSync(join(tmpdir(), "goodhart-closed-"));
const tool = join(closed, "tool");
copyFileSync("/bin/true", tool);
chmodSync(tool, 0o755);
afterAll(() => rmSync(closed, { recursive: true, force: true }));

test("a tool that every user can get at stays where it is", () => {
  expect(readableTool("/bin/true")).toBe("/bin/true");
});

test("a tool in a folder that only its owner may enter is linked where everybody may", () => {
  expect(statSync(closed).mode & 0o777).toBe(0o700);
  expect(isReachable(tool)).toBe(false);
  const found = readableTool(tool);
  onTestFinished(() => rmSync(dirname(found), { recursive: true }));
  expect(isReachable(found)).toBe(true);
  expect(readFileSync(found).equals(readFileSync(tool))).toBe(true);
  expect(readableTool(tool)).toBe(found);
});

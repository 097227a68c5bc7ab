/** @file Runs the tests and ends with one plain line: how many passed, how many failed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "goodhart-test-"));
const file = join(folder, "results.json");

try {
  const words = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { status } = spawnSync("vitest", words, { cwd: root, stdio: "inherit" });
  const results = JSON.parse(readFileSync(file, "utf8")) as {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
    readonly numPendingTests: number;
  };
  const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : "";
  console.log(`${results.numPassedTests} passed, ${results.numFailedTests} failed${skipped}`);
  process.exitCode = status === 0 && results.numPassedTests > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

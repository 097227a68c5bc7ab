/** @file `npm run examples`: runs every file in examples/ and fails if one fails or prints nothing. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const files = globSync("examples/*.ts", { cwd: root }).sort();
const failures: string[] = [];

for (const file of files) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=goodhart-source", file], {
    cwd: root,
    encoding: "utf8",
    timeout: 60_000,
  });
  const isFine = status === 0 && stdout.trim() !== "";
  console.log(`${isFine ? "ok  " : "FAIL"} ${file} (${Math.round(performance.now() - start)} ms)`);
  if (!isFine) failures.push(`${file}: exit ${status}\n${stdout}${stderr}`);
}

console.log(failures.join("\n"));
console.log(`${files.length - failures.length} of ${files.length} examples ran`);
process.exitCode = failures.length === 0 && files.length > 0 ? 0 : 1;

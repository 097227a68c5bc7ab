import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { GoodhartError } from "../../core/index.ts";
import type { commands } from "../commands.ts";
import type { Input } from "../option-types.ts";
import { printJson } from "../print-json.ts";
import { starterFiles } from "../starter.ts";
import type { Terminal } from "../terminal.ts";

/** Writes the starter. Without --force it writes nothing at all where one of its files exists. */
export async function run(
  { options, positionals }: Input<(typeof commands)["init"]>,
  terminal: Terminal,
): Promise<number> {
  const folder = positionals[0] ?? ".";
  const files = Object.entries(starterFiles).map(([name, text]) => ({ path: join(folder, name), text }));
  const present = files.filter(({ path }) => existsSync(path)).map(({ path }) => path);
  if (present.length > 0 && !options.force) {
    throw new GoodhartError("GOODHART_INPUT", `${present.join(", ")} exists already; nothing was written`, {
      hint: "choose another folder, or add --force to overwrite",
    });
  }
  await mkdir(folder, { recursive: true });
  for (const { path, text } of files) await writeFile(path, text);
  if (options.json) {
    printJson(terminal, { written: files.map(({ path }) => path) });
    return 0;
  }
  for (const { path } of files) terminal.out(`${terminal.paint("green", "wrote")} ${path}`);
  const change = relative(".", folder);
  terminal.note("");
  terminal.note("Next:");
  if (change !== "") terminal.note(`  cd ${change}`);
  terminal.note("  npx goodhart try reward.ts");
  terminal.note("  npx goodhart score rollouts.jsonl --reward homework --report report.html");
  return 0;
}

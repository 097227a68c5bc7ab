import { mkdir, writeFile } from "node:fs/promises";
import { relative, join } from "node:path";
import { fileURLToPath } from "node:url";
import { reportHtml, scoreFile } from "../../score/index.ts";
import type { commands } from "../commands.ts";
import type { Input } from "../option-types.ts";
import { printJson } from "../print-json.ts";
import { progressLine } from "../progress-line.ts";
import { scoreOutput } from "../score-output.ts";
import type { Terminal } from "../terminal.ts";

/** The bundled sample lies among the sources, which the published package holds too. */
const sample = fileURLToPath(new URL("../../../src/cli/demo/sample.jsonl", import.meta.url));

/** Scores the bundled sample with `math` and compares with the labels that were written by hand. */
export async function run({ options }: Input<(typeof commands)["demo"]>, terminal: Terminal): Promise<number> {
  const { out, json } = options;
  await mkdir(out, { recursive: true });
  const start = performance.now();
  const output = join(out, "scored.jsonl");
  const result = await scoreFile({
    // As seen from here, so that the places it names can be read and clicked.
    input: relative(".", sample),
    reward: "math",
    output,
    columns: { label: "label" },
    resume: false,
    signal: terminal.signal,
    onProgress: (progress) => terminal.live(progressLine(progress, terminal)),
  });
  terminal.live("");
  const seconds = (performance.now() - start) / 1000;
  const report = join(out, "report.html");
  await writeFile(report, reportHtml(result));
  if (json) {
    printJson(terminal, { ...result, seconds, report });
    return 0;
  }
  for (const line of scoreOutput(result, { seconds, paint: terminal.paint, report })) terminal.out(line);
  terminal.note("");
  terminal.note(`Open ${report} to see it all, or ask why: goodhart explain "\\frac{1}{2}" "so it is \\boxed{0.5}"`);
  return 0;
}

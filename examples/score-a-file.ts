/** The main job in code: rows in, the same rows with their rewards out, and a summary. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scoreFile } from "goodhart/score";

const folder = await mkdtemp(join(tmpdir(), "goodhart-example-"));
const input = join(folder, "rollouts.jsonl");
const output = join(folder, "scored.jsonl");

const rows = [
  {
    id: 1,
    prompt: "What is 2/4 in lowest terms?",
    truth: "1/2",
    responses: ["\\boxed{\\frac12}", "\\boxed{2}", "0.5"],
  },
  { id: 2, prompt: "Solve x^2 = 9.", truth: "-3, 3", responses: ["\\boxed{\\pm 3}", "\\boxed{3}", "\\boxed{3, -3}"] },
];
await writeFile(input, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

const { summary } = await scoreFile({ input, reward: "math", output });

console.log(
  `${summary.correct} of ${summary.rollouts} are right; pass@2 ${summary.passAtK.find(({ k }) => k === 2)?.value}`,
);
console.log((await readFile(output, "utf8")).trim());
await rm(folder, { recursive: true });

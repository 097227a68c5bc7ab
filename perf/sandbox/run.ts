/**
 * @file Isolated runs a second of a trivial Python program: the sandbox against bubblewrap with a cold interpreter and
 * against a cold interpreter without isolation, in turns on the same machine, in one go.
 * `node --conditions=goodhart-source perf/sandbox/run.ts [runs]`
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createSandbox } from "../../src/adapters/sandbox/index.ts";

const runs = Number(process.argv[2] ?? 1_000);
const cores = availableParallelism();
const program = "print(int(input()) ** 2)";
const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Runs `work` so many times, `width` at once; runs a second. */
async function rate(count: number, width: number, work: (index: number) => Promise<string>): Promise<number> {
  let next = 0;
  const began = performance.now();
  const lane = async () => {
    for (let index = next++; index < count; index = next++) {
      const output = await work(index);
      if (output.trim() !== String(index ** 2)) throw new Error(`run ${index} gave ${output}`);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return (1_000 * count) / (performance.now() - began);
}

function cold(command: string, words: readonly string[], stdin: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { ...identity, cwd: "/", stdio: ["pipe", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", () => resolve(output));
    child.stdin.end(stdin);
  });
}

const python = "/usr/bin/python3";
const interpreter = ["-I", "-S", "-c", program];
const links = ["/lib", "/lib64", "/bin"]
  .filter((path) => existsSync(path))
  .flatMap((path) => ["--symlink", `usr${path}`, path]);
const unshared = ["user", "pid", "ipc", "net", "uts"].map((kind) => `--unshare-${kind}`);
const bubblewrap = [
  ...unshared,
  "--die-with-parent",
  "--new-session",
  "--ro-bind",
  "/usr",
  "/usr",
  ...links,
  "--tmpfs",
  "/tmp",
  "--",
  python,
];

const sandbox = await createSandbox({ python });
const inSandbox = async (index: number) => {
  const result = await sandbox.run({ language: "python", program, stdin: String(index) });
  if (result.verdict !== "ok") throw new Error(`${result.verdict}: ${result.reason}`);
  return result.stdout;
};
await rate(50, 2 * cores, inSandbox);

const rounds: { readonly sandbox: number; readonly bubblewrap: number; readonly bare: number }[] = [];
const share = Math.ceil(runs / 8);
for (let round = 0; round < 8; round++) {
  rounds.push({
    sandbox: await rate(share, 2 * cores, inSandbox),
    bubblewrap: await rate(Math.ceil(share / 3), 2 * cores, (index) =>
      cold("bwrap", [...bubblewrap, ...interpreter], String(index)),
    ),
    bare: await rate(Math.ceil(share / 3), 2 * cores, (index) => cold(python, interpreter, String(index))),
  });
}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const [warm, wrapped, bare] = (["sandbox", "bubblewrap", "bare"] as const).map((key) =>
  median(rounds.map((round) => round[key])),
);
console.log(`${cores} cores, ${runs} runs, median of 8 rounds in turns`);
console.log(`sandbox (${sandbox.isolation})           ${warm?.toFixed(0)} runs/s`);
console.log(`bubblewrap + cold Python       ${wrapped?.toFixed(0)} runs/s`);
console.log(`cold Python, no isolation      ${bare?.toFixed(0)} runs/s`);
console.log(`ratio to bubblewrap + cold     ${((warm ?? 0) / (wrapped ?? 1)).toFixed(2)}`);
const javascript = "console.log(Number(require('node:fs').readFileSync(0, 'utf8')) ** 2)";
const inNode = async (index: number) =>
  (await sandbox.run({ language: "javascript", program: javascript, stdin: String(index) })).stdout;
await rate(10, 2 * cores, inNode);
console.log(
  `JavaScript, a fresh Node each  ${(await rate(Math.ceil(runs / 10), 2 * cores, inNode)).toFixed(0)} runs/s`,
);
sandbox.close();

/** @file Packs the package, installs it into an empty project, and uses it there as a stranger would. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const project = mkdtempSync(join(tmpdir(), "goodhart-pack-"));

function run(what: string, command: string, words: readonly string[], cwd = project): string {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${what} failed (exit ${status})\n${stdout}\n${stderr}`);
  console.log(`ok   ${what}`);
  return stdout;
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

try {
  const answer = run("npm pack", "npm", ["pack", "--json", "--pack-destination", project], root);
  const parsed = JSON.parse(answer) as readonly Packed[] | Readonly<Record<string, Packed>>;
  const packed = Object.values(parsed)[0] as Packed;
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  console.log(
    `     ${packed.files.length} files, ${kilobytes(packed.size)} packed, ${kilobytes(packed.unpackedSize)} unpacked`,
  );
  const stray = packed.files.filter(({ path }) => /\.test(-d)?\.|_test-|^\.|goodhart-out/.test(path));
  if (stray.length > 0)
    throw new Error(`the package holds files that are not for users: ${stray.map(({ path }) => path).join(", ")}`);

  writeFileSync(join(project, "package.json"), `{ "name": "stranger", "private": true, "type": "module" }\n`);
  run("npm install of the tarball", "npm", ["install", "--no-audit", "--no-fund", join(project, packed.filename)]);

  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, unknown>>;
  };
  const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== "./package.json");
  const imports = subpaths.map((subpath) => `await import("goodhart${subpath.slice(1)}");`).join("\n");
  writeFileSync(
    join(project, "use.js"),
    `import { math } from "goodhart";
import { check } from "goodhart/math";
${imports}
const group = { task: { id: "1", prompt: "1/2?", truth: "1/2" }, rollouts: [{ text: "\\\\boxed{0.5}" }, { text: "\\\\boxed{2}" }] };
const values = (await math()(group)).map((score) => score.value);
if (values.join() !== "1,0") throw new Error("expected 1,0, got " + values);
if (check({ truth: "1/2", answer: "0.5" }).outcome !== "equal") throw new Error("1/2 is not 0.5?");
`,
  );
  run(`${subpaths.length} subpaths import and score`, process.execPath, ["use.js"]);
  const help = run("npx goodhart --help", "npx", ["--no-install", "goodhart", "--help"]);
  if (!help.includes("goodhart score")) throw new Error(`unexpected help:\n${help}`);
  run("npx goodhart init", "npx", ["--no-install", "goodhart", "init"]);
  run("npx goodhart try reward.ts", "npx", ["--no-install", "goodhart", "try", "reward.ts"]);
  run("npx goodhart demo", "npx", ["--no-install", "goodhart", "demo"]);
  const types = `import { math, type Reward } from "goodhart";\nexport const reward: Reward = math();\n`;
  writeFileSync(join(project, "types.ts"), types);
  const flags = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2024"];
  run("its types are found and strict", join(root, "node_modules/.bin/tsc"), [...flags, "types.ts"]);
} finally {
  rmSync(project, { recursive: true, force: true });
}

/**
 * @file Many jobs in a row, honest and not, and what they leave behind: processes, file descriptors, memory.
 * Exits 1 if anything grew. `node --expose-gc --conditions=goodhart-source perf/sandbox/soak.ts [jobs]`
 */
import { createSandbox } from "../../src/adapters/sandbox/index.ts";
import { footprint, type Footprint } from "./_footprint.ts";

const jobs = Number(process.argv[2] ?? 10_000);
const mebibyte = 1024 * 1024;
const programs = [
  "print(int(input()) ** 2)",
  "open('note', 'w').write('x' * 100000); print(input())",
  "raise ValueError(input())",
  "import os\nos.fork()",
  "x = bytearray(20_000_000); print(len(x))",
  "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\nos.abort()",
  "def f(n): return f(n + 1)\nf(0)",
  "print('x' * 200_000)",
] as const;

const sandbox = await createSandbox();
const batch = async (count: number) => {
  const results = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      sandbox.run({ language: "python", program: programs[index % programs.length] ?? "", stdin: String(index) }),
    ),
  );
  for (const { verdict, attempts, reason } of results) {
    if (verdict === "infrastructure" || attempts !== 1) throw new Error(`a job was lost: ${reason}`);
  }
};

const look = async (): Promise<Footprint> => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  globalThis.gc?.();
  globalThis.gc?.();
  return footprint();
};

// Heaps fill up to where their collector first runs in earnest: as many jobs again, not counted.
for (let done = 0; done < jobs; done += 500) await batch(500);
const before = await look();
const began = performance.now();
for (let done = 0; done < jobs; done += 500) await batch(Math.min(500, jobs - done));
const seconds = (performance.now() - began) / 1_000;
const after = await look();
const line = (name: string, of: Footprint) =>
  `${name}  ${of.processes} processes  ${of.descriptors} descriptors  helpers ${(of.helpers / mebibyte).toFixed(1)} MiB  node ${(of.own / mebibyte).toFixed(1)} MiB (live ${(of.live / mebibyte).toFixed(2)} MiB)`;
console.log(
  `${jobs} jobs in ${seconds.toFixed(1)} s, ${(jobs / seconds).toFixed(0)} a second, isolation ${sandbox.isolation}`,
);
console.log(line("before", before));
console.log(line("after ", after));
const helpers = sandbox.helpers().length;
// Live bytes are held to a mebibyte; what the allocator keeps of memory once used comes and goes by tens.
const grown =
  after.processes > before.processes ||
  after.descriptors > before.descriptors ||
  after.helpers - before.helpers > helpers * mebibyte ||
  after.live - before.live > mebibyte ||
  after.own - before.own > 64 * mebibyte;
sandbox.close();
await new Promise((resolve) => setTimeout(resolve, 500));
const left = footprint().processes;
console.log(`processes left after close: ${left}`);
process.exitCode = grown || left > 0 ? 1 : 0;

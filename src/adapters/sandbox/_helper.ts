import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { GoodhartError } from "../../core/index.ts";
import { encodeFrame, onFrames } from "./_frames.ts";
import type { HelperStart } from "./_tier.ts";

/** What the helper says of a job: numbers it measured, and bytes that the job wrote. */
export interface Report {
  readonly reason: "ended" | "wall" | "cpu" | "memory" | "output" | "disk" | "stopped" | "aborted" | "refused";
  readonly exit: number | null;
  readonly signal: number | null;
  readonly cpu: number;
  readonly wall: number;
  readonly peak: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly result: Buffer;
}

export interface HelperJob {
  readonly payload: readonly Uint8Array[];
  readonly wall: number;
  readonly cpu: number;
  /** Cap on resident bytes of the whole job; 0 for none. */
  readonly memory: number;
  readonly caps: readonly [stdout: number, stderr: number, result: number];
}

/** One helper process. It runs one job at a time. */
export interface Helper {
  readonly pid: number | undefined;
  readonly alive: boolean;
  /** Rejects with a retryable GOODHART_SANDBOX when the helper died under the job. */
  run(job: HelperJob): Promise<Report>;
  /** Ends the job that runs; its report comes with reason "aborted". */
  abort(): void;
  close(): void;
}

/** Beyond the job's own deadline: a helper that says nothing for so long is stuck and is killed. */
const patience = 10_000;

/** Starts a helper. Resolves when it is ready, rejects with GOODHART_SANDBOX and what it wrote on standard error. */
export async function startHelper(start: HelperStart): Promise<Helper> {
  const [executable, ...words] = start.command;
  const child = spawn(executable, words, {
    ...start.identity,
    cwd: "/",
    env: start.environment,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const { stdin, stdout, stderr } = child;
  let complaint = "";
  stderr.on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
  stdin.on("error", () => undefined); // a helper that died is heard of by its exit

  let pending: { resolve(report: Report): void; reject(error: unknown): void } | undefined;
  let alive = true;
  let nextId = 0;
  let timer: NodeJS.Timeout | undefined;
  const ready = Promise.withResolvers<void>();

  onFrames(stdout, (head, body) => {
    const word = head as { readonly ready?: number; readonly id?: number };
    if (word.ready !== undefined) ready.resolve();
    else if (word.id === nextId) settle()?.resolve(readReport(head as Answer, body));
  });
  const ended = (why: string) => {
    if (!alive) return;
    alive = false;
    removeFolder(start);
    const detail = complaint.trim() === "" ? why : `${why}: ${complaint.trim()}`;
    const error = new GoodhartError("GOODHART_SANDBOX", `the sandbox's helper ended (${detail})`, { retryable: true });
    ready.reject(error);
    settle()?.reject(error);
  };
  child.once("error", (error) => ended(error.message));
  child.once("close", (code, signal) => ended(signal ?? `exit status ${code}`));

  function settle() {
    const was = pending;
    pending = undefined;
    clearTimeout(timer);
    hold(child, [stdin, stdout, stderr], false);
    return was;
  }

  const slow = setTimeout(() => child.kill("SIGKILL"), patience);
  stdin.write(encodeFrame(start.head, start.body));
  try {
    await ready.promise;
  } finally {
    clearTimeout(slow);
  }
  hold(child, [stdin, stdout, stderr], false);

  return {
    pid: child.pid,
    get alive() {
      return alive;
    },
    run(job) {
      const { promise, resolve, reject } = Promise.withResolvers<Report>();
      if (!alive) throw new GoodhartError("GOODHART_SANDBOX", "the sandbox's helper has ended", { retryable: true });
      pending = { resolve, reject };
      nextId += 1;
      hold(child, [stdin, stdout, stderr], true);
      timer = setTimeout(() => child.kill("SIGKILL"), job.wall + patience);
      const { wall, cpu, memory, caps } = job;
      stdin.write(encodeFrame({ id: nextId, wall, cpu, memory, caps }, ...job.payload));
      return promise;
    },
    abort() {
      if (pending !== undefined) stdin.write(encodeFrame({ stop: nextId }));
    },
    close() {
      // The end of its input is the end of a helper and of the job that it runs; SIGKILL makes sure of both.
      stdin.end();
      child.kill("SIGKILL");
      removeFolder(start); // now, because this process may end before it hears of the helper's end
    },
  };
}

function removeFolder({ folder }: HelperStart): void {
  if (folder !== undefined && existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}

/** An idle helper must not keep the process from ending. */
function hold(child: ChildProcess, streams: readonly (Readable | Writable)[], busy: boolean): void {
  const sockets = streams as readonly { ref?(): void; unref?(): void }[];
  if (busy) {
    child.ref();
    for (const socket of sockets) socket.ref?.();
  } else {
    child.unref();
    for (const socket of sockets) socket.unref?.();
  }
}

type Answer = Omit<Report, "stdout" | "stderr" | "result"> & { readonly sizes: readonly [number, number, number] };

function readReport({ reason, exit, signal, cpu, wall, peak, sizes }: Answer, body: Buffer): Report {
  const [out, error] = sizes;
  return {
    ...{ reason, exit, signal, cpu, wall, peak },
    stdout: body.subarray(0, out),
    stderr: body.subarray(out, out + error),
    result: body.subarray(out + error),
  };
}

import { Worker } from "node:worker_threads";
import { availableParallelism } from "node:os";
import { GoodhartError, type ErrorInfo } from "../../core/index.ts";
import type { ReplyMessage, WorkerStart, WorkMessage } from "./_messages.ts";

export interface PoolOptions {
  /** The module that calls `serveWorker`. */
  readonly entry: URL;
  /** Cloned once into each worker. */
  readonly data?: unknown;
  /** Default: as many as the machine has cores. Workers start when work waits for them, never more than needed. */
  readonly threads?: number;
  /** Milliseconds without one finished item after which a worker counts as stuck and is replaced. Default 60,000. */
  readonly deadline?: number;
  /** Milliseconds that a worker may take to start. Default 60,000. */
  readonly startDeadline?: number;
  /** Memory limit of a worker's heap in MiB; a worker beyond it crashes and is replaced. Default: Node's own. */
  readonly heap?: number;
}

export interface Pool<Item, Result> {
  readonly threads: number;
  /**
   * One batch through one worker: as many results as items, in order. Rejects with GOODHART_TIMEOUT when the worker
   * was stuck, with GOODHART_CRASH when it died (both `retryable`), with the worker's own error when it threw,
   * with GOODHART_ABORTED after `close`.
   */
  run(items: readonly Item[]): Promise<readonly Result[]>;
  /** Ends all workers at once; what still runs or waits is rejected. Safe to call twice. */
  close(): Promise<void>;
}

/** MiB for a worker's new objects. Node's own choice keeps 50 MB more in every worker and is not measurably faster. */
const youngHeap = 24;

interface Job {
  readonly items: readonly unknown[];
  readonly resolve: (results: readonly unknown[]) => void;
  readonly reject: (error: GoodhartError) => void;
}

interface Lane {
  readonly worker: Worker;
  readonly done: Int32Array;
  ready: boolean;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** A pool of worker threads that replaces what hangs or dies. Generic: the entry module says what the work is. */
export function createPool<Item, Result>(options: PoolOptions): Pool<Item, Result> {
  const { entry, data, threads = availableParallelism(), deadline = 60_000, startDeadline = 60_000, heap } = options;
  const lanes = new Set<Lane>();
  const waiting: Job[] = [];
  let broken: GoodhartError | undefined;
  let nextId = 0;

  function start(): Lane {
    const done = new Int32Array(new SharedArrayBuffer(4));
    const workerData: WorkerStart = { data, done };
    const worker = new Worker(entry, {
      workerData,
      ...ownArguments(),
      resourceLimits: {
        maxYoungGenerationSizeMb: youngHeap,
        ...(heap === undefined ? {} : { maxOldGenerationSizeMb: heap }),
      },
    });
    const lane: Lane = { worker, done, ready: false, job: undefined, timer: undefined };
    lanes.add(lane);
    lane.timer = setTimeout(() => {
      refuse(new GoodhartError("GOODHART_TIMEOUT", `a worker did not start within ${startDeadline} ms`));
      drop(lane, new GoodhartError("GOODHART_TIMEOUT", "the worker did not start"));
    }, startDeadline);
    worker.on("message", (message: ReplyMessage) => hear(lane, message));
    worker.on("error", (thrown: unknown) => {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      if (!lane.ready)
        refuse(new GoodhartError("GOODHART_CRASH", `a worker could not start: ${why}`, { cause: thrown }));
      drop(lane, crash(why));
    });
    worker.on("exit", (code) => drop(lane, crash(`exit code ${code}`)));
    return lane;
  }

  /** A worker that cannot even start will not start the next time either: everything that waits is refused. */
  function refuse(error: GoodhartError): void {
    broken ??= error;
    for (const job of waiting.splice(0)) job.reject(broken);
  }

  function hear(lane: Lane, message: ReplyMessage): void {
    if (!lanes.has(lane)) return;
    clearTimeout(lane.timer);
    if (message.kind === "ready") {
      lane.ready = true;
    } else if (message.kind === "error" && message.id === undefined) {
      refuse(revive(message.error));
      drop(lane, revive(message.error));
      return;
    } else {
      const job = lane.job;
      lane.job = undefined;
      if (message.kind === "results") job?.resolve(message.results);
      else job?.reject(revive(message.error));
    }
    feed();
  }

  function drop(lane: Lane, error: GoodhartError): void {
    if (!lanes.delete(lane)) return;
    clearTimeout(lane.timer);
    void lane.worker.terminate();
    lane.job?.reject(error);
    feed();
  }

  function watch(lane: Lane, seen: number): void {
    lane.timer = setTimeout(() => {
      const now = Atomics.load(lane.done, 0);
      if (now !== seen) watch(lane, now);
      else {
        const limit = `${deadline} ms`;
        drop(
          lane,
          new GoodhartError("GOODHART_TIMEOUT", `no item was finished within the deadline of ${limit}`, {
            hint: "raise the deadline, or find out why the reward hangs on this row",
            retryable: true,
          }),
        );
      }
    }, deadline);
  }

  function feed(): void {
    if (broken !== undefined) return;
    for (const lane of lanes) {
      if (waiting.length === 0) return;
      if (!lane.ready || lane.job !== undefined) continue;
      const job = waiting.shift();
      if (job === undefined) return;
      lane.job = job;
      const message: WorkMessage = { id: nextId++, items: job.items };
      try {
        lane.worker.postMessage(message);
      } catch (thrown) {
        lane.job = undefined;
        job.reject(new GoodhartError("GOODHART_INPUT", "an item cannot be sent to a worker", { cause: thrown }));
        continue;
      }
      watch(lane, Atomics.load(lane.done, 0));
    }
    const starting = [...lanes].filter((lane) => !lane.ready).length;
    for (let missing = waiting.length - starting; missing > 0 && lanes.size < threads; missing--) start();
  }

  return {
    threads,
    run(items) {
      if (broken !== undefined) return Promise.reject(broken);
      return new Promise((resolve, reject) => {
        waiting.push({ items, resolve: resolve as Job["resolve"], reject });
        feed();
      });
    },
    async close() {
      refuse(new GoodhartError("GOODHART_ABORTED", "the pool was closed"));
      const open = [...lanes];
      lanes.clear();
      await Promise.all(
        open.map((lane) => {
          clearTimeout(lane.timer);
          lane.job?.reject(new GoodhartError("GOODHART_ABORTED", "the pool was closed"));
          return lane.worker.terminate();
        }),
      );
    },
  };
}

/**
 * Workers inherit the flags of the process by themselves. Only a parent started with `node --input-type=module -e ...`
 * needs care, since no file can be run with that flag; a list of one's own must not hold V8's flags, so none is given
 * where none is needed.
 */
function ownArguments(): { readonly execArgv?: string[] } {
  const isForbidden = (flag: string) => flag.startsWith("--input-type");
  if (!process.execArgv.some(isForbidden)) return {};
  return { execArgv: process.execArgv.filter((flag) => !isForbidden(flag)) };
}

function crash(why: string): GoodhartError {
  return new GoodhartError("GOODHART_CRASH", `a worker died: ${why}`, {
    hint: "a reward must not exit the process or use more memory than a worker has",
    retryable: true,
  });
}

function revive({ code, message, hint, retryable }: ErrorInfo): GoodhartError {
  return new GoodhartError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(retryable === undefined ? {} : { retryable }),
  });
}

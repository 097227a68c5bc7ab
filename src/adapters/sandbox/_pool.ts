import { GoodhartError } from "../../core/index.ts";
import { startHelper, type Helper, type HelperJob, type Report } from "./_helper.ts";
import type { HelperStart } from "./_tier.ts";

export interface Attempted {
  readonly report: Report | undefined;
  readonly attempts: number;
  /** Why there is no report. */
  readonly error: GoodhartError | undefined;
}

export interface HelperPool {
  run(job: HelperJob, signal: AbortSignal | undefined): Promise<Attempted>;
  /** Process ids of the helpers that are alive. */
  helpers(): readonly number[];
  close(): void;
}

interface Waiting {
  readonly job: HelperJob;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (outcome: Attempted) => void;
  readonly reject: (error: GoodhartError) => void;
  attempts: number;
}

const maximumAttempts = 3;

/**
 * Helpers of one kind, started as work comes and replaced when they die. Only jobs that were running in the one that
 * died are tried again; what waited never notices.
 */
export function createHelperPool(starter: () => HelperStart, workers: number): HelperPool {
  const idle: Helper[] = [];
  const all = new Set<Helper>();
  const waiting: Waiting[] = [];
  let starting = 0;
  let failures = 0;
  let closed = false;

  function feed(): void {
    while (waiting.length > 0) {
      const helper = idle.pop();
      if (helper === undefined) {
        if (all.size + starting < workers && starting < waiting.length) begin();
        return;
      }
      if (!helper.alive) {
        all.delete(helper);
        continue;
      }
      const next = waiting.shift();
      if (next !== undefined) void work(helper, next);
    }
  }

  function begin(): void {
    starting += 1;
    startHelper(starter()).then(
      (helper) => {
        starting -= 1;
        failures = 0;
        all.add(helper);
        if (closed) helper.close();
        else idle.push(helper);
        feed();
      },
      (error: GoodhartError) => {
        starting -= 1;
        failures += 1;
        if (failures < maximumAttempts) return feed();
        failures = 0;
        for (const { resolve, attempts } of waiting.splice(0)) resolve({ report: undefined, attempts, error });
      },
    );
    if (all.size + starting < workers && starting < waiting.length) begin();
  }

  async function work(helper: Helper, waiter: Waiting): Promise<void> {
    const { job, signal } = waiter;
    if (signal?.aborted === true) {
      waiter.reject(abortError(signal));
      idle.push(helper);
      return feed();
    }
    waiter.attempts += 1;
    const abort = () => helper.abort();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const report = await helper.run(job);
      idle.push(helper);
      if (report.reason === "aborted") waiter.reject(abortError(signal));
      else waiter.resolve({ report, attempts: waiter.attempts, error: undefined });
    } catch (thrown) {
      all.delete(helper);
      const error = GoodhartError.isInstance(thrown) ? thrown : new GoodhartError("GOODHART_SANDBOX", String(thrown));
      if (closed) waiter.reject(closedError());
      else if (waiter.attempts < maximumAttempts) waiting.unshift(waiter);
      else waiter.resolve({ report: undefined, attempts: waiter.attempts, error });
    } finally {
      signal?.removeEventListener("abort", abort);
    }
    feed();
  }

  return {
    run(job, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<Attempted>();
      if (closed) reject(closedError());
      else waiting.push({ job, signal, resolve, reject, attempts: 0 });
      feed();
      return promise;
    },
    helpers: () => [...all].flatMap((helper) => (helper.alive && helper.pid !== undefined ? [helper.pid] : [])),
    close() {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(closedError());
      for (const helper of all) helper.close();
      all.clear();
      idle.length = 0;
    },
  };
}

function abortError(signal: AbortSignal | undefined): GoodhartError {
  return new GoodhartError("GOODHART_ABORTED", "the run was aborted", { cause: signal?.reason });
}

function closedError(): GoodhartError {
  return new GoodhartError("GOODHART_ABORTED", "the sandbox was closed");
}

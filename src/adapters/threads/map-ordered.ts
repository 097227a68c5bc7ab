import { GoodhartError } from "../../core/index.ts";
import type { Pool } from "./pool.ts";

export interface MapOrderedOptions<Item, Result> {
  /** The result of an item that hung or killed its worker twice: once in its batch, once alone. */
  readonly failItem: (item: Item, error: GoodhartError) => Result;
  readonly signal?: AbortSignal | undefined;
  /** Batches under way at once, and so the bound on memory. Default: twice the pool's threads. */
  readonly ahead?: number;
}

/**
 * Sends batches through the pool and yields their results in the order of the batches, as many as items.
 * Reads ahead only as far as the pool can work (back-pressure). When a worker hangs or dies, only the items of its
 * batch are tried again, each alone; an item that fails alone gets `failItem`. Throws GOODHART_ABORTED on abort.
 */
export async function* mapOrdered<Item, Result>(
  pool: Pool<Item, Result>,
  batches: AsyncIterable<readonly Item[]> | Iterable<readonly Item[]>,
  options: MapOrderedOptions<Item, Result>,
): AsyncGenerator<readonly Result[], void, undefined> {
  const { signal, ahead = pool.threads * 2 } = options;
  const running: Promise<readonly Result[]>[] = [];
  // One promise per wait: racing against a single long-lived "aborted" promise would keep every result alive.
  let interrupt: ((error: GoodhartError) => void) | undefined;
  const onAbort = () => signal !== undefined && interrupt?.(abortError(signal));
  const next = () =>
    new Promise<readonly Result[]>((resolve, reject) => {
      interrupt = reject;
      (running.shift() ?? Promise.resolve([])).then(resolve, reject);
    });
  signal?.addEventListener("abort", onAbort);
  try {
    for await (const batch of batches) {
      throwIfAborted(signal);
      const result = runWithRetry(pool, batch, options.failItem);
      result.catch(() => undefined); // it is awaited in its turn; until then nobody may call it unhandled
      running.push(result);
      if (running.length >= ahead) yield await next();
    }
    while (running.length > 0) {
      throwIfAborted(signal);
      yield await next();
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}

async function runWithRetry<Item, Result>(
  pool: Pool<Item, Result>,
  batch: readonly Item[],
  failItem: (item: Item, error: GoodhartError) => Result,
): Promise<readonly Result[]> {
  try {
    return await pool.run(batch);
  } catch (thrown) {
    if (!GoodhartError.isInstance(thrown) || !thrown.retryable) throw thrown;
  }
  const alone = batch.map(async (item) => {
    try {
      return await pool.run([item]);
    } catch (thrown) {
      if (!GoodhartError.isInstance(thrown) || !thrown.retryable) throw thrown;
      return [failItem(item, thrown)];
    }
  });
  return (await Promise.all(alone)).flat();
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortError(signal);
}

function abortError(signal: AbortSignal): GoodhartError {
  return new GoodhartError("GOODHART_ABORTED", "the work was aborted", { cause: signal.reason });
}

import type { ErrorInfo } from "../../core/index.ts";

/** What the pool gives each worker at its start. */
export interface WorkerStart {
  readonly data: unknown;
  /** One counter that the worker raises whenever an item is done: silence for a whole deadline means "stuck". */
  readonly done: Int32Array;
}

export interface WorkMessage {
  readonly id: number;
  readonly items: readonly unknown[];
}

export type ReplyMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "results"; readonly id: number; readonly results: readonly unknown[] }
  | { readonly kind: "error"; readonly id: number | undefined; readonly error: ErrorInfo };

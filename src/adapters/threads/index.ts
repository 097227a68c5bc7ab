export * from "./map-ordered.ts";
export * from "./pool.ts";
export * from "./serve-worker.ts";

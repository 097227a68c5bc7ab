export * from "./define-advantage.ts";
export * from "./group-normalized.ts";
export * from "./group-statistics.ts";

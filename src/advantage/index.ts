export * from "./group-normalized.ts";
export * from "./group-statistics.ts";

export * from "./durable-file.ts";
export * from "./expand-inputs.ts";
export * from "./format.ts";
export * from "./journal.ts";
export * from "./line-cursor.ts";
export * from "./row-source.ts";
export * from "./row.ts";

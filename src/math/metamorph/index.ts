export * from "./change.ts";
export * from "./generate.ts";
export * from "./keep.ts";
export * from "./write.ts";

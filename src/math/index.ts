export * from "./check.ts";
export * from "./expression/index.ts";
export * from "./extract/index.ts";
export * from "./lint.ts";
export * from "./outcome.ts";
export * from "./policy.ts";
export * from "./read/index.ts";
export * from "./tree.ts";

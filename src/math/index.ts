export * from "./outcome.ts";
export * from "./policy.ts";
export * from "./tree.ts";

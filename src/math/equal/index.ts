export * from "./decide.ts";
export * from "./print.ts";

export * from "./extract.ts";
export * from "./extraction.ts";

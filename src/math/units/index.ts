export * from "./measure.ts";
export * from "./table.ts";

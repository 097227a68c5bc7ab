export * from "./core/index.ts";
export * from "./reward/verify/index.ts";
export * from "./reward/shape/index.ts";
export * from "./advantage/index.ts";
export * from "./registry/index.ts";
export * from "./config/index.ts";

export * from "./compare.ts";
export { decideExpression, type DecideOptions } from "./decide.ts";
export { exactValue } from "./exact.ts";
export * from "./interval.ts";
export { machineFloat } from "./machine-float.ts";
export { normalForm } from "./normal-form.ts";
export { narrowsDomain } from "./samples.ts";
export { freeSymbols } from "./symbols.ts";
export { withinTolerance } from "./tolerance.ts";

export { toolCalls, type ToolCallsOptions } from "./tool-calls.ts";

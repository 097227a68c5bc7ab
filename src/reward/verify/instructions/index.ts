export { instructions, type InstructionsOptions } from "./instructions.ts";

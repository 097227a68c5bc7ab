import type { Terminal } from "./terminal.ts";

/** Prints a value as JSON; big integers, which JSON lacks, become strings of digits. */
export function printJson(terminal: Pick<Terminal, "out">, value: unknown): void {
  terminal.out(JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? item.toString() : item), 2));
}

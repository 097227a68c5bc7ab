/** @file Started by bin/goodhart.js: wires the process to `main`. */
import { main } from "./main.ts";
import { processTerminal } from "./terminal.ts";

const interrupt = new AbortController();

process.on("SIGINT", () => {
  // The first Ctrl-C lets running writes finish; the second one does not wait.
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort(new Error("interrupted"));
});

// `goodhart ... | head` closes the pipe early; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2), processTerminal(interrupt.signal));

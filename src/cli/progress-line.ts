import type { ScoreFileProgress } from "../score/index.ts";
import { bar, count, duration } from "./layout.ts";
import type { Terminal } from "./terminal.ts";

const phases = { read: "reading", score: "scoring", write: "writing" } as const;

/** One line for stderr: how far, how fast, how long still. */
export function progressLine(progress: ScoreFileProgress, { paintNote }: Pick<Terminal, "paintNote">): string {
  const { phase, fraction, rows, rowsPerSecond, secondsLeft } = progress;
  const parts = [
    `${phases[phase]} ${paintNote("cyan", bar(fraction, 20).padEnd(20, "░"))} ${Math.floor(fraction * 100)}%`,
    `${count(rows)} rows`,
    rowsPerSecond > 0 ? `${count(rowsPerSecond)} rows/s` : "",
    secondsLeft === undefined ? "" : `${duration(Math.ceil(secondsLeft))} left`,
  ];
  return parts.filter((part) => part !== "").join("  ");
}

/** Smallest and largest value of a part. */
export type Span = readonly [min: number, max: number];

/** What format and correctness are worth at a step of the training. */
export interface Scales {
  readonly format: Span;
  readonly correctness: Span;
}

export type Schedule = "none" | "linear" | "two-stage";

/**
 * ToolRL's scales: format from 0 to 1 and correctness from -3 to 3. "linear" moves weight from format to correctness over
 * 150 steps; "two-stage" gives correctness a third of its scale for 30 steps, and format half of its own from then on.
 */
export function scalesAt(schedule: Schedule, step: number): Scales {
  switch (schedule) {
    case "none":
      return { format: [0, 1], correctness: [-3, 3] };
    case "two-stage":
      return step < 30 ? { format: [0, 1], correctness: [-1, 1] } : { format: [0, 0.5], correctness: [-3, 3] };
    case "linear": {
      const done = step / 150;
      return {
        format: [Math.min(-1, -2 + 2 * done), Math.max(1, 2 - done)],
        correctness: [Math.max(-3, -2 - done), Math.min(3, 2 + done)],
      };
    }
  }
}

/** What the sum of format and correctness can be, over all steps. */
export function spanOf(schedule: Schedule): Span {
  switch (schedule) {
    case "none":
      return [-3, 4];
    case "linear":
      return [-4, 4];
    case "two-stage":
      return [-3, 3.5];
  }
}

/** Words of thought that earn the whole length bonus: 512, or from 384 to 640 over 105 steps and on. */
export function wordsWanted(length: "fixed" | "scheduled", step: number): number {
  return length === "fixed" ? 512 : 384 + ((640 - 384) * step) / 105;
}

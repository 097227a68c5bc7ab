/** How far a job is. */
export interface ScoreFileProgress {
  /** "read" surveys the input, "score" asks the reward, "write" puts rows and results together. */
  readonly phase: "read" | "score" | "write";
  readonly rows: number;
  /** Share of this phase that is done, from 0 to 1. */
  readonly fraction: number;
  /** Of this phase, since it began in this process; 0 at its start. */
  readonly rowsPerSecond: number;
  /** Until the end of this phase at the present rate; `undefined` while there is none. */
  readonly secondsLeft: number | undefined;
}

type Phase = ScoreFileProgress["phase"];

/** Turns counts into rates. Reports at most ten times a second, and once at the end of a phase. */
export function createProgress(report: ((progress: ScoreFileProgress) => void) | undefined) {
  return {
    /** `before` rows were done before it began; `total` lets a phase know its fraction where the reader does not. */
    phase(phase: Phase, before = 0, total?: number) {
      const began = Date.now();
      let reported = 0;
      return (rows: number, known?: number): void => {
        if (report === undefined) return;
        const now = Date.now();
        const fraction = known ?? (total === undefined || total === 0 ? 0 : rows / total);
        if (now - reported < 100 && fraction < 1) return;
        reported = now;
        const seconds = (now - began) / 1000;
        const rowsPerSecond = seconds > 0 ? (rows - before) / seconds : 0;
        const done = total === undefined ? fraction : (rows - before) / Math.max(1, total - before);
        const secondsLeft = done > 0 && fraction <= 1 ? (seconds / done) * (1 - done) : undefined;
        report({ phase, rows, fraction, rowsPerSecond, secondsLeft });
      };
    },
  };
}

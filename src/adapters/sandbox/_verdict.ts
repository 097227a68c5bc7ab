import type { SandboxVerdict } from "../../core/index.ts";
import type { Report } from "./_helper.ts";
import { diskSize, type Limits } from "./limits.ts";

export interface Ending {
  readonly verdict: SandboxVerdict;
  readonly reason: string;
}

/** How the process itself ended, as seen by whoever waited for it. */
export interface Exit {
  readonly exit: number | null;
  readonly signal: number | null;
}

const killed = 9;
const badSystemCall = 31;

/** What the helper alone can know: set-up that failed, limits that were reached. undefined: the program ended itself. */
export function limitVerdict(report: Report, limits: Limits): Ending | undefined {
  const setUp = report.result[0] === 0x2b; // "+", written when the last trusted step was done
  if (!setUp) {
    const said = report.result.toString("utf8", 1);
    const reason =
      said === "" ? `the job could not be set up (${report.reason})` : `the job could not be set up: ${said}`;
    return { verdict: "infrastructure", reason };
  }
  switch (report.reason) {
    case "wall":
      return { verdict: "wall-time", reason: `ran longer than ${limits.wall} ms` };
    case "cpu":
      return { verdict: "cpu-time", reason: `used more than ${limits.cpu} ms of processor time` };
    case "memory":
      return { verdict: "memory", reason: `used more than ${limits.memory} bytes of memory` };
    case "output":
      return { verdict: "output", reason: `wrote more than ${limits.output} bytes` };
    case "disk":
      return { verdict: "output", reason: `wrote more than ${diskSize} bytes of files` };
    case "ended":
      return undefined;
    default:
      return { verdict: "infrastructure", reason: `the job was ${report.reason}` };
  }
}

/** What the process's end says, where no limit ended it. */
export function exitVerdict({ exit, signal }: Exit, report: Report, limits: Limits): Ending {
  if (report.cpu > limits.cpu) {
    return { verdict: "cpu-time", reason: `used more than ${limits.cpu} ms of processor time` };
  }
  if (signal === badSystemCall) return { verdict: "security", reason: "killed for a forbidden system call" };
  if (signal === killed) return { verdict: "memory", reason: "killed by the kernel, most likely for want of memory" };
  if (signal !== null) return { verdict: "runtime-error", reason: `ended by signal ${signal}` };
  if (exit !== 0) return { verdict: "runtime-error", reason: `exit status ${exit}` };
  return { verdict: "ok", reason: "" };
}

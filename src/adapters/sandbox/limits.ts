import { GoodhartError, type SandboxLimits } from "../../core/index.ts";

/** Limits with nothing left out. */
export type Limits = Required<SandboxLimits>;

const mebibyte = 1024 * 1024;

/** Generous to an honest solution of a contest task, small enough that a hostile one costs little. */
export const defaultLimits: Limits = {
  cpu: 5_000,
  wall: 15_000,
  memory: 512 * mebibyte,
  output: 4 * mebibyte,
  fileSize: 16 * mebibyte,
  processes: 1,
};

/** Threads that one job may have, whatever its processes; enough for numeric libraries. */
export const maximumThreads = 32;

/** All files of a job together: the size of its file system, in bytes. */
export const diskSize = 64 * mebibyte;

const most: Limits = {
  cpu: 3_600_000,
  wall: 7_200_000,
  memory: 64 * 1024 * mebibyte,
  output: 256 * mebibyte,
  fileSize: diskSize,
  processes: 256,
};

/** Fills in defaults. Throws GOODHART_INPUT for a limit that is not a whole number from 1 to its maximum. */
export function completeLimits(given: SandboxLimits = {}, defaults: Limits = defaultLimits): Limits {
  const limits = { ...defaults };
  for (const name of Object.keys(given) as (keyof Limits)[]) {
    const value = given[name];
    if (value === undefined) continue;
    if (most[name] === undefined) throw new GoodhartError("GOODHART_INPUT", `limits: there is no limit "${name}"`);
    if (!Number.isSafeInteger(value) || value < 1 || value > most[name]) {
      const wanted = `a whole number from 1 to ${most[name]}`;
      throw new GoodhartError("GOODHART_INPUT", `limits.${name}: expected ${wanted}, got ${value}`);
    }
    limits[name] = value;
  }
  return limits;
}

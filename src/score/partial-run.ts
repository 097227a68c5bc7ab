import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  readdirSync,
  rmSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { canonicalJson, GoodhartError } from "../core/index.ts";
import { createDurableFile, openJournal, openLines, type LineCursor } from "../adapters/store/index.ts";

/** A piece of results that is on the disk, and how many rows (or which bucket) it holds. */
interface PartEntry {
  readonly part: number;
  readonly rows: number;
}

/** One-off steps that are done, such as sorting into buckets. */
interface StepEntry {
  readonly step: string;
}

/**
 * The folder beside the output in which a job keeps what it has finished, so that a kill at any moment loses at most
 * the part that was being written, and never doubles a row: parts appear complete under their names or not at all,
 * and count only once the journal says so.
 */
export interface PartialRun {
  readonly folder: string;
  /** Rows in parts that were there before. */
  readonly resumedRows: number;
  hasStep(step: string): boolean;
  finishStep(step: string): void;
  hasPart(part: number): boolean;
  /** Number of parts so far, and so the number of the next. */
  readonly parts: number;
  /** Rows in all parts. */
  readonly rows: number;
  addPart(part: number, lines: readonly string[]): void;
  /** `bufferSize` in bytes: many parts open at once want little ones. */
  openPart(part: number, bufferSize?: number): LineCursor;
  path(name: string): string;
  /** Keeps the folder for the next run. */
  close(): void;
  /** Removes the folder: the job is complete. */
  remove(): void;
}

export interface PartialRunOptions {
  /** Everything that the results hang on: another job must not go on with this one's parts. */
  readonly job: unknown;
  /** False: start over. */
  readonly resume: boolean;
}

/** Opens or starts the folder. Throws GOODHART_STORE when another process is at it or it belongs to another job. */
export function openPartialRun(folder: string, { job, resume }: PartialRunOptions): PartialRun {
  mkdirSync(folder, { recursive: true });
  const unlock = lock(folder);
  try {
    return open(folder, createHash("sha256").update(canonicalJson(job)).digest("hex"), resume, unlock);
  } catch (thrown) {
    unlock();
    throw thrown;
  }
}

function open(folder: string, fingerprint: string, resume: boolean, unlock: () => void): PartialRun {
  const jobPath = join(folder, "job.txt");
  const before = existsSync(jobPath) ? readFileSync(jobPath, "utf8") : undefined;
  if (!resume || before === undefined) clear(folder);
  else if (before !== fingerprint) {
    throw new GoodhartError(
      "GOODHART_STORE",
      `"${folder}" holds the unfinished results of another job (other input, columns, reward or options)`,
      {
        hint: "finish that job, or start over with resume: false (--no-resume)",
      },
    );
  }
  if (!existsSync(jobPath)) {
    const file = createDurableFile(jobPath);
    file.write(fingerprint);
    file.commit();
  }
  const journal = openJournal<PartEntry | StepEntry>(join(folder, "journal.jsonl"));
  const steps = new Set(journal.entries.flatMap((entry) => ("step" in entry ? entry.step : [])));
  const parts = new Map(
    journal.entries.flatMap((entry) => ("part" in entry ? [[entry.part, entry.rows] as const] : [])),
  );
  const total = () => [...parts.values()].reduce((sum, rows) => sum + rows, 0);
  let rows = total();
  const partPath = (part: number) => join(folder, `part-${part}.tsv`);
  return {
    folder,
    resumedRows: rows,
    hasStep: (step) => steps.has(step),
    finishStep(step) {
      journal.append({ step });
      steps.add(step);
    },
    hasPart: (part) => parts.has(part),
    get parts() {
      return parts.size;
    },
    get rows() {
      return rows;
    },
    addPart(part, lines) {
      const file = createDurableFile(partPath(part));
      for (const line of lines) file.write(`${line}\n`);
      file.commit();
      journal.append({ part, rows: lines.length });
      parts.set(part, lines.length);
      rows += lines.length;
    },
    openPart: (part, bufferSize) => openLines(partPath(part), bufferSize),
    path: (name) => join(folder, name),
    close() {
      journal.close();
      unlock();
    },
    remove() {
      journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function clear(folder: string): void {
  for (const name of readdirSync(folder))
    if (name !== "lock") rmSync(join(folder, name), { recursive: true, force: true });
}

/** One process at a time. A lock whose process is gone is taken over. */
function lock(folder: string): () => void {
  const path = join(folder, "lock");
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = openSync(path, "wx");
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(path, { force: true });
    } catch (thrown) {
      const owner = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
      if (attempt > 3 || (owner !== process.pid && isAlive(owner))) {
        throw new GoodhartError("GOODHART_STORE", `another process (${owner}) is writing to "${folder}"`, {
          hint: "wait for it, or choose another output",
          cause: thrown,
        });
      }
      if (existsSync(path)) unlinkSync(path);
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}

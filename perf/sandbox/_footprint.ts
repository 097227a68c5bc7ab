import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface Footprint {
  /** Descendants of this process. */
  readonly processes: number;
  /** Open file descriptors of this process and its descendants. */
  readonly descriptors: number;
  /** Bytes that only the descendants hold. */
  readonly helpers: number;
  /** Bytes that only this process holds. What the allocator keeps for later is in it. */
  readonly own: number;
  /** Bytes of live objects and buffers in this process. */
  readonly live: number;
}

/** What this process and all that it started hold now. Reads /proc, so Linux only. */
export function footprint(): Footprint {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : "";
    if (stat !== "") parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const below = new Set([process.pid]);
  for (let size = 0; size !== below.size;) {
    size = below.size;
    for (const [pid, parent] of parents) if (below.has(parent)) below.add(pid);
  }
  below.delete(process.pid);
  const sum = (of: (pid: number) => number) => [...below].reduce((total, pid) => total + of(pid), 0);
  return {
    processes: below.size,
    descriptors: descriptors(process.pid) + sum(descriptors),
    helpers: sum(privateBytes),
    own: privateBytes(process.pid),
    live: liveBytes(),
  };
}

function liveBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it ended while we looked
  }
}

function descriptors(pid: number): number {
  try {
    // Without the one that this listing itself opens.
    return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`) !== `/proc/${pid}/fd`;
      } catch {
        return false;
      }
    }).length;
  } catch {
    return 0;
  }
}

function privateBytes(pid: number): number {
  const rollup = read(`/proc/${pid}/smaps_rollup`);
  const kilobytes = [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].reduce(
    (total, match) => total + Number(match[1]),
    0,
  );
  return kilobytes * 1024;
}

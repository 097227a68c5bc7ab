import { chmodSync, chownSync, existsSync, lstatSync, mkdtempSync, readFileSync, readlinkSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GoodhartError, type SandboxIsolation } from "../../core/index.ts";
import { diskSize } from "./limits.ts";
import { findTool } from "./runner.ts";
import { seccompProgram } from "./_seccomp.ts";
import { machines, type Machine } from "./_syscalls.ts";

/** How to start one helper: a command line, and the first frame that it is sent. */
export interface HelperStart {
  readonly isolation: SandboxIsolation;
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly identity: Identity;
  /** The host folder that goes with the helper, where it has one. */
  readonly folder: string | undefined;
  readonly head: unknown;
  readonly body: Uint8Array;
}

/** The user that helpers run as, where we could choose. */
export type Identity = { readonly uid: number; readonly gid: number } | Record<string, never>;

export interface Python {
  readonly executable: string;
  /** Its folders outside /usr. */
  readonly read: readonly string[];
}

const nobody = 65_534;

/** Where a job finds its own, empty file system; a name that no host folder has, since host folders keep theirs. */
const jobFolder = "/goodhart-job";

/** Started as root, everything runs as nobody: limits on processes bind, and an escape would own nothing. */
export function identity(): Identity {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
}

/** A Python 3.9 or newer that the helpers' user can start. Throws GOODHART_SANDBOX where there is none. */
export function findPython(wanted: string | undefined): Python {
  const tried = wanted === undefined ? [findTool("python3"), "/usr/bin/python3", "/usr/local/bin/python3"] : [wanted];
  const ask =
    "import os,sys; assert sys.version_info >= (3, 9); print(os.path.realpath(sys.executable), sys.prefix, sys.base_prefix, sep='\\n')";
  for (const executable of tried) {
    if (executable === undefined) continue;
    const answer = spawnSync(executable, ["-s", "-c", ask], { ...identity(), cwd: "/", env: {}, encoding: "utf8" });
    const [real, ...folders] = answer.status === 0 ? answer.stdout.trim().split("\n") : [];
    if (real === undefined) continue;
    const read = [...new Set(folders)].filter((folder) => !folder.startsWith("/usr"));
    return { executable: read.length > 0 && executable.startsWith("/") ? executable : real, read };
  }
  throw new GoodhartError(
    "GOODHART_SANDBOX",
    `expected a Python 3.9 or newer, tried ${tried.filter(Boolean).join(", ")}`,
    {
      hint: "install one (Debian: apt-get install python3) where any user may read it, or pass its path as `python`",
    },
  );
}

/** The start of a helper in one tier, for the tools in `read`. */
export function helperStart(
  isolation: SandboxIsolation,
  python: Python,
  read: readonly string[],
  { proc }: { readonly proc: boolean },
): HelperStart {
  const folders = [...new Set([...python.read, ...read])].filter((folder) => !folder.startsWith("/usr/"));
  const bubblewrap = isolation === "bubblewrap";
  const words = ["-B", "-s", "-c", source("bootstrap")];
  const command = bubblewrap
    ? ([bubblewrapPath(), ...bubblewrapWords(folders, proc), python.executable, ...words] as const)
    : ([python.executable, ...words] as const);
  const { ranges, body } = isolation === "none" ? { ranges: {}, body: new Uint8Array() } : filters(bubblewrap);
  const folder = bubblewrap ? undefined : scratchFolder();
  const config = {
    tier: isolation,
    folder: folder ?? jobFolder,
    disk: diskSize,
    read: [...system, ...folders],
    devices,
    path: "/usr/local/bin:/usr/bin:/bin",
  };
  const modules = ["values", "jail", "relay", "candidate", "job", "zygote"].map((name) => [
    `goodhart_${name}`,
    source(name),
  ]);
  return {
    isolation,
    command: [...command],
    environment: {
      PATH: config.path,
      LANG: "C.UTF-8",
      PYTHONHASHSEED: "0", // the order of sets is the same in every run
      PYTHONUTF8: "1",
      OMP_NUM_THREADS: "1",
      OPENBLAS_NUM_THREADS: "1",
    },
    identity: identity(),
    folder,
    head: { modules, config, filters: ranges },
    body,
  };
}

function bubblewrapPath(): string {
  const found = findTool("bwrap");
  if (found !== undefined) return found;
  throw new GoodhartError("GOODHART_SANDBOX", "expected bubblewrap (bwrap) on the PATH, found none", {
    hint: "install it: apt-get install bubblewrap",
  });
}

const devices = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];
const system = ["/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/alternatives"];

/** A root of our own, read-only but for the folder over which every job mounts its own file system. */
function bubblewrapWords(read: readonly string[], proc: boolean): readonly string[] {
  const words = [
    "--unshare-user",
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-net",
    "--unshare-uts",
    "--unshare-cgroup-try",
  ];
  words.push("--die-with-parent", "--new-session", "--uid", `${nobody}`, "--gid", `${nobody}`);
  words.push("--cap-add", "CAP_SYS_ADMIN"); // inside its own user namespace: to give each job namespaces; jobs lose it
  for (const path of system) {
    const link = lstatSync(path, { throwIfNoEntry: false });
    if (link?.isSymbolicLink() === true) words.push("--symlink", readlinkSync(path), path);
    else if (link !== undefined) words.push("--ro-bind", path, path);
  }
  for (const path of read) words.push("--ro-bind", path, path);
  for (const device of devices) words.push("--dev-bind", device, device);
  if (proc) words.push("--proc", "/proc");
  words.push("--dir", jobFolder);
  if (!read.some((path) => path.startsWith("/tmp/"))) words.push("--symlink", jobFolder, "/tmp");
  words.push("--remount-ro", "/", "--chdir", "/", "--");
  return words;
}

/** The three seccomp programs, one after the other, and where each lies. */
function filters(signals: boolean) {
  const machine = process.arch;
  if (!(machine in machines))
    throw new GoodhartError("GOODHART_SANDBOX", `no isolation on a ${machine} processor: expected x64 or arm64`);
  const programs = {
    sealed: seccompProgram({ fork: false, exec: false, signals }, machine as Machine),
    exec: seccompProgram({ fork: false, exec: true, signals }, machine as Machine),
    tree: seccompProgram({ fork: true, exec: true, signals }, machine as Machine),
  };
  const ranges: Record<string, readonly [number, number]> = {};
  let end = 0;
  for (const [name, program] of Object.entries(programs)) ranges[name] = [end, (end += program.length)];
  return { ranges, body: Buffer.concat(Object.values(programs)) };
}

/** Where there are no mounts of our own: a folder in memory if the machine has one, owned by the helpers' user. */
function scratchFolder(): string {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "goodhart-sandbox-"));
  const { uid, gid } = identity();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  chmodSync(folder, 0o700);
  return folder;
}

/** The Python files lie in src/ of the package; dist/ has the same depth, so one relative path serves both. */
function source(name: string): string {
  const file = new URL(`../../../src/adapters/sandbox/python/${name}.py`, import.meta.url);
  return readFileSync(file, "utf8");
}

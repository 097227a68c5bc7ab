import { chmodSync, copyFileSync, constants, existsSync, linkSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const staged = new Map<string, string>();

/**
 * The tool's path, or that of a link to it where every user can get at it: started as root, the sandbox runs as nobody, who
 * may not enter `/root` or a folder that `mktemp -d` made. Only for tools that are one file. The link goes with
 * this process; one that is killed leaves it.
 */
export function readableTool(executable: string): string {
  if (isReachable(executable)) return executable;
  const known = staged.get(executable);
  if (known !== undefined) return known;
  // Not below /tmp, which is the job's own folder inside the sandbox.
  const folder = mkdtempSync(join(existsSync("/var/tmp") ? "/var/tmp" : tmpdir(), "goodhart-tool-"));
  chmodSync(folder, 0o755);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, basename(executable));
  try {
    linkSync(executable, file);
  } catch {
    copyFileSync(executable, file, constants.COPYFILE_FICLONE); // another file system
    chmodSync(file, 0o755);
  }
  staged.set(executable, file);
  return file;
}

/** May others read and run the file, and enter every folder above it? */
export function isReachable(file: string): boolean {
  if ((statSync(file).mode & 0o005) !== 0o005) return false;
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
}

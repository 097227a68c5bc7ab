import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** `from "./x.ts"`, `import "./x.ts"`, `import("./x.ts")`, `require("./x.cjs")`: whatever names a file beside this one. */
const relativeImport = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'](\.{1,2}\/[^"'\n]+)["']/g;

/**
 * One hash of a module and of all files that it imports by relative paths, however deep: what a reward of one's own
 * says hangs on them. Packages are left out, and so are files whose names are put together when the module runs.
 */
export function moduleSourceHash(module: string): string {
  const seen = new Set<string>();
  const hash = createHash("sha256");
  const visit = (path: string): void => {
    if (seen.has(path) || !isFile(path)) return;
    seen.add(path);
    const source = readFileSync(path, "utf8");
    hash.update(`${source.length}\n${source}`);
    for (const [, name = ""] of source.matchAll(relativeImport)) visit(resolve(dirname(path), name));
  };
  visit(resolve(module));
  return hash.digest("hex");
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

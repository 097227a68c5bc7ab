import { readFileSync } from "node:fs";

/** The version in package.json, which lies two folders above both the source and the build of this file. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  };
  return manifest.version;
}

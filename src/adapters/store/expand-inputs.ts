import { glob, stat } from "node:fs/promises";
import { GoodhartError } from "../../core/index.ts";
import { formatOf, type Compression, type Format } from "./format.ts";

export interface SourceFile {
  readonly path: string;
  /** What messages call it: its path, or the address that it was fetched from. */
  readonly name: string;
  readonly format: Format;
  readonly compression: Compression;
  /** Bytes on disk. */
  readonly size: number;
  /** Last change, in milliseconds since 1970: with the size it tells whether a job may go on where it stopped. */
  readonly modified: number;
}

/** Paths and globs to the files that they name: globs sorted by name, the order of the arguments kept, each file once. */
export async function expandInputs(inputs: readonly string[]): Promise<readonly SourceFile[]> {
  const paths: string[] = [];
  for (const input of inputs) {
    if (!/[*?[{]/.test(input) || (await exists(input))) {
      paths.push(input);
      continue;
    }
    const found = await collect(glob(input));
    if (found.length === 0) {
      throw new GoodhartError("GOODHART_INPUT", `no file matches "${input}"`, {
        hint: "quote the pattern, so that the shell leaves it alone, and check the folder",
      });
    }
    paths.push(...found.sort());
  }
  return Promise.all([...new Set(paths)].map(describe));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function describe(path: string): Promise<SourceFile> {
  const found = await stat(path).catch((thrown: unknown) => {
    throw new GoodhartError("GOODHART_INPUT", `there is no file "${path}"`, { hint: "check the path", cause: thrown });
  });
  if (!found.isFile()) {
    throw new GoodhartError("GOODHART_INPUT", `"${path}" is not a file`, {
      hint: `name its files, for instance "${path}/*.jsonl"`,
    });
  }
  return { path, name: path, ...formatOf(path), size: found.size, modified: found.mtimeMs };
}

async function collect(paths: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const path of paths) found.push(path);
  return found;
}

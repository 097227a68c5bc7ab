import { expandInputs, fetchRows, isFetched, openRows, type RowSource } from "../adapters/store/index.ts";
import type { PartialRun } from "./partial-run.ts";

/** What identifies the input: another size or date of a file is another input. Addresses and queries stand for themselves. */
export async function describeInputs(inputs: readonly string[]): Promise<unknown> {
  const local = await expandInputs(inputs.filter((input) => !isFetched(input)));
  return { local, fetched: inputs.filter(isFetched) };
}

/** Opens the inputs in their order. What is not on this machine is fetched once, into the job's folder. */
export async function openInputs(inputs: readonly string[], run: PartialRun): Promise<RowSource> {
  const names = new Map<string, string>();
  const paths: string[] = [];
  for (const [index, input] of inputs.entries()) {
    if (!isFetched(input)) {
      paths.push(input);
      continue;
    }
    const path = run.path(`fetched-${index}.parquet`);
    if (!run.hasStep(`fetch-${index}`)) {
      await fetchRows(input, path);
      run.finishStep(`fetch-${index}`);
    }
    names.set(path, input);
    paths.push(path);
  }
  return openRows(paths, { names });
}

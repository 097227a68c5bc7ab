import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorInfo, GoodhartError, hash, type RewardSpec } from "../core/index.ts";
import {
  createDurableFile,
  canCopyParquet,
  createJsonlSink,
  createParquetCopySink,
  createParquetSink,
  openRows,
  outputFormatOf,
  type RowSink,
  type RowSource,
} from "../adapters/store/index.ts";
import { createPool, mapOrdered } from "../adapters/threads/index.ts";
import { readGroups } from "./_batch-groups.ts";
import { createProgress, type ScoreFileProgress } from "./_progress.ts";
import { rowOptions, type JobData } from "./_work.ts";
import { assemble } from "./assemble.ts";
import type { Columns } from "./columns.ts";
import { isModuleReward, loadReward, type RewardSource } from "./load-reward.ts";
import { defaultPrefix, outputKinds } from "./output-columns.ts";
import { openPartialRun, type PartialRun } from "./partial-run.ts";
import type { Samples } from "./samples.ts";
import { bucketCount, bucketGroups, scatter } from "./scatter.ts";
import { failedRows, type GroupRows } from "./score-rows.ts";
import type { Summary } from "./summary.ts";
import { survey, type Survey } from "./survey.ts";

export interface ScoreFileOptions {
  /** Paths, globs, hf:// or s3:// addresses, or SQL: see `openRows`. */
  readonly input: string | readonly string[];
  readonly reward: RewardSource;
  /** Ends in .jsonl or .parquet. Without one, only the summary is made. */
  readonly output?: string | undefined;
  /** What is not given is found by the usual names. */
  readonly columns?: Partial<Columns> | undefined;
  /** Score only so many rows. */
  readonly limit?: number | undefined;
  /** Default: one per core. */
  readonly threads?: number | undefined;
  /** Put before the names of the columns that are added. Default "goodhart_". */
  readonly prefix?: string | undefined;
  /** Go on where a killed run of the same job stopped. Default true; false starts over. */
  readonly resume?: boolean | undefined;
  /** Milliseconds that one group may take before its worker is replaced and its rows fail with GOODHART_TIMEOUT. Default 60,000. */
  readonly deadline?: number | undefined;
  /** Gets one JSON line for every rollout whose verdict differs from its label. Needs `columns.label`. */
  readonly disagreements?: string | undefined;
  /** On abort the finished parts stay on disk, and the same call goes on from there. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ScoreFileProgress) => void) | undefined;
}

/** What a scoring job was and what came out. */
export interface ScoreFileResult {
  readonly summary: Summary;
  readonly samples: Samples;
  readonly input: readonly string[];
  readonly output: string | undefined;
  readonly reward: {
    readonly name: string;
    readonly spec: RewardSpec;
    readonly hash: string;
    readonly range: readonly [number, number];
  };
  readonly columns: Columns;
  readonly prefix: string;
  readonly groups: Survey["order"];
  /** Rows that an earlier, interrupted run had scored. */
  readonly resumedRows: number;
}

/**
 * Scores every rollout of the input and writes the rows with the new columns beside their own: as many rows as came
 * in, in their order, whatever is wrong with some of them. The same input, reward and options give the same bytes.
 * Throws GOODHART_INPUT, GOODHART_CONFIG, GOODHART_STORE for what concerns the whole job, GOODHART_ABORTED on abort.
 */
export async function scoreFile(options: ScoreFileOptions): Promise<ScoreFileResult> {
  const { output, prefix = defaultPrefix, limit, signal, resume = true } = options;
  const inputs = typeof options.input === "string" ? [options.input] : options.input;
  const format = output === undefined ? undefined : outputFormatOf(output);
  const reward = await loadReward(options.reward);
  const rewardHash = hash(reward.spec);
  const source = await openRows(inputs);
  const progress = createProgress(options.onProgress);
  const found = await survey(source, {
    columns: options.columns,
    limit,
    signal,
    kinds: format === "parquet",
    onProgress: progress.phase("read"),
  });
  if (reward.needs.includes("truth") && found.columns.truth === undefined) throw noTruth(reward.name, found);
  const folder = output === undefined ? mkdtempSync(join(tmpdir(), "goodhart-")) : `${output}.partial`;
  const job = {
    files: source.files,
    reward: rewardHash,
    module: moduleOf(options.reward),
    columns: found.columns,
    limit: limit ?? null,
    prefix,
  };
  const run = openPartialRun(folder, { job, resume });
  const { resumedRows } = run;
  try {
    const data: JobData = {
      reward: options.reward,
      rewardHash,
      columns: found.columns,
      prefix,
      nested: found.nested,
      files: found.files,
    };
    await scoreAllGroups({
      source,
      found,
      run,
      data,
      options,
      progress: progress.phase("score", resumedRows, found.rows),
    });
    const sink = output === undefined ? undefined : await openSink(output, prefix, source, found);
    const disagreements = options.disagreements === undefined ? undefined : createDurableFile(options.disagreements);
    const drawn = await assemble({
      source,
      survey: found,
      run,
      prefix,
      limit,
      sink,
      disagreements,
      signal,
      onProgress: progress.phase("write"),
    });
    disagreements?.commit();
    await sink?.commit();
    run.remove();
    const described = { name: reward.name, spec: reward.spec, hash: rewardHash, range: reward.range };
    return {
      ...drawn,
      input: inputs,
      output,
      reward: described,
      columns: found.columns,
      prefix,
      groups: found.order,
      resumedRows,
    };
  } catch (thrown) {
    run.close();
    if (output === undefined) rmSync(folder, { recursive: true, force: true });
    throw signal?.aborted === true ? aborted(run, thrown) : thrown;
  }
}

async function openSink(output: string, prefix: string, source: RowSource, { nested, kinds }: Survey): Promise<RowSink> {
  const added = outputKinds(prefix, nested);
  if (outputFormatOf(output) === "jsonl") return createJsonlSink(output, { replaced: [...added.keys()] });
  const files = source.files.map(({ path }) => path);
  const isParquet = source.files.every(({ format }) => format === "parquet");
  if (isParquet && (await canCopyParquet(files))) return createParquetCopySink(output, { files, added });
  return createParquetSink(output, { kinds: kinds ?? new Map(), added });
}

function moduleOf(source: RewardSource): string | null {
  return isModuleReward(source) ? source.module : null;
}

function noTruth(name: string, { names }: Survey): GoodhartError {
  return new GoodhartError(
    "GOODHART_INPUT",
    `reward "${name}" needs the truth, and no column is known to hold it; the columns are ${names.join(", ")}`,
    {
      hint: "name it: --columns truth=COLUMN",
    },
  );
}

function aborted({ rows, folder }: PartialRun, cause: unknown): GoodhartError {
  return new GoodhartError("GOODHART_ABORTED", `stopped after ${rows} rows; they are kept in "${folder}"`, {
    hint: "run the same command again to go on from there",
    cause,
  });
}

interface ScoreGroupsInput {
  readonly source: RowSource;
  readonly found: Survey;
  readonly run: PartialRun;
  readonly data: JobData;
  readonly options: ScoreFileOptions;
  readonly progress: (rows: number) => void;
}

/** Scores what no earlier run has scored, and keeps the results in parts. */
async function scoreAllGroups({ source, found, run, data, options, progress }: ScoreGroupsInput): Promise<void> {
  const { limit, threads, deadline, signal } = options;
  const pool = createPool<GroupRows, readonly string[]>({
    entry: new URL(`./score-worker.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url),
    data,
    ...(threads === undefined ? {} : { threads }),
    ...(deadline === undefined ? {} : { deadline }),
  });
  const rowData = rowOptions(data);
  const failItem = (group: GroupRows, error: GoodhartError) => failedRows(group, errorInfo(error), rowData);
  try {
    if (found.order !== "scattered") {
      const writer = createPartWriter(run);
      for await (const results of mapOrdered(pool, readGroups(source, found, { limit, from: run.rows }), {
        failItem,
        signal,
      })) {
        for (const lines of results) writer.add(lines);
        progress(writer.rows);
      }
      writer.flush();
      return;
    }
    if (!run.hasStep("scatter")) {
      await scatter(source, found, run.folder, { limit, signal });
      run.finishStep("scatter");
    }
    for (let bucket = 0; bucket < bucketCount(found); bucket++) {
      if (run.hasPart(bucket)) continue;
      await scoreBucket(bucket);
      progress(run.rows);
    }
  } finally {
    await pool.close();
  }

  async function scoreBucket(bucket: number): Promise<void> {
    const scored: { readonly index: number; readonly line: string }[] = [];
    const sent: (readonly GroupRows[])[] = [];
    const batches = function* () {
      for (const batch of bucketGroups(run.folder, bucket)) {
        sent.push(batch);
        yield batch;
      }
    };
    const before = run.rows;
    for await (const results of mapOrdered(pool, batches(), { failItem, signal })) {
      const batch = sent.shift() ?? [];
      results.forEach((lines, group) => {
        lines.forEach((line, position) => scored.push({ index: batch[group]?.indexes[position] ?? 0, line }));
      });
      progress(before + scored.length);
    }
    scored.sort((a, b) => a.index - b.index);
    run.addPart(
      bucket,
      scored.map(({ line }) => line),
    );
  }
}

/** Rows and milliseconds after which a part is closed: so much can be lost in a kill. */
const partRows = 16_384;
const partTime = 2_000;

function createPartWriter(run: PartialRun) {
  let lines: string[] = [];
  let since = Date.now();
  const flush = () => {
    if (lines.length > 0) run.addPart(run.parts, lines);
    lines = [];
    since = Date.now();
  };
  return {
    get rows() {
      return run.rows + lines.length;
    },
    add(group: readonly string[]) {
      for (const line of group) lines.push(line);
      if (lines.length >= partRows || Date.now() - since > partTime) flush();
    },
    flush,
  };
}

import { mkdirSync, rmSync } from "node:fs";
import { errorInfo, GoodhartError } from "../../core/index.ts";
import { commitFile } from "./durable-file.ts";

const remote = /^(?:hf|s3|gs|gcs|r2|az|azure|abfss|https?):\/\//i;
const sql = /^\s*(?:select|with|from)\s/i;

/** Whether an input is an address or a query that DuckDB must answer, and not a path of this machine. */
export function isFetched(input: string): boolean {
  return remote.test(input) || sql.test(input);
}

/** The little that we use of the optional package, so that nothing needs it to be installed. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(
      path: string,
      config: Readonly<Record<string, string>>,
    ): Promise<{
      connect(): Promise<{ run(query: string): Promise<unknown>; closeSync(): void }>;
    }>;
  };
}

const peer = "@duckdb/node-api";

async function loadDuckDb(load: (name: string) => Promise<unknown>): Promise<DuckDb> {
  try {
    return (await load(peer)) as DuckDb;
  } catch (thrown) {
    throw new GoodhartError(
      "GOODHART_PEER",
      "reading hf://, s3:// and other addresses, and SQL, needs DuckDB, which is not installed",
      {
        hint: `npm install ${peer}`,
        cause: thrown,
      },
    );
  }
}

export interface FetchRowsOptions {
  /** How the optional package is loaded; tests give another. */
  readonly load?: (name: string) => Promise<unknown>;
  /** DuckDB's own limit; beyond it, it works on disk. Default "700MB". */
  readonly memory?: string;
}

/**
 * Brings rows from elsewhere to a local Parquet file, with their types: `hf://datasets/user/set/*.parquet`,
 * `s3://bucket/runs/*.jsonl`, `https://...`, or SQL (`SELECT * FROM 'runs/*.parquet' WHERE step > 100`). From there
 * they are read like any file, as often as needed. Throws GOODHART_PEER when DuckDB is missing, GOODHART_STORE when it
 * cannot read the address.
 */
export async function fetchRows(input: string, path: string, options: FetchRowsOptions = {}): Promise<void> {
  const { load = (name) => import(name) as Promise<unknown>, memory = "700MB" } = options;
  const { DuckDBInstance } = await loadDuckDb(load);
  const query = sql.test(input) ? input.trim().replace(/;$/, "") : `SELECT * FROM ${quote(input)}`;
  const scratch = `${path}.scratch`;
  mkdirSync(scratch, { recursive: true });
  try {
    const instance = await DuckDBInstance.create(":memory:", { memory_limit: memory, temp_directory: scratch });
    const connection = await instance.connect();
    try {
      await connection.run(`COPY (${query}) TO ${quote(`${path}.tmp`)} (FORMAT parquet, ROW_GROUP_SIZE 8192)`);
    } finally {
      connection.closeSync();
    }
    commitFile(`${path}.tmp`, path);
  } catch (thrown) {
    throw new GoodhartError("GOODHART_STORE", `cannot read "${input}": ${errorInfo(thrown).message}`, {
      hint: "check the address or query, the network, and the credentials that DuckDB takes from the environment",
      cause: thrown,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

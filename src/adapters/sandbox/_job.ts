import { GoodhartError, type SandboxFile, type SandboxInput } from "../../core/index.ts";
import { maximumThreads, type Limits } from "./limits.ts";
import type { HelperJob } from "./_helper.ts";
import type { Tagged } from "./typed-value.ts";

/** What the job does once it is closed off: run Python in the forked interpreter, or become a tool. */
export type Action =
  | {
      readonly program: string;
      readonly args: readonly string[];
      readonly seed: number;
      readonly entry: string | null;
      readonly calls: readonly (readonly Tagged[])[];
    }
  | {
      readonly command: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
      readonly collect: readonly string[];
    };

const encoder = new TextEncoder();

/** Lays a job out as the bytes that its own process reads after the fork. */
export function packJob(
  action: Action,
  input: SandboxInput & { readonly files?: readonly SandboxFile[] },
  limits: Limits,
  { reservesMemory = false }: { readonly reservesMemory?: boolean } = {},
): HelperJob {
  const files = input.files ?? [];
  for (const { name } of files) checkFileName(name);
  const blobs = [...files.map(({ content }) => bytes(content)), bytes(input.stdin ?? "")];
  const filter = "program" in action ? "sealed" : limits.processes > 1 ? "tree" : "exec";
  const head = {
    ...action,
    files: files.map(({ name, executable = false }) => ({ name, executable })),
    sizes: blobs.map((blob) => blob.length),
    filter,
    limits: {
      cpu: limits.cpu,
      memory: limits.memory,
      addressSpace: reservesMemory ? 0 : limits.memory,
      fileSize: limits.fileSize,
      openFiles: 256,
      processes: limits.processes,
      threads: maximumThreads,
    },
  };
  const text = encoder.encode(JSON.stringify(head));
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, text.length, true);
  const values = "program" in action ? limits.output : 2 * limits.fileSize;
  return {
    payload: [size, text, ...blobs],
    wall: limits.wall,
    cpu: limits.cpu,
    memory: limits.memory,
    caps: [limits.output, limits.output, values],
  };
}

function bytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? encoder.encode(content) : content;
}

function checkFileName(name: string): void {
  const parts = name.split("/");
  const bad = name.includes("\0") || parts.some((part) => part === "" || part === "." || part === "..");
  if (!bad && name.length <= 1000) return;
  throw new GoodhartError(
    "GOODHART_INPUT",
    `files: expected a relative path without "..", got ${JSON.stringify(name.slice(0, 80))}`,
  );
}

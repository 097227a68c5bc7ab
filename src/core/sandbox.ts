/** How a program ended, decided outside it. Only `ok` says that it ran to its own end with exit status 0. */
export type SandboxVerdict =
  | "ok"
  | "runtime-error" // its own exception, exit status or crash
  | "compile-error" // it never ran
  | "cpu-time"
  | "wall-time"
  | "memory"
  | "output" // wrote more than it may
  | "security" // tried what no honest program does, and was killed for it
  | "infrastructure"; // not the program's fault: it was not run, or not to the end

/** Hard caps on one run. Times in milliseconds, sizes in bytes. What is left out has the sandbox's default. */
export interface SandboxLimits {
  readonly cpu?: number;
  readonly wall?: number;
  readonly memory?: number;
  /** Of standard output and standard error each, and of the values that come back. */
  readonly output?: number;
  readonly fileSize?: number;
  /** Processes at once. 1 means that the program cannot start another; its threads count apart. */
  readonly processes?: number;
}

/** One more file beside the program. Its name is a relative path without "..". */
export interface SandboxFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly executable?: boolean;
}

export interface SandboxProgram {
  /** The name of a runner: "python", "javascript", "typescript", and what else the sandbox was made with. */
  readonly language: string;
  readonly program: string;
  readonly files?: readonly SandboxFile[];
  readonly limits?: SandboxLimits;
}

export interface SandboxInput {
  readonly stdin?: string | Uint8Array;
  readonly args?: readonly string[];
}

export interface SandboxUsage {
  /** Milliseconds of processor time, user and system, of everything that the run started. */
  readonly cpu: number;
  /** Milliseconds on the clock. */
  readonly wall: number;
  /** Peak resident bytes. */
  readonly peak: number;
}

export interface SandboxResult {
  readonly verdict: SandboxVerdict;
  /** One sentence for people: what ended the run. Empty where the verdict is `ok`. */
  readonly reason: string;
  /** null where a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly usage: SandboxUsage;
  /** What kept the program in. "none" only where the sandbox was made unsafe on purpose. */
  readonly isolation: SandboxIsolation;
  /** How often the run was started: more than 1 only where the machinery under it died. */
  readonly attempts: number;
}

export type SandboxIsolation = "bubblewrap" | "landlock" | "none";

/**
 * A value of the candidate's language. Integers are exact; a float is never an integer; what is no plain value is an
 * `object`, known only by the name of its type, and equal to nothing.
 */
export type TypedValue =
  | { readonly type: "none" }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "integer"; readonly value: bigint }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "bytes"; readonly hex: string }
  | { readonly type: "complex"; readonly real: number; readonly imaginary: number }
  | { readonly type: "list" | "tuple" | "set"; readonly items: readonly TypedValue[] }
  | { readonly type: "map"; readonly entries: readonly (readonly [TypedValue, TypedValue])[] }
  | { readonly type: "object"; readonly name: string; readonly text: string };

export interface SandboxCalls extends SandboxProgram {
  /** The function: `name`, or `Class.method` to call on a fresh instance. */
  readonly entry: string;
  /** One list of arguments for each call, made in this order in one process. */
  readonly calls: readonly (readonly TypedValue[])[];
}

/** What one call came to; `missing` where the program ended before it. */
export type CallOutcome =
  | { readonly status: "returned"; readonly value: TypedValue }
  | { readonly status: "raised"; readonly error: string; readonly message: string }
  | { readonly status: "missing" };

export interface SandboxCallsResult extends SandboxResult {
  /** As many as calls, in their order. */
  readonly outcomes: readonly CallOutcome[];
}

/**
 * Runs programs that nobody vouches for. What should come out is never given to it: it returns what came out, and the
 * caller compares. Runs never throw for what the program did; they throw GOODHART_INPUT for a wrong call,
 * GOODHART_ABORTED on abort, GOODHART_SANDBOX where the language is not installed.
 */
export interface Sandbox {
  readonly isolation: SandboxIsolation;
  readonly languages: readonly string[];
  run(job: SandboxProgram & SandboxInput, options?: { readonly signal?: AbortSignal }): Promise<SandboxResult>;
  /** One program on several inputs, compiled once where it must be; as many results as inputs, in order. */
  runAll(
    job: SandboxProgram & { readonly inputs: readonly SandboxInput[] },
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly SandboxResult[]>;
  callFunction(job: SandboxCalls, options?: { readonly signal?: AbortSignal }): Promise<SandboxCallsResult>;
}

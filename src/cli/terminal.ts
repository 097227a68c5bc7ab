import { styleText } from "node:util";

export type Style = Parameters<typeof styleText>[0];

/** The two streams and what they can show. Results go out, everything else goes to the side. */
export interface Terminal {
  /** Writes a result line to stdout. */
  readonly out: (text: string) => void;
  /** Writes a line of progress, notes or errors to stderr. */
  readonly note: (text: string) => void;
  /** Colours text for stdout, where stdout shows colours (a terminal; NO_COLOR and FORCE_COLOR win). */
  readonly paint: (style: Style, text: string) => string;
  /** The same for stderr. */
  readonly paintNote: (style: Style, text: string) => string;
  /** Replaces the live line on stderr; does nothing where stderr is no terminal. */
  readonly live: (text: string) => void;
  readonly width: number;
  /** Aborts on the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A terminal on the process's own streams. */
export function processTerminal(signal: AbortSignal): Terminal {
  const { stdout, stderr, env } = process;
  const isLive = stderr.isTTY && env["CI"] === undefined && env["TERM"] !== "dumb";
  let liveShown = false;
  const clear = () => {
    if (liveShown) stderr.write("\r\u001B[2K");
    liveShown = false;
  };
  return {
    out(text) {
      clear();
      stdout.write(`${text}\n`);
    },
    note(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    paint: (style, text) => styleText(style, text, { stream: stdout }),
    paintNote: (style, text) => styleText(style, text, { stream: stderr }),
    live(text) {
      if (!isLive) return;
      clear();
      if (text === "") return;
      stderr.write(text.slice(0, Math.max(0, (stderr.columns ?? 80) - 1)));
      liveShown = true;
    },
    width: Math.min(Math.max(stdout.columns ?? 100, 60), 120),
    signal,
  };
}

/** @file Hand-drawn tables and bars. Everything takes and gives plain lines, so that tests need no terminal. */

/** How many columns a text takes, without the codes that colour it. Wide characters count two. */
export function visibleWidth(text: string): number {
  let width = 0;
  for (const character of stripColours(text)) width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  return width;
}

/** The text without the codes that `styleText` writes. */
export function stripColours(text: string): string {
  return text.replace(/\u001B\[[0-9;]*m/g, "");
}

/** East Asian wide and emoji blocks, roughly: a column too few is worse to read than one too many. */
function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff)
  );
}

export interface TableOptions {
  /** Columns, from 0, that hold numbers. */
  readonly right?: readonly number[];
  /** Spaces before each line. Default 2. */
  readonly indent?: number;
}

/** Lines with aligned columns, two spaces between them. */
export function table(rows: readonly (readonly string[])[], { right = [], indent = 2 }: TableOptions = {}): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => visibleWidth(row[column] ?? ""))),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const gap = " ".repeat((widths[column] ?? 0) - visibleWidth(cell));
      return right.includes(column) ? gap + cell : cell + gap;
    });
    return (" ".repeat(indent) + cells.join("  ")).trimEnd();
  });
}

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar for a share from 0 to 1, `width` columns long when full, in steps of an eighth of a column. */
export function bar(share: number, width: number): string {
  const steps = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  return "█".repeat(Math.floor(steps / 8)) + (eighths[steps % 8] ?? "");
}

const levels = "▁▂▃▄▅▆▇█";

/** One character for each count: a histogram on a line. Nothing stands where nothing was counted. */
export function sparkline(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts
    .map((count) => (count === 0 ? " " : (levels[Math.ceil((count / most) * levels.length) - 1] ?? "")))
    .join("");
}

/** A share as a percentage: one decimal, and never 100.0% or 0.0% where it is not exactly so. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "-";
  const rounded = (share * 100).toFixed(1);
  if (rounded === "100.0" && share < 1) return ">99.9%";
  if (rounded === "0.0" && share > 0) return "<0.1%";
  return `${rounded}%`;
}

/** Groups of three digits: 12,345. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Seconds as a person says them: 340 ms, 12.3 s, 4 min 05 s. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
}

export interface Excerpt {
  readonly before: string;
  readonly inside: string;
  readonly after: string;
}

/** About `width` characters of a text on one line, around a span where there is one, else from its end. */
export function excerpt(text: string, span: readonly [start: number, end: number] | undefined, width: number): Excerpt {
  const [start, end] = span ?? [text.length, text.length];
  const inside = shorten(flat(text.slice(start, end)), width);
  const room = Math.max(0, width - inside.length);
  const afterRoom = span === undefined ? 0 : Math.min(Math.ceil(room / 4), text.length - end);
  const before = flat(text.slice(0, start));
  const kept = before.slice(Math.max(0, before.length - (room - afterRoom)));
  const after = flat(text.slice(end));
  return {
    before: kept.length < before.length ? `…${kept.slice(1)}` : kept,
    inside,
    after: after.length > afterRoom ? `${after.slice(0, Math.max(0, afterRoom - 1))}…` : after,
  };
}

function flat(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** At most `width` characters, with an ellipsis where something was left out. */
export function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

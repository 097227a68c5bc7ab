import { html, type Html } from "./_html.ts";
import { coordinate, number, ticks } from "./_numbers.ts";

export interface ColumnsPicture {
  /** Said to those who cannot see it. */
  readonly title: string;
  readonly columns: readonly {
    readonly label: string;
    readonly count: number;
    readonly tone?: string;
    readonly note?: string;
  }[];
  /** Under the axis. */
  readonly axis: string;
}

const [width, height] = [520, 220];
const edge = { left: 48, right: 8, top: 22, bottom: 40 };

/** Columns on a common base line: histograms and counts of a few values. Each column tells its count when pointed at. */
export function drawColumns({ title, columns, axis }: ColumnsPicture): Html {
  const steps = ticks(Math.max(1, ...columns.map(({ count }) => count)));
  const top = steps.at(-1) ?? 1;
  const step = (width - edge.left - edge.right) / Math.max(1, columns.length);
  const gap = columns.length > 24 ? 1 : Math.min(14, step * 0.2);
  const y = (count: number) => height - edge.bottom - (count / top) * (height - edge.top - edge.bottom);
  const every = Math.ceil(columns.length / 12);
  const counted = columns.length <= 14;
  const grid = steps.map(
    (value) =>
      html`<line
          class="grid"
          x1="${edge.left}"
          x2="${width - edge.right}"
          y1="${coordinate(y(value))}"
          y2="${coordinate(y(value))}"
        /><text class="tick" x="${edge.left - 8}" y="${coordinate(y(value) + 4)}" text-anchor="end"
          >${short(value)}</text
        >`,
  );
  const bars = columns.map(({ label, count, tone = "plain", note = label }, index) => {
    const x = edge.left + index * step + gap / 2;
    const middle = coordinate(x + (step - gap) / 2);
    const bar = html`<rect
      class="fill-${tone}"
      x="${coordinate(x)}"
      y="${coordinate(y(count))}"
      width="${coordinate(Math.max(1, step - gap))}"
      height="${coordinate(height - edge.bottom - y(count))}"
      rx="2"
      ><title>${note}: ${number(count)}</title></rect
    >`;
    const text =
      counted &&
      count > 0 &&
      html`<text class="count" x="${middle}" y="${coordinate(y(count) - 6)}" text-anchor="middle"
        >${short(count)}</text
      >`;
    const below =
      index % every === 0 &&
      html`<text class="tick" x="${middle}" y="${height - edge.bottom + 16}" text-anchor="middle">${label}</text>`;
    return [bar, text, below];
  });
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
    ${grid}${bars}
    <text class="axis" x="${(edge.left + width) / 2}" y="${height - 4}" text-anchor="middle">${axis}</text>
  </svg>`;
}

/** 12,345 as 12k: axes are narrow. */
function short(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(1))}M`;
  return value >= 1e4 ? `${Number((value / 1e3).toFixed(1))}k` : number(value);
}

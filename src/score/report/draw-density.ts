import type { Summary } from "../summary.ts";
import { html, type Html } from "./_html.ts";
import { coordinate, number } from "./_numbers.ts";

type Density = Summary["lengthAgainstValue"];

const [width, height] = [1080, 300];
const edge = { left: 60, right: 34, top: 12, bottom: 44 };

/** Length from left to right (doubling), value from bottom to top: the darker a cell, the more rollouts. */
export function drawDensity({ valueStep, cells }: Density): Html {
  const [left, right] = [Math.min(...cells.map(({ x }) => x)), Math.max(...cells.map(({ x }) => x)) + 1];
  const rows = [...new Set(cells.map(({ y }) => y))].sort((a, b) => a - b);
  const few = rows.length <= 6;
  return few ? drawRidges(cells, rows, left, right, valueStep) : drawCells(cells, rows, left, right, valueStep);
}

const across = (x: number, left: number, right: number) =>
  edge.left + ((x - left) / Math.max(1, right - left)) * (width - edge.left - edge.right);

function lengthAxis(left: number, right: number, bottom: number, base: number): readonly Html[] {
  const marks = Array.from({ length: right - left + 1 }, (_, index) => left + index).filter((x) => x % 4 === 0);
  return [
    ...marks.map(
      (x) =>
        html`<text class="tick" x="${coordinate(across(x, left, right))}" y="${bottom + 18}" text-anchor="middle"
          >${number(2 ** (x / 4))}</text
        >`,
    ),
    html`<text class="axis" x="${(edge.left + width) / 2}" y="${base - 6}" text-anchor="middle"
      >characters of the response (each mark doubles)</text
    >`,
  ];
}

/** The length's range of a cell, in words. */
function span(x: number): string {
  return `${number(Math.ceil(2 ** (x / 4)))} to ${number(Math.ceil(2 ** ((x + 1) / 4)) - 1)} characters`;
}

/** Few values: the distribution of lengths for each of them, one above the other, on one scale. */
function drawRidges(
  cells: Density["cells"],
  rows: readonly number[],
  left: number,
  right: number,
  valueStep: number,
): Html {
  const band = 92;
  const base = edge.top + rows.length * band + edge.bottom;
  const most = Math.max(...cells.map(({ count }) => count));
  const step = across(1, 0, right - left) - across(0, 0, right - left);
  const drawn = rows.map((y, index) => {
    const floor = edge.top + (rows.length - index) * band - 4;
    const tone = rows.length === 2 ? (index === 1 ? "correct" : "incorrect") : "plain";
    const bars = cells
      .filter((cell) => cell.y === y)
      .map(({ x, count }) => {
        const size = Math.max(1, (count / most) * (band - 16));
        return html`<rect
          class="fill-${tone}"
          x="${coordinate(across(x, left, right) + 1)}"
          y="${coordinate(floor - size)}"
          width="${coordinate(Math.max(1, step - 2))}"
          height="${coordinate(size)}"
          rx="2"
          ><title>reward ${number(y * valueStep)}, ${span(x)}: ${number(count)}</title></rect
        >`;
      });
    return [
      html`<line class="grid" x1="${edge.left}" x2="${width - edge.right}" y1="${floor}" y2="${floor}" />`,
      bars,
      html`<text class="tick strong" x="${edge.left - 12}" y="${floor - 4}" text-anchor="end"
        >${number(y * valueStep)}</text
      >`,
    ];
  });
  return html`<svg
    class="broad"
    viewBox="0 0 ${width} ${base}"
    role="img"
    aria-label="Lengths of responses for each reward value"
  >
    ${drawn}${lengthAxis(left, right, base - edge.bottom, base)}
  </svg>`;
}

function drawCells(
  cells: Density["cells"],
  rows: readonly number[],
  left: number,
  right: number,
  valueStep: number,
): Html {
  const [low, high] = [rows[0] ?? 0, (rows.at(-1) ?? 0) + 1];
  const room = height - edge.top - edge.bottom;
  const up = (y: number) => edge.top + room - ((y - low) / Math.max(1, high - low)) * room;
  const most = Math.max(...cells.map(({ count }) => count));
  const [cellWidth, cellHeight] = [
    across(1, 0, right - left) - across(0, 0, right - left),
    room / Math.max(1, high - low),
  ];
  const drawn = cells.map(({ x, y, count }) => {
    const strength = coordinate(0.12 + 0.88 * Math.sqrt(count / most));
    return html`<rect
      class="fill-plain"
      opacity="${strength}"
      x="${coordinate(across(x, left, right))}"
      y="${coordinate(up(y + 1))}"
      width="${coordinate(Math.max(1, cellWidth - 1))}"
      height="${coordinate(Math.max(1, cellHeight - 1))}"
      ><title>reward from ${number(y * valueStep)}, ${span(x)}: ${number(count)}</title></rect
    >`;
  });
  const every = Math.ceil((high - low) / 6);
  const marks = Array.from({ length: high - low + 1 }, (_, index) => low + index).filter(
    (y) => (y - low) % every === 0,
  );
  const axis = marks.map(
    (y) =>
      html`<line
          class="grid"
          x1="${edge.left}"
          x2="${width - edge.right}"
          y1="${coordinate(up(y))}"
          y2="${coordinate(up(y))}"
        /><text class="tick" x="${edge.left - 8}" y="${coordinate(up(y) + 4)}" text-anchor="end"
          >${number(y * valueStep)}</text
        >`,
  );
  return html`<svg
    class="broad"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="Reward against length of the response"
  >
    ${axis}${drawn}${lengthAxis(left, right, height - edge.bottom, height)}
  </svg>`;
}

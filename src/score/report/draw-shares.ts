import { html, type Html } from "./_html.ts";
import { coordinate, number, shareOf } from "./_numbers.ts";

export interface Share {
  readonly label: string;
  readonly count: number;
  readonly tone: string;
}

/** One bar in parts, with a legend that has the numbers. Parts too small to see are drawn one pixel wide. */
export function drawShares(title: string, shares: readonly Share[]): Html {
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  let x = 0;
  const parts = shares
    .filter(({ count }) => count > 0)
    .map(({ label, count, tone }) => {
      const size = Math.max(1.5, (count / Math.max(1, total)) * 1000);
      const part = html`<rect class="fill-${tone}" x="${coordinate(x)}" width="${coordinate(size - 1)}" height="30"
        ><title>${label}: ${number(count)} (${shareOf(count, total)})</title></rect
      >`;
      x += size;
      return part;
    });
  const legend = shares
    .filter(({ count }) => count > 0)
    .map(
      ({ label, count, tone }) =>
        html`<li>
          <span class="swatch back-${tone}"></span>${label} <b>${number(count)}</b>
          <span class="quiet">${shareOf(count, total)}</span>
        </li>`,
    );
  return html`<svg
      class="shares"
      viewBox="0 0 ${coordinate(Math.max(1, x))} 30"
      preserveAspectRatio="none"
      role="img"
      aria-label="${title}"
    >
      ${parts}
    </svg>
    <ul class="legend">
      ${legend}
    </ul>`;
}

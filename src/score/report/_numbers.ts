/** 12345.678 as "12,346", small numbers with three significant digits; a dash for what is not there. */
export function number(value: number | null): string {
  if (value === null) return "–";
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return thousands(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** 0.5641 as "56.4%"; never rounds up to 100% or down to 0%. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  if (share > 0.999 && share < 1) return ">99.9%";
  if (share > 0 && share < 0.001) return "<0.1%";
  return `${Number((share * 100).toFixed(1))}%`;
}

export function shareOf(count: number, total: number): string {
  return total === 0 ? "–" : percent(count / total);
}

/** For coordinates in drawings: two decimals are enough. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Round steps from 0 to at least `top`, about `count` of them. */
export function ticks(top: number, count = 4): readonly number[] {
  if (top <= 0) return [0];
  const raw = top / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw) ?? raw;
  return Array.from({ length: Math.ceil(top / step - 1e-9) + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

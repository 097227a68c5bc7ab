/** @file A written number in the notation that its form names, so that reading it back gives the same form. */

import type { NumberTree } from "./tree.ts";

/** Longest pre-period and period that are spelt out; longer ones print as fractions. */
const longestRepeat = 20;

export function printNumber(tree: NumberTree): string {
  const { n } = tree.value;
  const sign = n < 0n ? "-" : "";
  return sign + unsigned({ ...tree, value: { n: n < 0n ? -n : n, d: tree.value.d } });
}

function unsigned(tree: NumberTree): string {
  const { n, d } = tree.value;
  switch (tree.form) {
    case "scientific":
      return scientific(tree);
    case "repeating":
      return repeating(n, d) ?? `${n}/${d}`;
    case "mixed":
      return d === 1n ? String(n) : `${n / d} ${n % d}/${d}`;
    case "base":
      return inBase(n, d, tree.base ?? 10) ?? plain(tree);
    case "grouped":
      return plain(tree).replace(/^\d+/, (digits) => digits.replaceAll(/\B(?=(?:\d{3})+$)/g, "_"));
    default:
      return plain(tree);
  }
}

/** `0.0011_2`; undefined where the fraction does not end within 40 digits. */
function inBase(n: bigint, d: bigint, base: number): string | undefined {
  let rest = n % d;
  let digits = "";
  while (rest !== 0n && digits.length < 40) {
    rest *= BigInt(base);
    digits += (rest / d).toString(base);
    rest %= d;
  }
  if (rest !== 0n) return undefined;
  const whole = (n / d).toString(base).toUpperCase();
  // A numeral begins with a digit, or it would be a letter.
  return `${/^[A-Z]/.test(whole) ? "0" : ""}${whole}${digits === "" ? "" : `.${digits.toUpperCase()}`}_${base}`;
}

/** n/d as a decimal with its digits after the point, or undefined where that is no exact way to write it. */
function decimal(n: bigint, d: bigint, decimals: number): string | undefined {
  const scaled = n * 10n ** BigInt(decimals);
  if (scaled % d !== 0n) return undefined;
  const digits = String(scaled / d).padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

const fractionSigns: Readonly<Record<string, string>> = { "1/2": "½", "1/4": "¼", "3/4": "¾", "1/3": "⅓", "2/3": "⅔" };

function plain({ value: { n, d }, decimals }: NumberTree): string {
  if (decimals !== undefined) {
    const written = decimal(n, d, decimals);
    if (written !== undefined) return written;
  }
  if (d === 1n) return String(n);
  const fraction = `${n}/${d}`;
  return fractionSigns[fraction] ?? fraction;
}

function scientific({ value: { n, d }, decimals }: NumberTree): string {
  if (decimals !== undefined) {
    const digits = n * 10n ** BigInt(decimals);
    if (digits % d === 0n) return `${digits / d}e-${decimals}`;
  }
  const zeros = /0*$/.exec(String(n))?.[0].length ?? 0;
  return d !== 1n ? `${n}/${d}` : n === 0n ? "0e0" : `${String(n).slice(0, String(n).length - zeros)}e${zeros}`;
}

/** The block three times and dots: 0.1666..., which needs no brackets anywhere. */
function repeating(n: bigint, d: bigint): string | undefined {
  // A whole number that was written as repeating had nines: 0.999... is 1.
  if (d === 1n) return n === 0n ? "0.000..." : `${n - 1n}.999...`;
  let rest = n % d;
  const seen = new Map<bigint, number>();
  let digits = "";
  while (!seen.has(rest)) {
    if (digits.length > 2 * longestRepeat) return undefined;
    seen.set(rest, digits.length);
    rest *= 10n;
    digits += String(rest / d);
    rest %= d;
  }
  const start = seen.get(rest) ?? 0;
  const block = digits.slice(start);
  if (block === "0") {
    // A terminating decimal written with nines at its end: 0.4999...
    const last = BigInt(digits.slice(0, start)) - 1n;
    return `${n / d}.${String(last).padStart(start, "0")}999...`;
  }
  return `${n / d}.${digits.slice(0, start)}${block.repeat(3)}...`;
}

/** An exact fraction; the denominator is positive. Not reduced: it is only compared. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/** Longer numerals and larger exponents are not read: nothing measured needs them, and they would cost work. */
const maxDigits = 400;

const numeral =
  /^([-−+]?)(?:\d{1,3}(?:,\d{3}){1,40}(?![\d,])|\d{1,400})?(?:\.\d{0,400})?(?:(?:[eE]|\s?(?:\\times|\\cdot|×|x|\*)\s?10\s?\^\s?)\{?[-−+]?\d{1,4}\}?)?/;

/**
 * Reads one number as people and programs write it: sign, thousands commas, decimals, `1.5e-3` or `1.5 \times 10^{-3}`,
 * a fraction `3/4` or `\frac{3}{4}`, a percent sign, a currency sign before and words after it. Undefined where the text
 * does not begin with a number.
 */
export function readNumber(text: string): Fraction | undefined {
  const bare = text
    .slice(0, 2 * maxDigits)
    .replace(/^[\s$€£¥≈~=]+|^\\\$|\\[,!;]/g, "")
    .replace(/^[A-Za-z]\w{0,20}\s{0,3}(?:=|\\approx|≈)\s{0,3}/, "")
    .replace(/^([-−+]?)\s?[$€£¥]\s?/, "$1");
  const frac = /^([-−+]?)\\[dt]?frac\s?\{\s?([-−+]?\d{1,400})\s?\}\s?\{\s?(\d{1,400})\s?\}/.exec(bare);
  if (frac !== null) return divided(`${frac[1]}${frac[2]}`.replace(/[-−]{2}/, ""), frac[3] ?? "");
  const match = numeral.exec(bare);
  if (match === null || !/\d/.test(match[0])) return undefined;
  const value = decimal(match[0]);
  if (value === undefined) return undefined;
  const rest = bare.slice(match[0].length);
  const slash = /^\s?\/\s?(\d{1,400})(?![\d.])/.exec(rest);
  if (slash !== null) {
    const below = BigInt(slash[1] ?? "0");
    return below === 0n ? undefined : { n: value.n, d: value.d * below };
  }
  return /^\s?\\?%/.test(rest) ? { n: value.n, d: value.d * 100n } : value;
}

function divided(above: string, below: string): Fraction | undefined {
  const d = BigInt(below);
  const value = decimal(above);
  return d === 0n || value === undefined ? undefined : { n: value.n, d: value.d * d };
}

function decimal(written: string): Fraction | undefined {
  const plain = written
    .replaceAll(",", "")
    .replaceAll("−", "-")
    .replace(/\s?(?:\\times|\\cdot|×|x|\*)\s?10\s?\^\s?/, "e")
    .replace(/[{}]/g, "");
  const [mantissa = "", exponent = "0"] = plain.split(/e/i);
  const [whole = "", part = ""] = mantissa.split(".");
  const power = Number(exponent) - part.length;
  if (Math.abs(power) > maxDigits || (whole + part).length > maxDigits) return undefined;
  const digits = BigInt(`${whole.replace(/^[+-]/, "")}${part}` || "0");
  const n = whole.startsWith("-") ? -digits : digits;
  return power >= 0 ? { n: n * 10n ** BigInt(power), d: 1n } : { n, d: 10n ** BigInt(-power) };
}

/** The exact value of a finite JavaScript number in its shortest decimal form: 0.1 is one tenth. */
export function fromNumber(value: number): Fraction | undefined {
  return Number.isFinite(value) ? decimal(String(value)) : undefined;
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** |a - b| as a fraction. */
export function distance(a: Fraction, b: Fraction): Fraction {
  return { n: absolute(a.n * b.d - b.n * a.d), d: a.d * b.d };
}

export function isAtMost(a: Fraction, b: Fraction): boolean {
  return a.n * b.d <= b.n * a.d;
}

/** Rounded, half away from zero, to so many digits after the point; the result counts units of the last digit. */
export function rounded({ n, d }: Fraction, decimals: number): bigint {
  const scaled = decimals >= 0 ? { n: n * 10n ** BigInt(decimals), d } : { n, d: d * 10n ** BigInt(-decimals) };
  const magnitude = (2n * absolute(scaled.n) + scaled.d) / (2n * scaled.d);
  return scaled.n < 0n ? -magnitude : magnitude;
}

/** The power of ten of the first significant digit: 0 for 1 to 9.99, -2 for 0.05. Undefined for zero. */
export function magnitude({ n, d }: Fraction): number | undefined {
  if (n === 0n) return undefined;
  const above = absolute(n);
  let power = above.toString().length - d.toString().length;
  const atLeast = (p: number) => (p >= 0 ? above >= d * 10n ** BigInt(p) : above * 10n ** BigInt(-p) >= d);
  if (!atLeast(power)) power -= 1;
  return power;
}

/** For a note: at most 15 significant digits. */
export function showFraction({ n, d }: Fraction): string {
  return String(Number((Number((n * 10n ** 20n) / d) / 1e20 || 0).toPrecision(15)));
}

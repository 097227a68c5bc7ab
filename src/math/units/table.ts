/**
 * @file The one table of units: what each word or symbol of a unit means.
 * The reader asks it whether a word is a unit; equality asks it for dimension and size. Factors are exact.
 */
import type { Rational } from "../tree.ts";

/** Exponents over base dimensions; an absent one is zero. Every currency is a dimension of its own: money never converts. */
export type Dimension = Readonly<Record<string, number>>;

export interface Unit {
  /** Singular, in words: "kilometre", "US dollar". One per unit, so it may serve as a key. */
  readonly name: string;
  readonly dimension: Dimension;
  /** How many base units (m, kg, s, A, K, mol, cd, rad, bit, one of the currency) one of this unit is. */
  readonly factor: Rational;
  /** The factor carries pi to this power: a degree is pi/180 radians. Absent: 0. */
  readonly pi?: number;
  /** Added after multiplying, for temperatures on a scale with its own zero: `K = C + 273.15`. Absent: 0. */
  readonly offset?: Rational;
}

/** A row: symbols are matched with their case, words without; plurals in -s and -es are found by rule, others are listed. */
interface Row {
  readonly name: string;
  readonly symbols?: readonly string[];
  readonly words?: readonly string[];
  readonly dimension: Dimension;
  readonly factor: readonly [number | bigint, number | bigint];
  readonly pi?: number;
  readonly offset?: readonly [number, number];
  /** Which metric prefixes the symbols and words take. */
  readonly prefixes?: "all" | "large";
}

const length = { length: 1 };
const area = { length: 2 };
const volume = { length: 3 };
const mass = { mass: 1 };
const time = { time: 1 };
const speed = { length: 1, time: -1 };
const force = { length: 1, mass: 1, time: -2 };
const energy = { length: 2, mass: 1, time: -2 };
const power = { length: 2, mass: 1, time: -3 };
const pressure = { length: -1, mass: 1, time: -2 };
const none: Dimension = {};

const rows: readonly Row[] = [
  // length
  { name: "metre", symbols: ["m"], words: ["米", "meter"], dimension: length, factor: [1, 1], prefixes: "all" },
  { name: "inch", symbols: ["in", "in.", "″"], words: ["英寸", "inches"], dimension: length, factor: [127, 5000] },
  { name: "foot", symbols: ["ft", "ft.", "′"], words: ["英尺", "feet"], dimension: length, factor: [381, 1250] },
  { name: "yard", symbols: ["yd", "yd.", "yds"], dimension: length, factor: [1143, 1250] },
  { name: "mile", symbols: ["mi", "mi."], dimension: length, factor: [201168, 125] },
  { name: "nautical mile", symbols: ["nmi"], dimension: length, factor: [1852, 1] },
  { name: "micron", dimension: length, factor: [1, 1000000] },
  { name: "angstrom", symbols: ["Å"], words: ["ångström"], dimension: length, factor: [1n, 10n ** 10n] },
  {
    name: "light year",
    symbols: ["ly"],
    words: ["light-year", "lightyear"],
    dimension: length,
    factor: [9460730472580800n, 1],
  },
  { name: "astronomical unit", symbols: ["AU"], dimension: length, factor: [149597870700n, 1] },
  { name: "decimetre", words: ["分米"], dimension: length, factor: [1, 10] },
  { name: "centimetre", words: ["厘米"], dimension: length, factor: [1, 100] },
  { name: "millimetre", words: ["毫米"], dimension: length, factor: [1, 1000] },
  { name: "kilometre", words: ["千米", "公里"], dimension: length, factor: [1000, 1] },
  // area
  { name: "square centimetre", words: ["平方厘米"], dimension: area, factor: [1, 10000] },
  { name: "square decimetre", words: ["平方分米"], dimension: area, factor: [1, 100] },
  { name: "square kilometre", words: ["平方千米", "平方公里"], dimension: area, factor: [1000000, 1] },
  { name: "hectare", symbols: ["ha"], words: ["公顷"], dimension: area, factor: [10000, 1] },
  { name: "acre", dimension: area, factor: [316160658, 78125] },
  { name: "square foot", symbols: ["sqft", "sq.ft."], dimension: area, factor: [145161, 1562500] },
  { name: "square metre", symbols: ["sqm"], words: ["平方米"], dimension: area, factor: [1, 1] },
  // volume
  { name: "cubic metre", words: ["立方米"], dimension: volume, factor: [1, 1] },
  { name: "cubic decimetre", words: ["立方分米"], dimension: volume, factor: [1, 1000] },
  { name: "cubic centimetre (Chinese)", words: ["立方厘米"], dimension: volume, factor: [1, 1000000] },
  { name: "millilitre", words: ["毫升"], dimension: volume, factor: [1, 1000000] },
  {
    name: "litre",
    symbols: ["L", "l", "ℓ"],
    words: ["升", "liter"],
    dimension: volume,
    factor: [1, 1000],
    prefixes: "all",
  },
  { name: "cubic centimetre", symbols: ["cc", "ccm"], dimension: volume, factor: [1, 1000000] },
  { name: "gallon", symbols: ["gal", "gal."], dimension: volume, factor: [473176473n, 125000000000n] },
  { name: "quart", symbols: ["qt", "qt."], dimension: volume, factor: [473176473n, 500000000000n] },
  { name: "pint", symbols: ["pt", "pt."], dimension: volume, factor: [473176473n, 1000000000000n] },
  { name: "cup", dimension: volume, factor: [473176473n, 2000000000000n] },
  { name: "fluid ounce", symbols: ["floz"], dimension: volume, factor: [473176473n, 16000000000000n] },
  { name: "tablespoon", symbols: ["tbsp"], dimension: volume, factor: [473176473n, 32000000000000n] },
  { name: "teaspoon", symbols: ["tsp"], dimension: volume, factor: [157725491n, 32000000000000n] },
  // mass
  { name: "kilogram", words: ["千克", "公斤"], dimension: mass, factor: [1, 1] },
  { name: "gram", symbols: ["g", "gm"], words: ["克", "gramme"], dimension: mass, factor: [1, 1000], prefixes: "all" },
  { name: "tonne", symbols: ["t"], words: ["吨", "metric ton"], dimension: mass, factor: [1000, 1] },
  { name: "pound", symbols: ["lb", "lbs", "lb.", "lbs."], dimension: mass, factor: [45359237, 100000000] },
  { name: "ounce", symbols: ["oz", "oz."], dimension: mass, factor: [45359237, 1600000000] },
  { name: "stone", dimension: mass, factor: [317514659, 50000000] },
  { name: "ton", dimension: mass, factor: [45359237, 50000] },
  { name: "dalton", symbols: ["u", "Da"], words: ["amu"], dimension: { atomicmass: 1 }, factor: [1, 1] },
  // time
  {
    name: "second",
    symbols: ["s"],
    words: ["秒", "sec", "secs", "sec."],
    dimension: time,
    factor: [1, 1],
    prefixes: "all",
  },
  { name: "minute", symbols: ["min", "min."], words: ["分钟", "mins"], dimension: time, factor: [60, 1] },
  {
    name: "hour",
    symbols: ["h"],
    words: ["小时", "时", "hr", "hrs", "hr.", "hrs."],
    dimension: time,
    factor: [3600, 1],
  },
  { name: "day", symbols: ["d"], words: ["天", "日"], dimension: time, factor: [86400, 1] },
  { name: "week", symbols: ["wk"], words: ["周"], dimension: time, factor: [604800, 1] },
  { name: "fortnight", dimension: time, factor: [1209600, 1] },
  // Months and years have no exact length in days: they convert among themselves only.
  { name: "month", symbols: ["mo"], words: ["个月"], dimension: { calendar: 1 }, factor: [1, 1] },
  { name: "year", symbols: ["yr", "yrs", "a"], words: ["年"], dimension: { calendar: 1 }, factor: [12, 1] },
  { name: "decade", dimension: { calendar: 1 }, factor: [120, 1] },
  { name: "century", words: ["centuries"], dimension: { calendar: 1 }, factor: [1200, 1] },
  // speed and frequency
  { name: "mile per hour", symbols: ["mph"], dimension: speed, factor: [1397, 3125] },
  { name: "kilometre per hour", symbols: ["kph", "kmh", "kmph"], dimension: speed, factor: [5, 18] },
  { name: "mile per gallon", symbols: ["mpg"], dimension: { length: -2 }, factor: [201168n * 1000000000n, 473176473n] },
  { name: "knot", symbols: ["kn"], dimension: speed, factor: [463, 900] },
  { name: "hertz", symbols: ["Hz"], dimension: { time: -1 }, factor: [1, 1], prefixes: "all" },
  { name: "revolution per minute", symbols: ["rpm"], dimension: { angle: 1, time: -1 }, factor: [1, 30], pi: 1 },
  // mechanics
  { name: "newton", symbols: ["N"], dimension: force, factor: [1, 1], prefixes: "all" },
  { name: "dyne", symbols: ["dyn"], dimension: force, factor: [1, 100000] },
  { name: "joule", symbols: ["J"], dimension: energy, factor: [1, 1], prefixes: "all" },
  { name: "erg", dimension: energy, factor: [1, 10000000] },
  { name: "calorie", symbols: ["cal"], dimension: energy, factor: [523, 125], prefixes: "large" },
  {
    name: "electronvolt",
    symbols: ["eV"],
    words: ["electron volt"],
    dimension: energy,
    factor: [1602176634n, 10n ** 28n],
    prefixes: "all",
  },
  { name: "watt", symbols: ["W"], dimension: power, factor: [1, 1], prefixes: "all" },
  { name: "watt hour", symbols: ["Wh"], words: ["watt-hour"], dimension: energy, factor: [3600, 1], prefixes: "large" },
  { name: "pascal", symbols: ["Pa"], dimension: pressure, factor: [1, 1], prefixes: "all" },
  { name: "bar", dimension: pressure, factor: [100000, 1] },
  { name: "atmosphere", symbols: ["atm"], dimension: pressure, factor: [101325, 1] },
  { name: "torr", symbols: ["Torr"], dimension: pressure, factor: [20265, 152] },
  { name: "millimetre of mercury", symbols: ["mmHg"], dimension: pressure, factor: [26664477483n, 200000000] },
  { name: "pound per square inch", symbols: ["psi"], dimension: pressure, factor: [44482216152605n, 6451600000n] },
  // electricity and magnetism
  { name: "ampere", symbols: ["A"], words: ["amp"], dimension: { current: 1 }, factor: [1, 1], prefixes: "all" },
  { name: "coulomb", symbols: ["C"], dimension: { current: 1, time: 1 }, factor: [1, 1], prefixes: "all" },
  {
    name: "volt",
    symbols: ["V"],
    dimension: { length: 2, mass: 1, time: -3, current: -1 },
    factor: [1, 1],
    prefixes: "all",
  },
  {
    name: "ohm",
    symbols: ["Ω", "Ω"],
    dimension: { length: 2, mass: 1, time: -3, current: -2 },
    factor: [1, 1],
    prefixes: "all",
  },
  {
    name: "siemens",
    symbols: ["S"],
    dimension: { length: -2, mass: -1, time: 3, current: 2 },
    factor: [1, 1],
    prefixes: "all",
  },
  {
    name: "farad",
    symbols: ["F"],
    dimension: { length: -2, mass: -1, time: 4, current: 2 },
    factor: [1, 1],
    prefixes: "all",
  },
  {
    name: "henry",
    symbols: ["H"],
    words: ["henries"],
    dimension: { length: 2, mass: 1, time: -2, current: -2 },
    factor: [1, 1],
    prefixes: "all",
  },
  {
    name: "weber",
    symbols: ["Wb"],
    dimension: { length: 2, mass: 1, time: -2, current: -1 },
    factor: [1, 1],
    prefixes: "all",
  },
  { name: "tesla", symbols: ["T"], dimension: { mass: 1, time: -2, current: -1 }, factor: [1, 1], prefixes: "all" },
  // temperature
  { name: "kelvin", symbols: ["K"], dimension: { temperature: 1 }, factor: [1, 1] },
  {
    name: "degree Celsius",
    symbols: ["°C", "℃", "degC"],
    words: ["celsius", "centigrade", "degree celsius", "degrees celsius"],
    dimension: { temperature: 1 },
    factor: [1, 1],
    offset: [5463, 20],
  },
  {
    name: "degree Fahrenheit",
    symbols: ["°F", "℉", "degF"],
    words: ["fahrenheit", "degree fahrenheit", "degrees fahrenheit"],
    dimension: { temperature: 1 },
    factor: [5, 9],
    offset: [45967, 180],
  },
  // chemistry, light, radiation
  { name: "mole", symbols: ["mol"], dimension: { amount: 1 }, factor: [1, 1], prefixes: "all" },
  { name: "molar", symbols: ["M"], dimension: { amount: 1, length: -3 }, factor: [1000, 1], prefixes: "all" },
  { name: "candela", symbols: ["cd"], dimension: { light: 1 }, factor: [1, 1] },
  { name: "lumen", symbols: ["lm"], dimension: { light: 1 }, factor: [1, 1] },
  { name: "lux", symbols: ["lx"], dimension: { light: 1, length: -2 }, factor: [1, 1] },
  { name: "becquerel", symbols: ["Bq"], dimension: { time: -1 }, factor: [1, 1], prefixes: "large" },
  // angle
  { name: "radian", symbols: ["rad"], words: ["rads"], dimension: { angle: 1 }, factor: [1, 1] },
  { name: "degree", symbols: ["°", "deg"], words: ["度"], dimension: { angle: 1 }, factor: [1, 180], pi: 1 },
  { name: "arcminute", symbols: ["arcmin"], words: ["arc minute"], dimension: { angle: 1 }, factor: [1, 10800], pi: 1 },
  {
    name: "arcsecond",
    symbols: ["arcsec"],
    words: ["arc second"],
    dimension: { angle: 1 },
    factor: [1, 648000],
    pi: 1,
  },
  { name: "gradian", symbols: ["gon"], dimension: { angle: 1 }, factor: [1, 200], pi: 1 },
  { name: "revolution", symbols: ["rev"], dimension: { angle: 1 }, factor: [2, 1], pi: 1 },
  { name: "steradian", symbols: ["sr"], dimension: { angle: 2 }, factor: [1, 1] },
  // information
  { name: "bit", dimension: { information: 1 }, factor: [1, 1], prefixes: "large" },
  { name: "byte", symbols: ["B"], dimension: { information: 1 }, factor: [8, 1], prefixes: "large" },
  { name: "kibibyte", symbols: ["KiB"], dimension: { information: 1 }, factor: [8192, 1] },
  { name: "mebibyte", symbols: ["MiB"], dimension: { information: 1 }, factor: [8388608, 1] },
  { name: "gibibyte", symbols: ["GiB"], dimension: { information: 1 }, factor: [8589934592, 1] },
  // counting
  { name: "dozen", words: ["dozens"], dimension: none, factor: [12, 1] },
  { name: "gross", dimension: none, factor: [144, 1] },
  // A square unit with no name of its own, as in "12 square units": a length of one.
  { name: "unit", dimension: { plain: 1 }, factor: [1, 1] },
  // money
  {
    name: "US dollar",
    symbols: ["$", "US$", "USD"],
    words: ["dollar", "buck", "us dollar", "us dollars"],
    dimension: { USD: 1 },
    factor: [1, 1],
  },
  { name: "US cent", symbols: ["¢"], words: ["cent"], dimension: { USD: 1 }, factor: [1, 100] },
  { name: "euro", symbols: ["€", "EUR"], dimension: { EUR: 1 }, factor: [1, 1] },
  { name: "pound sterling", symbols: ["£", "GBP"], words: ["pounds sterling"], dimension: { GBP: 1 }, factor: [1, 1] },
  { name: "penny sterling", words: ["pence"], dimension: { GBP: 1 }, factor: [1, 100] },
  { name: "yen", symbols: ["¥", "JPY"], dimension: { JPY: 1 }, factor: [1, 1] },
  { name: "jiao", words: ["角"], dimension: { CNY: 1 }, factor: [1, 10] },
  { name: "fen", words: ["分"], dimension: { CNY: 1 }, factor: [1, 100] },
  { name: "yuan", symbols: ["CNY", "RMB", "元"], words: ["renminbi"], dimension: { CNY: 1 }, factor: [1, 1] },
  { name: "rupee", symbols: ["₹", "INR", "Rs", "Rs."], dimension: { INR: 1 }, factor: [1, 1] },
  { name: "ruble", symbols: ["₽", "RUB"], words: ["rouble"], dimension: { RUB: 1 }, factor: [1, 1] },
  { name: "won", symbols: ["₩", "KRW"], dimension: { KRW: 1 }, factor: [1, 1] },
  { name: "peso", symbols: ["MXN"], dimension: { MXN: 1 }, factor: [1, 1] },
  { name: "Swiss franc", symbols: ["CHF"], words: ["franc"], dimension: { CHF: 1 }, factor: [1, 1] },
];

const prefixes: readonly (readonly [symbol: string, word: string, exponent: number])[] = [
  ["T", "tera", 12],
  ["G", "giga", 9],
  ["M", "mega", 6],
  ["k", "kilo", 3],
  ["h", "hecto", 2],
  ["da", "deca", 1],
  ["d", "deci", -1],
  ["c", "centi", -2],
  ["m", "milli", -3],
  ["μ", "micro", -6],
  ["µ", "micro", -6],
  ["u", "micro", -6],
  ["n", "nano", -9],
  ["p", "pico", -12],
  ["f", "femto", -15],
];

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

function reduced(n: bigint, d: bigint): Rational {
  const common = greatestCommonDivisor(n < 0n ? -n : n, d);
  return common === 1n ? { n, d } : { n: n / common, d: d / common };
}

function scaled(unit: Unit, prefix: string, exponent: number): Unit {
  const shift = 10n ** BigInt(Math.abs(exponent));
  const { n, d } = unit.factor;
  return { ...unit, name: prefix + unit.name, factor: exponent > 0 ? reduced(n * shift, d) : reduced(n, d * shift) };
}

const bySymbol = new Map<string, Unit>();
const byWord = new Map<string, Unit>();

/** Full symbols and words win over prefixed ones ("min" is a minute, "ft" a foot), so those are entered first. */
for (const entry of rows) {
  const unit = meaning(entry);
  for (const name of entry.symbols ?? []) bySymbol.set(name, unit);
  for (const word of [entry.name.toLowerCase(), ...(entry.words ?? [])]) byWord.set(word, unit);
}
for (const entry of rows) {
  if (entry.prefixes === undefined) continue;
  for (const [symbol, word, exponent] of prefixes) {
    if (entry.prefixes === "large" && exponent < 3) continue;
    const unit = scaled(meaning(entry), word, exponent);
    for (const name of entry.symbols ?? []) if (!bySymbol.has(symbol + name)) bySymbol.set(symbol + name, unit);
    for (const name of [entry.name, ...(entry.words ?? [])])
      if (!byWord.has(word + name)) byWord.set(word + name, unit);
  }
}
// A capital K is common for kilo, and "kcal", "kB" and "KB" are all in use.
for (const name of ["g", "m", "B", "cal", "W", "Wh", "Hz"]) {
  const unit = bySymbol.get(`k${name}`);
  if (unit !== undefined && !bySymbol.has(`K${name}`)) bySymbol.set(`K${name}`, unit);
}

function meaning(entry: Row): Unit {
  const [n, d] = entry.factor;
  return {
    name: entry.name,
    dimension: entry.dimension,
    factor: reduced(BigInt(n), BigInt(d)),
    ...(entry.pi === undefined ? {} : { pi: entry.pi }),
    ...(entry.offset === undefined ? {} : { offset: reduced(BigInt(entry.offset[0]), BigInt(entry.offset[1])) }),
  };
}

/**
 * The unit that this word or symbol stands for, without any power ("km", "Kilometers", "°C", "dollars"), or undefined.
 * Symbols keep their case (`mW` is not `MW`), words do not. A single letter is found too: whether `5 m` is five metres
 * or five times m is for the reader to say.
 */
export function findUnit(word: string): Unit | undefined {
  const symbol = bySymbol.get(word);
  if (symbol !== undefined) return symbol;
  const lower = word.toLowerCase();
  return byWord.get(lower) ?? byWord.get(lower.replace(/s$/, "")) ?? byWord.get(lower.replace(/es$/, ""));
}

/** Every symbol and word that {@link findUnit} knows as it stands, plurals by rule left out. For readers that build a lexicon. */
export function unitNames(): readonly string[] {
  return [...bySymbol.keys(), ...byWord.keys()];
}

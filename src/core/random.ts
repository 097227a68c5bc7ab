import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { GoodhartError } from "./errors.ts";

/** The four 32-bit words that a generator stands at, and where it came from. Plain JSON. */
export interface RandomSnapshot {
  readonly path: readonly (string | number)[];
  readonly state: readonly [number, number, number, number];
}

/** A stream of random numbers that is the same on every machine for the same seed. Not for secrets. */
export interface Random {
  /** A stream of its own, named by the path from the seed: it does not hang on how many numbers this stream has given. */
  readonly split: (label: string | number) => Random;
  /** A whole number in [0, 2^32). */
  readonly uint32: () => number;
  /** In [0, 1), with 53 random bits. */
  readonly uniform: () => number;
  /** A whole number in [low, high), every one equally likely; `high - low` is at most 2^32. */
  readonly int: (low: number, high: number) => number;
  /** From the normal distribution. Defaults: mean 0, standard deviation 1. */
  readonly normal: (options?: { readonly mean?: number; readonly deviation?: number }) => number;
  /** One of the items. Throws GOODHART_INPUT for an empty list. */
  readonly choice: <Item>(items: readonly Item[]) => Item;
  /** The index of a weight, chosen in proportion to it. Throws GOODHART_INPUT unless weights are finite, at least 0 and not all 0. */
  readonly weighted: (weights: ArrayLike<number>) => number;
  /** The items in random order, in a new array; every order equally likely. */
  readonly shuffle: <Item>(items: readonly Item[]) => Item[];
  readonly snapshot: () => RandomSnapshot;
}

/**
 * A stream from a seed. Numbers come from xoshiro128** (Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators"),
 * which needs 32-bit arithmetic only; its first state is the SHA-256 of the path of labels from the seed.
 * Throws GOODHART_INPUT for a seed that is NaN or infinite.
 */
export function createRandom(seed: string | number): Random {
  if (typeof seed === "number" && !Number.isFinite(seed)) {
    throw new GoodhartError("GOODHART_INPUT", `createRandom: expected a finite seed, got ${seed}`);
  }
  return startAt([seed]);
}

/** The stream as it stood when the snapshot was taken. */
export function restoreRandom({ path, state }: RandomSnapshot): Random {
  return stream(path, Uint32Array.from(state));
}

function startAt(path: readonly (string | number)[]): Random {
  const bytes = sha256(utf8ToBytes(JSON.stringify(path)));
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  return stream(path, Uint32Array.of(view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)));
}

function stream(path: readonly (string | number)[], words: Uint32Array): Random {
  let [a = 0, b = 0, c = 0, d = 1] = words;

  const uint32 = () => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };

  const uniform = () => ((uint32() >>> 5) * 0x400_0000 + (uint32() >>> 6)) / 0x20_0000_0000_0000;

  const int = (low: number, high: number) => {
    const size = high - low;
    if (!(Number.isInteger(low) && Number.isInteger(high) && size >= 1 && size <= 0x1_0000_0000)) {
      throw new GoodhartError("GOODHART_INPUT", `int: expected whole numbers low < high, got ${low} and ${high}`);
    }
    // Draws past the last full multiple of `size` would favour small results, so they are drawn again.
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % size);
    let draw = uint32();
    while (draw >= limit) draw = uint32();
    return low + (draw % size);
  };

  const shuffle = <Item>(items: readonly Item[]) => {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = int(0, last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other] as Item, shuffled[last] as Item];
    }
    return shuffled;
  };

  return {
    split: (label) => startAt([...path, label]),
    uint32,
    uniform,
    int,
    normal: ({ mean = 0, deviation = 1 } = {}) => {
      // Box and Muller. 1 - u lies in (0, 1], so that its logarithm is finite; the second number is let go to keep the state plain.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return mean + deviation * radius * Math.cos(2 * Math.PI * uniform());
    },
    choice: (items) => {
      if (items.length === 0) throw new GoodhartError("GOODHART_INPUT", "choice: expected at least one item, got none");
      return items[int(0, items.length)] as (typeof items)[number];
    },
    weighted: (weights) => {
      const total = totalWeight(weights);
      let left = uniform() * total;
      let last = 0;
      for (let index = 0; index < weights.length; index++) {
        const weight = weights[index] ?? 0;
        if (weight === 0) continue;
        if (left < weight) return index;
        left -= weight;
        last = index;
      }
      // Rounding may leave a crumb after the last weight.
      return last;
    },
    shuffle,
    snapshot: () => ({ path, state: [a >>> 0, b >>> 0, c >>> 0, d >>> 0] }),
  };
}

function totalWeight(weights: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index] ?? 0;
    if (!(weight >= 0))
      throw new GoodhartError("GOODHART_INPUT", `weighted: weight ${index}: expected at least 0, got ${weight}`);
    total += weight;
  }
  if (!(total > 0 && total < Infinity)) {
    throw new GoodhartError("GOODHART_INPUT", `weighted: expected a positive, finite sum of weights, got ${total}`);
  }
  return total;
}

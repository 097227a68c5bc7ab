import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, restoreRandom, type Random } from "./index.ts";

function draw<Item>(count: number, next: () => Item): Item[] {
  return Array.from({ length: count }, next);
}

/** xoshiro128** as its authors publish it, in big integers: a second implementation to compare with. */
function reference(state: readonly number[]): () => number {
  const s = state.map((word) => BigInt(word));
  const low = (value: bigint) => BigInt.asUintN(32, value);
  const turn = (value: bigint, by: bigint) => low(value << by) | (value >> (32n - by));
  return () => {
    const [s0 = 0n, s1 = 0n, s2 = 0n, s3 = 0n] = s;
    const result = low(turn(low(s1 * 5n), 7n) * 9n);
    const third = s2 ^ s0;
    const fourth = s3 ^ s1;
    s[1] = s1 ^ third;
    s[0] = s0 ^ fourth;
    s[2] = third ^ low(s1 << 9n);
    s[3] = turn(fourth, 11n);
    return Number(result);
  };
}

describe("createRandom", () => {
  test("gives the same numbers on every machine", () => {
    const random = createRandom(42);
    expect(draw(4, random.uint32)).toMatchInlineSnapshot(`
      [
        95765467,
        2360233255,
        258437800,
        2641174999,
      ]
    `);
    expect(draw(2, random.uniform)).toMatchInlineSnapshot(`
      [
        0.8906591069305358,
        0.33110542111598384,
      ]
    `);
    expect(draw(2, random.normal)).toMatchInlineSnapshot(`
      [
        0.21379884754937545,
        -1.2056031936993845,
      ]
    `);
    expect(random.shuffle([1, 2, 3, 4, 5, 6])).toMatchInlineSnapshot(`
      [
        1,
        5,
        4,
        2,
        3,
        6,
      ]
    `);
  });

  test("is xoshiro128**", () => {
    const random = createRandom("reference");
    const next = reference(random.snapshot().state);
    expect(draw(1000, random.uint32)).toEqual(draw(1000, next));
  });

  test("tells seeds apart, numbers from words too", () => {
    const firsts = [0, 1, -1, 0.5, "0", "1", ""].map((seed) => createRandom(seed).uint32());
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  test("splits by label alone, not by what was drawn before", () => {
    const random = createRandom(1);
    const early = draw(5, random.split("a").uint32);
    draw(100, random.uniform);
    expect(draw(5, random.split("a").uint32)).toEqual(early);
    expect(draw(5, random.split("b").uint32)).not.toEqual(early);
    expect(draw(5, random.split("a").split("a").uint32)).not.toEqual(early);
    expect(draw(5, createRandom(1).uint32)).not.toEqual(early);
  });

  test("goes on after a restore as if nothing had happened", () => {
    const random = createRandom(3).split("x");
    draw(7, random.normal);
    const snapshot = JSON.parse(JSON.stringify(random.snapshot())) as ReturnType<Random["snapshot"]>;
    const other = restoreRandom(snapshot);
    expect(draw(9, other.uniform)).toEqual(draw(9, random.uniform));
    expect(other.split("y").uint32()).toBe(random.split("y").uint32());
  });

  test("keeps to its bounds", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 2000 }),
        (seed, low, size) => {
          const random = createRandom(seed);
          const drawn = random.int(low, low + size);
          expect(Number.isInteger(drawn) && drawn >= low && drawn < low + size).toBe(true);
          const part = random.uniform();
          expect(part >= 0 && part < 1).toBe(true);
          expect(Number.isFinite(random.normal())).toBe(true);
        },
      ),
      { seed: 11 },
    );
    expect(createRandom(1).int(0, 2 ** 32)).toBeLessThan(2 ** 32);
  });

  test("has the moments of its distributions", () => {
    const random = createRandom("moments");
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const count = 100_000;
    const uniforms = draw(count, random.uniform);
    // Five standard errors on either side.
    expect(Math.abs(mean(uniforms) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
    const normals = draw(count, () => random.normal({ mean: 3, deviation: 2 }));
    expect(Math.abs(mean(normals) - 3)).toBeLessThan(5 * Math.sqrt(4 / count));
    expect(Math.abs(mean(normals.map((value) => (value - 3) ** 2)) - 4)).toBeLessThan(5 * Math.sqrt(32 / count));
    const rolls = draw(count, () => random.int(0, 6));
    for (let face = 0; face < 6; face++) {
      const share = rolls.filter((roll) => roll === face).length / count;
      expect(Math.abs(share - 1 / 6)).toBeLessThan(5 * Math.sqrt(5 / 36 / count));
    }
    const picks = draw(count, () => random.weighted([1, 0, 3]));
    expect(Math.abs(mean(picks.map((pick) => (pick === 2 ? 1 : 0))) - 0.75)).toBeLessThan(
      5 * Math.sqrt(3 / 16 / count),
    );
    expect(picks).not.toContain(1);
  });

  test("shuffles evenly, and leaves its input alone", () => {
    const random = createRandom("shuffle");
    const items = Object.freeze(["a", "b", "c"]);
    const counts = new Map<string, number>();
    for (let round = 0; round < 60_000; round++) {
      const order = random.shuffle(items).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
    for (const count of counts.values())
      expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(60_000 * (5 / 36)));
    expect(random.choice(["only"])).toBe("only");
  });

  test.each<[string, (random: Random) => unknown]>([
    ["int", (random) => random.int(1, 1)],
    ["int", (random) => random.int(0.5, 3)],
    ["int", (random) => random.int(0, 2 ** 33)],
    ["choice", (random) => random.choice([])],
    ["weighted", (random) => random.weighted([])],
    ["weighted", (random) => random.weighted([0, 0])],
    ["weight 1", (random) => random.weighted([1, -1])],
    ["weight 0", (random) => random.weighted([NaN])],
    ["seed", () => createRandom(NaN)],
  ])("refuses what makes no sense: %s", (message, call) => {
    expect(() => call(createRandom(1))).toThrow(message);
  });
});

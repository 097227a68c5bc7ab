import { expect, test } from "vitest";
import { createRandom, type Random } from "../../core/index.ts";
import { check } from "../check.ts";
import type { Tree } from "../tree.ts";
import { notations, randomExpression, rewriteChanging, rewriteKeeping, write } from "./index.ts";

const pairs = 10_000;

/** Outcomes over seeded pairs of an expression and its rewriting, each side in a notation of its own. */
function outcomes(seed: string, rewrite: (tree: Tree, random: Random) => Tree | undefined) {
  const random = createRandom(seed);
  const counts = { equal: 0, different: 0, undecided: 0 };
  const seen: Record<keyof typeof counts, string[]> = { equal: [], different: [], undecided: [] };
  for (let index = 0; index < pairs; index++) {
    const tree = randomExpression(random, { variables: index % 3 === 0 ? [] : ["x", "y"] });
    const rewritten = rewrite(tree, random);
    if (rewritten === undefined) continue;
    const pair = { truth: write(tree, random.choice(notations)), answer: write(rewritten, random.choice(notations)) };
    const { outcome, rule } = check(pair);
    counts[outcome]++;
    if (seen[outcome].length < 20) seen[outcome].push(`${pair.truth}   |   ${pair.answer}   (${rule})`);
  }
  return { counts, seen };
}

test("ten thousand rewrites that keep the value never come out different", () => {
  const { counts, seen } = outcomes("keep", (tree, random) => rewriteKeeping(tree, random));
  expect(seen.different).toEqual([]);
  expect(counts.undecided, seen.undecided.join("\n")).toBeLessThan(pairs * 0.01);
});

test("ten thousand edits that change the value never come out equal", () => {
  const { counts, seen } = outcomes("change", rewriteChanging);
  expect(seen.equal).toEqual([]);
  expect(counts.undecided, seen.undecided.join("\n")).toBeLessThan(pairs * 0.01);
  expect(counts.different).toBeGreaterThan(pairs * 0.9);
});

import { GoodhartError } from "./errors.ts";

/** Of one task: how many answers were sampled, and how many of them are right. */
export interface PassCount {
  readonly samples: number;
  readonly correct: number;
}

/**
 * The chance, between 0 and 1, that at least one of `k` answers is right: the unbiased estimate from `samples` answers of which
 * `correct` are right, `1 - C(n - c, k) / C(n, k)`, formed as a product so that nothing overflows.
 * Throws GOODHART_INPUT unless 0 <= correct <= samples and 1 <= k <= samples: with fewer samples than k there is no unbiased estimate.
 * Chen et al. 2021, "Evaluating Large Language Models Trained on Code", arXiv 2107.03374.
 */
export function passAtK({ samples, correct }: PassCount, { k }: { readonly k: number }): number {
  if (!(Number.isInteger(samples) && Number.isInteger(correct) && 0 <= correct && correct <= samples)) {
    throw new GoodhartError(
      "GOODHART_INPUT",
      `passAtK: expected 0 <= correct <= samples, got ${correct} of ${samples}`,
    );
  }
  if (!(Number.isInteger(k) && 1 <= k && k <= samples)) {
    throw new GoodhartError(
      "GOODHART_INPUT",
      `passAtK: expected 1 <= k <= samples, got k = ${k} with ${samples} samples`,
      {
        hint: "choose a smaller k or sample more answers",
      },
    );
  }
  if (samples - correct < k) return 1;
  let noneRight = 1;
  for (let i = samples - correct + 1; i <= samples; i++) noneRight *= 1 - k / i;
  return 1 - noneRight;
}

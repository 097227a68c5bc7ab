import { check, type Candidate, type Check, type Extraction } from "../../math/index.ts";

/** What several different answers in one final declaration earn. */
export type HedgePolicy = "reject" | "last" | "first" | "any";

/** The comparison that decides, of the answer that counts. */
export interface Decision {
  readonly check: Check;
  readonly answer: Candidate;
  /** True where different answers stand side by side and the policy rejects that. */
  readonly hedged: boolean;
  /** Steps of all comparisons. */
  readonly spent: number;
}

/** So many differently spelt answers are a hedge, whatever they are equal to. */
const maxAlternatives = 16;

type Compare = (truth: string | readonly string[], answer: string) => Check;

/**
 * Settles which of the declared answers counts, and compares it with the truth. Under "reject" all must be proved equal
 * to the last one, or make up the truth together: `\boxed{1}` and `\boxed{3}` are right where the truth is the list 1, 3.
 */
export function decideFinal(
  extraction: Extraction & { status: "found" | "hedged" },
  truth: readonly string[],
  policy: HedgePolicy,
  engine: Omit<Parameters<typeof check>[0], "truth" | "answer">,
): Decision | undefined {
  const candidates: readonly Candidate[] =
    extraction.status === "hedged"
      ? extraction.answers
      : [...extraction.others, { text: extraction.answer, span: extraction.span }];
  let spent = 0;
  const compare: Compare = (accepted, answer) => {
    const found = check({ ...engine, truth: accepted, answer });
    spent += found.spent;
    return found;
  };
  const answer = policy === "first" ? candidates[0] : candidates.at(-1);
  if (answer === undefined) return undefined;
  if (policy === "any") {
    const any = firstEqual(candidates, truth, compare);
    if (any !== undefined) return { ...any, hedged: false, spent };
  }
  const last = compare(truth, answer.text);
  const hedged = policy === "reject" && candidates.length > 1 && isHedged(candidates, answer, compare);
  if (hedged && candidates.length <= maxAlternatives) {
    const text = candidates.map((candidate) => candidate.text).join(", ");
    const joined = compare(truth, text);
    const span = [candidates[0]?.span[0] ?? 0, answer.span[1]] as const;
    if (joined.outcome === "equal") return { check: joined, answer: { text, span }, hedged: false, spent };
  }
  return { check: last, answer, hedged, spent };
}

function firstEqual(
  candidates: readonly Candidate[],
  truth: readonly string[],
  compare: Compare,
): Pick<Decision, "check" | "answer"> | undefined {
  for (const answer of candidates.slice(-maxAlternatives)) {
    const found = compare(truth, answer.text);
    if (found.outcome === "equal") return { check: found, answer };
  }
  return undefined;
}

/** Different spellings are a hedge unless they are proved to mean the same. */
function isHedged(candidates: readonly Candidate[], answer: Candidate, compare: Compare): boolean {
  if (candidates.length > maxAlternatives) return true;
  return candidates.some(({ text }) => text !== answer.text && compare(text, answer.text).outcome !== "equal");
}

/** @file What the engine says of two values: three outcomes, never a guess. */

/** A point or a part that proves two values different. */
export interface Witness {
  /** One line for a person: "at x = 3: 9 against 12", or "element 2: 5 against 6". */
  readonly note: string;
  /** The values of the variables, where the witness is a point. */
  readonly at?: Readonly<Record<string, string>>;
}

/**
 * `equal`: proved, or established with the error bound that `bound` states.
 * `different`: proved, with a witness where there is one.
 * `undecided`: neither within the budget; `rule` says what stopped it ("budget:digits", "unread", "no-rule" ...).
 */
export interface Outcome {
  readonly outcome: "equal" | "different" | "undecided";
  /** The rule that decided: "same-number", "prime-field", "root-bound", "interval", "set-elements" ... */
  readonly rule: string;
  readonly witness?: Witness;
  /** Where the proof is probabilistic or numeric: an upper bound on the chance or size of an error, in words. */
  readonly bound?: string;
}

export function equal(rule: string, extra: Pick<Outcome, "bound"> = {}): Outcome {
  return { outcome: "equal", rule, ...extra };
}

export function different(rule: string, witness?: string | Witness): Outcome {
  if (witness === undefined) return { outcome: "different", rule };
  return { outcome: "different", rule, witness: typeof witness === "string" ? { note: witness } : witness };
}

export function undecided(rule: string): Outcome {
  return { outcome: "undecided", rule };
}

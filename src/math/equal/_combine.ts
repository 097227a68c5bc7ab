/** @file Three-valued "and" and "or" over parts. */
import { different, equal, undecided, type Outcome, type Witness } from "../outcome.ts";

function prefixed(witness: Witness | undefined, place: string): Witness | undefined {
  return witness === undefined
    ? undefined
    : { ...witness, note: place === "" ? witness.note : `${place}: ${witness.note}` };
}

export interface Part {
  /** Where it stands, for the witness: "element 2", "lower end". */
  readonly place: string;
  readonly decide: () => Outcome;
}

/**
 * Equal if every part is, different as soon as one part is (its place goes into the witness), else undecided.
 * Parts after the first difference are not looked at.
 */
export function everyPart(rule: string, parts: Iterable<Part>): Outcome {
  let bound: string | undefined;
  let open: Outcome | undefined;
  for (const part of parts) {
    const outcome = part.decide();
    if (outcome.outcome === "different") {
      const witness = prefixed(outcome.witness, part.place);
      return witness === undefined
        ? different(outcome.rule, `${part.place} differs`)
        : different(rule === "" ? outcome.rule : rule, witness);
    }
    if (outcome.outcome === "undecided") open ??= outcome;
    else bound ??= outcome.bound;
  }
  if (open !== undefined) return open;
  return bound === undefined ? equal(rule) : equal(rule, { bound });
}

/** Equal as soon as one way is, different if every way is (the first one's witness is kept), else undecided. */
export function anyWay(ways: Iterable<() => Outcome>): Outcome {
  let apart: Outcome | undefined;
  let open: Outcome | undefined;
  for (const way of ways) {
    const outcome = way();
    if (outcome.outcome === "equal") return outcome;
    if (outcome.outcome === "undecided") open ??= outcome;
    else apart ??= outcome;
  }
  return open ?? apart ?? undecided("no-rule");
}

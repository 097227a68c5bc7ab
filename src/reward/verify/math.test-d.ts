/** @file What the types of the math reward and its options promise. Checked by tsc; nothing here runs. */
import { describe, expectTypeOf, test } from "vitest";
import type { Reward } from "../../core/index.ts";
import { answerPlaces, type AnswerPlace, type Extraction, type Policy } from "../../math/index.ts";
import { math, type MathOptions } from "./math.ts";

describe("math", () => {
  test("is a reward for a truth of any shape, with or without options", () => {
    expectTypeOf(math()).toEqualTypeOf<Reward>();
    expectTypeOf(math({})).toEqualTypeOf<Reward>();
  });

  test("takes each policy of the engine, and no other", () => {
    expectTypeOf<keyof NonNullable<MathOptions["policy"]>>().toEqualTypeOf<keyof Omit<Policy, "tolerance">>();
    math({ policy: { base: "any", degrees: false, units: "required", percent: "strict" } });
    // @ts-expect-error -- misspelt
    math({ policy: { unit: "required" } });
    // @ts-expect-error -- no such value
    math({ policy: { base: "ten" } });
    // @ts-expect-error -- the tolerance is an option of its own
    math({ policy: { tolerance: { kind: "relative", value: 1e-3 } } });
  });

  test("takes a tolerance in full or in short, one kind at a time", () => {
    math({ tolerance: 1e-3 });
    math({ tolerance: { decimals: 2 } });
    math({ tolerance: { kind: "as-written", value: 1 } });
    // @ts-expect-error -- digits are a number
    math({ tolerance: { decimals: "2" } });
    // @ts-expect-error -- no such kind
    math({ tolerance: { kind: "percent", value: 1 } });
  });

  test("takes every place by its name, and hedges, budgets and sources of truth by theirs", () => {
    math({ extract: { strict: { place: "boxed" }, rules: answerPlaces.slice(0, 3), think: "never" } });
    math({ hedge: "any", truncated: "incorrect", unread: "incorrect", truthFrom: "solution", budget: { steps: 1000 } });
    // @ts-expect-error -- no such place
    math({ extract: { strict: { place: "box" } } });
    // @ts-expect-error -- whether a text is complete is told by the rollout's finish, not by an option
    math({ extract: { complete: true } });
    // @ts-expect-error -- no such policy of hedging
    math({ hedge: "maybe" });
    // @ts-expect-error -- misspelt
    math({ hedges: "any" });
    // @ts-expect-error -- absent is not undefined
    math({ budget: undefined });
  });
});

describe("extraction", () => {
  test("has an answer only where one was found", () => {
    const answerOf = (extraction: Extraction): string | undefined => {
      // @ts-expect-error -- nothing may have been found
      void extraction.answer;
      return extraction.status === "found" ? extraction.answer : undefined;
    };
    expectTypeOf(answerOf).returns.toEqualTypeOf<string | undefined>();
    expectTypeOf<Extract<Extraction, { status: "found" | "hedged" }>["rule"]>().toEqualTypeOf<AnswerPlace>();
  });
});

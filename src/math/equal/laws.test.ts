import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBudget } from "../../core/index.ts";
import { defaultPolicy, type Policy } from "../policy.ts";
import { call, number, symbol, text, type Tree } from "../tree.ts";
import { check as checkTexts } from "../check.ts";
import { print } from "../print.ts";
import { decide } from "./index.ts";

const seed = 20_260_101;

function judge(truth: Tree, answer: Tree, policy: Partial<Policy> = {}, identity = true) {
  return decide(truth, answer, { policy: { ...defaultPolicy, ...policy }, budget: createBudget(), identity });
}

const small = fc.integer({ min: -4, max: 4 }).map((n) => number(n));
const fraction = fc
  .tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 1, max: 4 }))
  .map(([n, d]) => call("divide", number(n), number(d)));
const letter = fc.constantFrom("x", "y", "n").map(symbol);
const value: fc.Arbitrary<Tree> = fc.oneof(
  small,
  fraction,
  letter,
  fc.tuple(small, letter).map(([a, b]) => call("multiply", a, b)),
  fc.nat({ max: 9 }).map((n) => call("root", number(n), number(2n))),
);
const ordered = fc
  .tuple(small, fc.integer({ min: 1, max: 5 }))
  .map(([low, width]) => [low, number(low.value.n + BigInt(width))] as const);
const interval: fc.Arbitrary<Tree> = fc
  .tuple(ordered, fc.boolean(), fc.boolean())
  .map(([[low, high], lowClosed, highClosed]) => ({ kind: "interval", low, high, lowClosed, highClosed }));
const few = fc.array(value, { minLength: 2, maxLength: 4 });
const structure: fc.Arbitrary<Tree> = fc.oneof(
  value,
  few.map((parts) => call("tuple", ...parts)),
  few.map((parts) => call("set", ...parts)),
  few.map((parts) => call("list", ...parts)),
  fc
    .array(
      few.map((parts) => call("tuple", ...parts)),
      { minLength: 2, maxLength: 3 },
    )
    .map((parts) => call("list", ...parts)),
  interval,
  fc.array(interval, { minLength: 2, maxLength: 3 }).map((parts) => call("union", ...parts)),
  fc
    .tuple(small, fc.constantFrom("km", "m", "s", "min", "apple"))
    .map(([amount, unit]): Tree => ({ kind: "quantity", value: amount, unit: [{ unit, power: 1 }] })),
  fc.tuple(value, value, value, value).map(([a, b, c, d]): Tree => ({
    kind: "matrix",
    rows: [
      [a, b],
      [c, d],
    ],
  })),
  fc.tuple(value, value).map(([a, b]): Tree => ({ kind: "relation", ops: ["="], sides: [a, b] })),
  fc
    .tuple(letter, small, fc.constantFrom("<", "<=", ">", ">=", "!="))
    .map(([a, b, op]): Tree => ({ kind: "relation", ops: [op], sides: [a, b] })),
  fc.tuple(small, small, small).map((parts) => call("ratio", ...parts)),
  fc.constantFrom("even", "no solution", "Alice", "yes").map(text),
);

function check(property: fc.IProperty<unknown>, numRuns = 600): void {
  fc.assert(property as fc.IProperty<[unknown]>, { seed, numRuns });
}

describe("laws of equality", () => {
  it("is reflexive, even when identical trees are sent through the rules", () => {
    check(
      fc.property(structure, (tree) => {
        expect(judge(tree, structuredClone(tree)).outcome).toBe("equal");
        expect(judge(tree, structuredClone(tree), {}, false).outcome, print(tree)).not.toBe("different");
      }),
    );
  });

  it("is symmetric under the default policy", () => {
    check(
      fc.property(structure, structure, (a, b) => {
        expect(judge(a, b).outcome, `${print(a)} and ${print(b)}`).toBe(judge(b, a).outcome);
      }),
      2000,
    );
  });

  it("is transitive where it says equal", () => {
    check(
      fc.property(few, few, few, (a, b, c) => {
        const [one, two, three] = [a, b, c].map((parts) => call("set", ...parts)) as [Tree, Tree, Tree];
        if (judge(one, two).outcome === "equal" && judge(two, three).outcome === "equal")
          expect(judge(one, three).outcome).toBe("equal");
      }),
    );
  });

  it("gives a witness with every difference", () => {
    check(
      fc.property(structure, structure, (a, b) => {
        const outcome = judge(a, b);
        if (outcome.outcome === "different")
          expect(outcome.witness?.note, `${print(a)} and ${print(b)}: ${outcome.rule}`).toBeTruthy();
      }),
      2000,
    );
  });

  it("does not mind the order or repetition of the elements of a set", () => {
    check(
      fc.property(few, fc.infiniteStream(fc.nat()), (parts, stream) => {
        const shuffled = [...parts, parts[0] as Tree].toSorted(() => ((stream.next().value ?? 0) % 2) * 2 - 1);
        expect(judge(call("set", ...parts), call("set", ...shuffled)).outcome).toBe("equal");
      }),
    );
  });

  it("does not mind the order of a bare list, unless told so, and always that of a tuple", () => {
    check(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 5 }), (values) => {
        const parts = values.map((n) => number(n));
        const turned = parts.toReversed();
        expect(judge(call("list", ...parts), call("list", ...turned)).outcome).toBe("equal");
        expect(judge(call("list", ...parts), call("list", ...turned), { listOrder: "kept" }).outcome).toBe("different");
        expect(judge(call("tuple", ...parts), call("tuple", ...turned)).outcome).toBe("different");
      }),
    );
  });

  it("never lets one changed number pass, wherever it stands", () => {
    check(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 6 }),
        fc.nat(),
        fc.integer({ min: 101, max: 200 }),
        (values, place, other) => {
          const changed = values.map((n, index) => (index === place % values.length ? other : n));
          for (const head of ["tuple", "set", "list", "array"] as const) {
            const [a, b] = [values, changed].map((list) => call(head, ...list.map((n) => number(n)))) as [Tree, Tree];
            expect(judge(a, b).outcome).toBe("different");
          }
        },
      ),
    );
  });

  it("joins and splits intervals without changing the set", () => {
    check(
      fc.property(
        small,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (low, first, second, left) => {
          const middle = number(low.value.n + BigInt(first));
          const high = number(middle.value.n + BigInt(second));
          const whole: Tree = { kind: "interval", low, high, lowClosed: true, highClosed: false };
          const one: Tree = { kind: "interval", low, high: middle, lowClosed: true, highClosed: left };
          const two: Tree = { kind: "interval", low: middle, high, lowClosed: !left, highClosed: false };
          expect(judge(whole, call("union", two, one)).outcome).toBe("equal");
          const torn: Tree = { ...two, lowClosed: false };
          expect(judge(whole, call("union", torn, { ...one, highClosed: false })).outcome).toBe("different");
        },
      ),
    );
  });

  it("converts a length whatever unit it is given in", () => {
    check(
      fc.property(fc.integer({ min: 1, max: 1000 }), (amount) => {
        const kilometres: Tree = { kind: "quantity", value: number(amount), unit: [{ unit: "km", power: 1 }] };
        const metres: Tree = { kind: "quantity", value: number(amount * 1000), unit: [{ unit: "m", power: 1 }] };
        expect(judge(kilometres, metres).outcome).toBe("equal");
        expect(judge(kilometres, { ...metres, value: number(amount * 1000 + 1) }).outcome).toBe("different");
      }),
    );
  });

  it("does not mind how the elements of a set are written", () => {
    const writings: readonly ((n: number, d: number) => string)[] = [
      (n, d) => `\\frac{${n}}{${d}}`,
      (n, d) => `${n}/${d}`,
      (n, d) => `\\dfrac{${3 * n}}{${3 * d}}`,
      (n, d) => String(n / d),
      (n, d) => `\\left(${n}\\right) \\div ${d}`,
    ];
    const around: readonly ((parts: readonly string[]) => string)[] = [
      (parts) => `\\{${parts.join(", ")}\\}`,
      (parts) => `\\left\\{ ${parts.join(" ,")} \\right\\}`,
      (parts) => parts.join(", "),
      (parts) => `x \\in \\{${parts.join(",\\, ")}\\}`,
      (parts) => parts.map((part) => `x = ${part}`).join(" \\text{ or } "),
    ];
    const element = fc.tuple(fc.integer({ min: -30, max: 30 }), fc.constantFrom(1, 2, 4, 5, 8));
    const style = fc.tuple(fc.nat(), fc.nat());
    check(
      fc.property(
        fc.uniqueArray(element, { minLength: 2, maxLength: 4, selector: ([n, d]) => n / d }),
        style,
        style,
        fc.boolean(),
        (parts, one, other, change) => {
          const write = ([inner, outer]: readonly [number, number], list: typeof parts) =>
            (around[outer % around.length] as (typeof around)[number])(
              list.map(([n, d], index) =>
                (writings[(inner + index) % writings.length] as (typeof writings)[number])(n, d),
              ),
            );
          const changed = change
            ? parts.map(([n, d], index): (typeof parts)[number] => (index === 0 ? [n + 100 * d, d] : [n, d]))
            : parts;
          const [truth, answer] = [write(one, parts), write(other, changed.toReversed())];
          expect(checkTexts({ truth, answer }).outcome, `${truth} and ${answer}`).toBe(change ? "different" : "equal");
        },
      ),
    );
  });
});

import { describe, expect, test } from "vitest";
import { createBudget, defaultBudget, isBudgetExceeded } from "./index.ts";

function thrownBy(run: () => void): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

describe("createBudget", () => {
  test("counts steps and throws once they are spent, not before", () => {
    const budget = createBudget({ steps: 10 });
    budget.spend(4);
    budget.spend(6);
    expect(budget.spent).toBe(10);
    const thrown = thrownBy(() => budget.spend(1));
    expect(isBudgetExceeded(thrown)).toBe(true);
    expect(thrown).toMatchObject({ code: "GOODHART_BUDGET", message: "work budget exceeded: more than 10 steps" });
  });

  test("guards the size of integers without spending steps", () => {
    const budget = createBudget({ digits: 100 });
    expect(thrownBy(() => budget.digits(100))).toBeUndefined();
    expect(thrownBy(() => budget.digits(101))).toMatchObject({ message: "work budget exceeded: more than 100 digits" });
    expect(budget.spent).toBe(0);
  });

  test("fills in defaults", () => {
    expect(createBudget({ steps: 1 }).limits).toEqual({ ...defaultBudget, steps: 1 });
  });

  test("is told apart from other errors", () => {
    expect(isBudgetExceeded(new Error("work budget exceeded"))).toBe(false);
    expect(isBudgetExceeded(undefined)).toBe(false);
  });
});

import { GoodhartError } from "./errors.ts";

/** Limits on work, counted and never timed: the same input is decided the same way on every machine. */
export interface BudgetLimits {
  /** Elementary operations (a node visited, a limb multiplied). */
  readonly steps: number;
  /** Decimal digits of the largest integer that may be formed. */
  readonly digits: number;
  /** Nodes of the largest tree that may be built. */
  readonly nodes: number;
  /** Depth of nesting. */
  readonly depth: number;
}

/** A running count against limits. `spend` throws {@link BudgetExceeded} when a limit is passed. */
export interface Budget {
  readonly limits: BudgetLimits;
  /** Steps spent so far. */
  readonly spent: number;
  spend(steps: number): void;
  /** Throws when an integer of this many decimal digits would be formed. */
  digits(count: number): void;
}

const marker = "GOODHART_BUDGET";

/** Makes the error that a passed limit throws; whoever catches it answers "undecided", never "wrong". */
function budgetExceeded(what: keyof BudgetLimits, limit: number): GoodhartError {
  return new GoodhartError(marker, `work budget exceeded: more than ${limit} ${what}`);
}

export function isBudgetExceeded(thrown: unknown): thrown is GoodhartError {
  return GoodhartError.isInstance(thrown) && thrown.code === marker;
}

export const defaultBudget: BudgetLimits = { steps: 200_000, digits: 20_000, nodes: 20_000, depth: 400 };

export function createBudget(limits: Partial<BudgetLimits> = {}): Budget {
  const all = { ...defaultBudget, ...limits };
  let spent = 0;
  return {
    limits: all,
    get spent() {
      return spent;
    },
    spend(steps) {
      spent += steps;
      if (spent > all.steps) throw budgetExceeded("steps", all.steps);
    },
    digits(count) {
      if (count > all.digits) throw budgetExceeded("digits", all.digits);
    },
  };
}

/** @file One value against one value: exact first, then the liberties that the policy grants. */
import { decideExpression, exactValue, machineFloat, narrowsDomain, withinTolerance } from "../expression/index.ts";
import { different, equal, undecided, type Outcome } from "../outcome.ts";
import { call, number, symbol, type Head, type Tree } from "../tree.ts";
import { anyWay } from "./_combine.ts";
import { against, type Context } from "./_context.ts";
import { hasHead, mapChildren, variables } from "./_walk.ts";
import { decideDots, hasDots } from "./dots.ts";
import { decideAntiderivatives } from "./integration-constant.ts";
import { restates } from "./restatement.ts";

/** Two values without structure: numbers, expressions, angles, percentages. */
export function decideScalars(first: Tree, second: Tree, context: Context): Outcome {
  if (first.kind === "number" && second.kind === "number" && context.policy.tolerance === undefined) {
    if (first.value.n === second.value.n && first.value.d === second.value.d) return equal("same-number");
    const print = context.policy.machineFloats ? machineFloat(first, second, context.budget) : undefined;
    return print ?? different("other-number", against(first, second, context));
  }
  const [truth, answer] = context.reversed ? [second, first] : [first, second];
  if (context.policy.rejectRestatement && restates(truth, answer)) {
    return different(
      "restatement",
      `the answer leaves to be worked out what the truth states: ${against(first, second, context)}`,
    );
  }
  if (hasDots(truth) && hasDots(answer)) return decideDots(first, second, context);
  const outcome = anyWay(readings(truth, answer, context));
  if (outcome.outcome !== "undecided" || outcome.rule.startsWith("budget:")) return outcome;
  return alike(first, second, context) ? equal("same-form") : outcome;
}

const percentOrDegree: ReadonlySet<Head> = new Set<Head>(["percent", "degree"]);

/** Every pair of plain expressions that the two may stand for, the literal one first. */
function* readings(truth: Tree, answer: Tree, context: Context): Iterable<() => Outcome> {
  const { policy } = context;
  if (!hasHead(truth, percentOrDegree) && !hasHead(answer, percentOrDegree)) {
    yield () => decidePlain(truth, answer, context);
    return;
  }
  const literal = [plain(truth), plain(answer)] as const;
  const percents = [marks(truth, "percent"), marks(answer, "percent")] as const;
  if (policy.percent !== "strict" || percents[0] === percents[1]) yield () => decidePlain(...literal, context);
  else yield () => different("percent", against(truth, answer, { ...context, reversed: false }));
  if (policy.percent === "either" && percents[0] !== percents[1]) {
    const bare = [plain(without(truth, "percent")), plain(without(answer, "percent"))] as const;
    // A truth of 0.5 is a share: 0.5% is a hundredth of it. A truth of 50 may be the number of per cents.
    if (percents[0] || !isShare(bare[0], context)) yield () => decidePlain(...bare, context);
  }
  if (policy.degrees && marks(truth, "degree") !== marks(answer, "degree")) {
    yield () => decidePlain(plain(without(truth, "degree")), plain(without(answer, "degree")), context);
  }
}

/** A number from -1 to 1, as probabilities and proportions are. */
function isShare(tree: Tree, { budget }: Context): boolean {
  const value = exactValue(tree, budget);
  return value !== undefined && (value.n < 0n ? -value.n : value.n) <= value.d;
}

/** Tells whether the value itself (not the argument of a function inside it) carries this mark. */
function marks(tree: Tree, head: "percent" | "degree"): boolean {
  if (tree.kind !== "call") return false;
  if (tree.head === head) return true;
  return carries.has(tree.head) && tree.args.some((part) => marks(part, head));
}

/** Heads through which a percent or degree sign reaches the whole value. */
const carries: ReadonlySet<Head> = new Set<Head>(["add", "multiply", "divide", "negate", "abs"]);

function without(tree: Tree, head: "percent" | "degree"): Tree {
  if (tree.kind !== "call") return tree;
  if (tree.head === head && tree.args[0] !== undefined) return without(tree.args[0], head);
  return carries.has(tree.head) ? mapChildren(tree, (part) => without(part, head)) : tree;
}

/** Percent signs become hundredths and degrees radians. */
function plain(tree: Tree): Tree {
  if (tree.kind === "number" || tree.kind === "symbol") return tree;
  const inner = mapChildren(tree, plain);
  if (inner.kind !== "call" || inner.args[0] === undefined) return inner;
  if (inner.head === "percent") return call("divide", inner.args[0], number(100n));
  if (inner.head === "degree") return call("multiply", inner.args[0], number({ n: 1n, d: 180n }), symbol("pi"));
  return inner;
}

function decidePlain(truth: Tree, answer: Tree, context: Context): Outcome {
  const { policy, budget } = context;
  const outcome = decideExpression(truth, answer, { budget });
  const isNarrower = outcome.rule === "common-domain" && narrowsDomain(truth, answer, budget);
  if (outcome.outcome === "equal" && !isNarrower) return outcome;
  if (policy.machineFloats) {
    const print = machineFloat(truth, answer, budget);
    if (print !== undefined) return print;
  }
  if (policy.integrationConstant !== "strict") {
    const family = decideAntiderivatives(truth, answer, context);
    if (family !== undefined) return family;
  }
  if (isNarrower) return undecided("narrower-domain");
  if (policy.tolerance !== undefined && variables(truth).length === 0 && variables(answer).length === 0) {
    const near = withinTolerance(truth, answer, policy.tolerance, budget);
    if (near.outcome !== "undecided") return near;
  }
  if (outcome.outcome === "different" && outcome.witness === undefined)
    return different(outcome.rule, against(truth, answer, { ...context, reversed: false }));
  return outcome;
}

/** What the rules of values do not reach, `P(x > 2)` or an integral: equal if the same head has equal parts. */
function alike(first: Tree, second: Tree, context: Context): boolean {
  if (first.kind !== "call" || second.kind !== "call" || first.head !== second.head) return false;
  if (first.args.length !== second.args.length) return false;
  return first.args.every((part, index) => context.decide(part, second.args[index] as Tree).outcome === "equal");
}

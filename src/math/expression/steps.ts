/** @file Functions that jump or count: floor, sign, mod, max, factorials ... A ball decides them unless it straddles a jump. */
import { ballEnds, disjoint, signOf, subtractBall, topExponent } from "../number/ball.ts";
import { multiplyComplex, real, subtractComplex, type Complex } from "../number/complex.ts";
import { floorRational } from "../number/rational.ts";
import { call, number, type CallTree, type Tree } from "../tree.ts";
import { encloseTree, fail, type EncloseContext } from "./enclose.ts";
import { evaluateExact, exactContext } from "./exact.ts";

export function encloseStep(tree: CallTree, context: EncloseContext): Complex | undefined {
  const exact = exactContext(context.budget, context.values);
  const value = evaluateExact(tree, exact);
  if (value !== undefined) return encloseTree(number(value), context);
  if (exact.singular) return fail(context, "singular");
  const [first, second] = tree.args;
  if (first === undefined) return fail(context, "no-rule");
  switch (tree.head) {
    case "floor":
      return wholeBelow(first, context);
    case "ceil": {
      const below = wholeBelow(call("negate", first), context);
      return below && subtractComplex(real({ m: 0n, r: 0n, e: 0 }), below, context.p);
    }
    case "round": {
      const half = number({ n: 1n, d: 2n });
      const size = wholeBelow(call("add", call("abs", first), half), context);
      const sign = size && encloseStep(call("sign", first), context);
      return sign && multiplyComplex(size, sign, context.p);
    }
    case "sign": {
      const inner = encloseTree(first, context);
      if (inner === undefined || inner.im !== undefined) return inner && fail(context, "no-rule");
      const sign = signOf(inner.re) ?? (context.isZero?.(first) === true ? 0 : undefined);
      return sign === undefined ? undefined : real({ m: BigInt(sign), r: 0n, e: 0 });
    }
    case "mod": {
      const a = encloseTree(first, context);
      const b = second && encloseTree(second, context);
      const turns = second && a && b && wholeBelow(call("divide", first, second), context);
      return a && b && turns && subtractComplex(a, multiplyComplex(turns, b, context.p), context.p);
    }
    case "max":
    case "min":
      return extreme(tree, context);
    default:
      return fail(context, "no-rule");
  }
}

/** floor of a real argument; where the ball straddles an integer, only a proof that the argument is that integer helps. */
function wholeBelow(argument: Tree, context: EncloseContext): Complex | undefined {
  const inner = encloseTree(argument, context);
  if (inner === undefined) return undefined;
  if (inner.im !== undefined) return fail(context, "no-rule");
  if (topExponent(inner.re) > 4 * context.p) return undefined;
  const { low, high } = ballEnds(inner.re);
  const bottom = floorRational(low);
  const top = floorRational(high);
  if (bottom === top) return wholeBall(bottom);
  if (top - bottom > 1n || context.isZero === undefined) return undefined;
  return context.isZero(call("add", argument, number({ n: -top, d: 1n }))) === true ? wholeBall(top) : undefined;
}

function wholeBall(n: bigint): Complex {
  return real({ m: n, r: 0n, e: 0 });
}

function extreme(tree: CallTree, context: EncloseContext): Complex | undefined {
  let best: { readonly tree: Tree; readonly value: Complex } | undefined;
  for (const arg of tree.args) {
    const value = encloseTree(arg, context);
    if (value === undefined) return undefined;
    if (value.im !== undefined) return fail(context, "no-rule");
    if (best === undefined) best = { tree: arg, value };
    else if (disjoint(value.re, best.value.re)) {
      const above = signOf(subtractBall(value.re, best.value.re, context.p));
      if (above === undefined) return undefined;
      if ((above === 1) === (tree.head === "max")) best = { tree: arg, value };
    } else if (context.isZero?.(call("add", arg, call("negate", best.tree))) !== true) return undefined;
  }
  return best?.value;
}

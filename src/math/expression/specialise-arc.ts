/** @file Inverse circular functions of constants: rational multiples of pi, sums of angles of Gaussian primes, or atoms. */
import { ballEnds } from "../number/ball.ts";
import {
  addRational,
  divideRational,
  multiplyRational,
  one,
  rational,
  rootRational,
  roundRational,
  subtractRational,
} from "../number/rational.ts";
import { call, number, symbol, type CallTree, type Rational, type Tree } from "../tree.ts";
import { atom, type AtomState } from "./atom.ts";
import { encloseContext, encloseTree } from "./enclose.ts";
import { evaluateExact, exactContext } from "./exact.ts";
import { primeAngles } from "./gaussian-angle.ts";

/** An inverse circular function whose value is a small multiple of pi, proved by the function itself; else an atom. */
export function replaceArc(tree: CallTree, state: AtomState): Tree | undefined {
  const pi = atom(symbol("pi"), state);
  const ratio = encloseTree(call("divide", tree, symbol("pi")), encloseContext(state.budget, 64));
  const [argument] = tree.args;
  if (pi === undefined || argument === undefined || ratio === undefined || ratio.im !== undefined) return undefined;
  const { low } = ballEnds(ratio.re);
  const angles = arcOfFraction(tree.head, argument, state);
  if (angles !== undefined) {
    const rest = call("add", tree, call("negate", angles));
    const eighth = encloseTree(
      call("divide", call("multiply", number(4), rest), symbol("pi")),
      encloseContext(state.budget, 64),
    );
    const turns = eighth && eighth.im === undefined ? nearest(ballEnds(eighth.re).low, 1n) : undefined;
    const sum = replaceAngles(angles, state);
    if (sum !== undefined && turns !== undefined)
      return call("add", sum, call("multiply", number({ n: turns, d: 4n }), pi));
  }
  for (const order of [12n, 10n, 16n, 7n, 9n, 11n, 13n, 17n]) {
    const whole = nearest(low, order);
    const off = addRational({ n: low.n * order, d: low.d }, { n: -whole, d: 1n });
    if (off.n * off.n * (1n << 80n) > off.d * off.d) continue;
    const angle = rational(whole, order);
    if (provesAngle(tree.head, argument, angle, state)) return call("multiply", number(angle), pi);
  }
  return atom(tree, state);
}

/** The integer nearest to value * order. */
function nearest(value: Rational, order: bigint): bigint {
  return roundRational(multiplyRational(value, { n: order, d: 1n }));
}

/** The angles of Gaussian primes that an inverse function of a fraction is made of, up to a multiple of pi/4. */
function arcOfFraction(head: string, argument: Tree, { budget }: AtomState): Tree | undefined {
  const value = evaluateExact(argument, exactContext(budget));
  const tangent = value && tangentOf(head, value);
  const angles = tangent && primeAngles(tangent, budget);
  if (angles === undefined) return undefined;
  const sign = head === "arccos" || head === "arccot" ? -1 : 1;
  const terms = angles.map(({ over, under, times }) =>
    call("multiply", number(sign * times), call("arctan", number({ n: over, d: under }))),
  );
  return call("add", number(0), ...terms);
}

/** tan of the arctangent or arcsine; undefined where it is not rational. */
function tangentOf(head: string, value: Rational): Rational | undefined {
  if (head === "arctan" || head === "arccot") return value;
  const rest = rootRational(subtractRational(one, multiplyRational(value, value)), 2);
  return rest && divideRational(value, rest);
}

function replaceAngles(sum: Tree, state: AtomState): Tree | undefined {
  const terms = (sum.kind === "call" ? sum.args : []).map((term) => {
    const angle = term.kind === "call" ? term.args[1] : undefined;
    const replaced = angle && atom(angle, state);
    return term.kind === "call" && replaced && term.args[0] ? call("multiply", term.args[0], replaced) : number(0);
  });
  return call("add", number(0), ...terms);
}

function provesAngle(head: string, argument: Tree, angle: Rational, state: AtomState): boolean {
  const turn = call("multiply", number(angle), symbol("pi"));
  const function_ = head === "arcsin" ? "sin" : head === "arccos" ? "cos" : head === "arctan" ? "tan" : "cot";
  return state.isZero(call("add", call(function_, turn), call("negate", argument))) === true;
}

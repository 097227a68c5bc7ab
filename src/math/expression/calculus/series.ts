/**
 * @file Laurent series in a small positive t, with polynomials over constants as coefficients. ln t is an atom of its own,
 * since it grows more slowly than every power of t; e^(-1/t) and its like vanish faster than every power and count as zero.
 */
import { one } from "../../number/rational.ts";
import { call, number, symbol, type CallTree, type Head, type Tree } from "../../tree.ts";
import { evaluateExact, exactContext } from "../exact.ts";
import {
  addPolynomials,
  constantPolynomial,
  multiplyPolynomials,
  scalePolynomial,
  type Polynomial,
} from "../polynomial.ts";
import {
  constantSeries,
  coefficientOf,
  shifted,
  scaled,
  at,
  add,
  multiply,
  leading,
  signOfLead,
  relativeRest,
  compose,
  split,
  factorials,
  smallName,
  logName,
  zeroPolynomial,
  type Series,
  type SeriesContext,
} from "./laurent.ts";
import { differentiate } from "./derivative.ts";
import { exp, ln, power, quotient } from "./build.ts";
import { dependsOn } from "./substitute.ts";

/** The series of an expression in `t#`; undefined where it has none of this shape, or no rule here. */
export function seriesOf(tree: Tree, context: SeriesContext): Series | undefined {
  context.budget.spend(20);
  if (!dependsOn(tree, smallName)) {
    return constantSeries(coefficientOf(tree, context));
  }
  if (tree.kind === "symbol") return shifted(constantSeries(constantPolynomial(one)), 1);
  if (tree.kind !== "call") return undefined;
  const [first, second] = tree.args;
  if (first === undefined) return undefined;
  switch (tree.head) {
    case "add":
    case "multiply": {
      let result: Series | undefined;
      for (const arg of tree.args) {
        const own = seriesOf(arg, context);
        if (own === undefined) return undefined;
        result =
          result === undefined ? own : tree.head === "add" ? add(result, own, context) : multiply(result, own, context);
        if (result === undefined) return undefined;
      }
      return result;
    }
    case "negate": {
      const inner = seriesOf(first, context);
      return inner && scaled(inner, { n: -1n, d: 1n });
    }
    case "percent": {
      const inner = seriesOf(first, context);
      return inner && scaled(inner, { n: 1n, d: 100n });
    }
    case "divide": {
      const under = second && seriesOf(second, context);
      const over = under && seriesOf(first, context);
      const inverse = over && raise(under, number(-1), context);
      return inverse && multiply(over, inverse, context);
    }
    case "root":
      return second && powerSeries(first, quotient(number(1), second), context);
    case "power":
      return second && powerSeries(first, second, context);
    case "log": {
      if (second === undefined || dependsOn(second, smallName)) return undefined;
      const inner = seriesOf(first, context);
      const log = inner && logarithm(inner, context);
      if (log === undefined || (second.kind === "symbol" && second.name === "e")) return log;
      return multiply(log, constantSeries(coefficientOf(quotient(number(1), ln(second)), context)), context);
    }
    case "abs": {
      const inner = seriesOf(first, context);
      const lead = inner && leading(inner, context);
      const sign = lead && signOfLead(lead.coefficient, context);
      return inner && sign ? (sign === 1 ? inner : scaled(inner, { n: -1n, d: 1n })) : undefined;
    }
    case "sin":
    case "cos":
    case "tan":
    case "cot":
    case "sec":
    case "csc":
      return circular(tree.head, first, context);
    case "sinh":
    case "cosh":
    case "tanh":
    case "coth":
      return hyperbolic(tree.head, first, context);
    case "arcsin":
    case "arccos":
    case "arctan":
    case "arccot":
    case "arcsinh":
    case "arctanh":
      return inverseFunction(tree, first, context);
    default:
      return undefined;
  }
}

function powerSeries(base: Tree, exponent: Tree, context: SeriesContext): Series | undefined {
  if (!dependsOn(exponent, smallName)) {
    const inner = seriesOf(base, context);
    return inner && raise(inner, exponent, context);
  }
  if (base.kind === "symbol" && base.name === "e") {
    const inner = seriesOf(exponent, context);
    return inner && exponential(inner, context);
  }
  const inner = seriesOf(base, context);
  const log = inner && logarithm(inner, context);
  const other = log && seriesOf(exponent, context);
  const whole = other && multiply(log, other, context);
  return whole && exponential(whole, context);
}

/** (c t^k (1 + u))^a by the binomial series. */
function raise(series: Series, exponent: Tree, context: SeriesContext): Series | undefined {
  const exact = evaluateExact(exponent, exactContext(context.budget));
  if (exact !== undefined && exact.d === 1n && exact.n >= 0n && exact.n <= 12n) {
    let result: Series | undefined = constantSeries(constantPolynomial(one));
    for (let times = 0n; times < exact.n && result !== undefined; times++) result = multiply(result, series, context);
    return result;
  }
  const lead = leading(series, context);
  if (lead === undefined || dependsOn(lead.coefficient, logName)) return undefined;
  if (exact === undefined && lead.exponent !== 0) return undefined;
  const start = exact === undefined ? 0 : (lead.exponent * Number(exact.n)) / Number(exact.d);
  if (!Number.isInteger(start)) return undefined;
  const whole = exact !== undefined && exact.d === 1n;
  if (!whole && signOfLead(lead.coefficient, context) !== 1) return undefined;
  const u = relativeRest(lead, context);
  if (u === undefined) return undefined;
  const outer = coefficientOf(power(lead.coefficient, exponent), context);
  const binomials = [constantPolynomial(one)];
  for (let k = 1; k < u.coefficients.length; k++) {
    const next = coefficientOf(call("divide", call("add", exponent, number(1 - k)), number(k)), context);
    const before = binomials[k - 1];
    const product = before && multiplyPolynomials(before, next, context.budget);
    if (product === undefined) return undefined;
    binomials.push(product);
  }
  const composed = compose(binomials, u, context);
  const result = composed && multiply(composed, constantSeries(outer), context);
  return result && shifted(result, start);
}

function exponential(series: Series, context: SeriesContext): Series | undefined {
  const parts = split(series, context);
  if (parts === undefined) {
    // e^(-c t^-k ...) with c > 0 is smaller than every power of t.
    const lead = leading(series, context);
    if (lead === undefined || lead.exponent >= 0 || dependsOn(lead.coefficient, logName)) return undefined;
    return signOfLead(lead.coefficient, context) === -1 ? constantSeries(zeroPolynomial) : undefined;
  }
  const { constant, u } = parts;
  const grown = logFactor(constant);
  if (grown === undefined) return undefined;
  const outer = coefficientOf(exp(grown.rest), context);
  const composed = compose(
    factorials(u.coefficients.length, () => 1),
    u,
    context,
  );
  const result = composed && multiply(composed, constantSeries(outer), context);
  return result && shifted(result, grown.power);
}

/** e^(c + k ln t) = t^k e^c for a whole k. */
function logFactor(constant: Tree): { readonly power: number; readonly rest: Tree } | undefined {
  if (!dependsOn(constant, logName)) return { power: 0, rest: constant };
  const terms = constant.kind === "call" && constant.head === "add" ? constant.args : [constant];
  let whole = 0;
  const rest: Tree[] = [];
  for (const term of terms) {
    if (!dependsOn(term, logName)) {
      rest.push(term);
      continue;
    }
    const times = multipleOfLog(term);
    if (times === undefined) return undefined;
    whole += times;
  }
  return {
    power: whole,
    rest: rest.length === 1 && rest[0] ? rest[0] : rest.length === 0 ? number(0) : call("add", ...rest),
  };
}

function multipleOfLog(term: Tree): number | undefined {
  if (term.kind === "symbol") return 1;
  if (term.kind !== "call") return undefined;
  const [first, second] = term.args;
  if (term.head === "negate") {
    const inner = first && multipleOfLog(first);
    return inner === undefined ? undefined : -inner;
  }
  const plain =
    term.head === "multiply" && term.args.length === 2 && second?.kind === "symbol" && first?.kind === "number";
  return plain && first.value.d === 1n ? Number(first.value.n) : undefined;
}

/** ln(c t^k (1 + u)) = ln c + k ln t + ln(1 + u) for a positive c. */
function logarithm(series: Series, context: SeriesContext): Series | undefined {
  const lead = leading(series, context);
  if (lead === undefined || dependsOn(lead.coefficient, logName)) return undefined;
  if (signOfLead(lead.coefficient, context) !== 1) return undefined;
  const u = relativeRest(lead, context);
  if (u === undefined) return undefined;
  const outer = u.coefficients.map((_, k) =>
    k === 0 ? zeroPolynomial : constantPolynomial({ n: k % 2 === 1 ? 1n : -1n, d: BigInt(k) }),
  );
  const composed = compose(outer, u, context);
  const constant = coefficientOf(ln(lead.coefficient), context);
  const logT = coefficientOf(symbol(logName), context);
  if (composed === undefined) return undefined;
  const all = addPolynomials(constant, scalePolynomial(logT, { n: BigInt(lead.exponent), d: 1n }));
  return add(composed, constantSeries(all), context);
}

type Circular = "sin" | "cos" | "tan" | "cot" | "sec" | "csc";

function circular(head: Circular, argument: Tree, context: SeriesContext): Series | undefined {
  const inner = seriesOf(argument, context);
  const parts = inner && split(inner, context);
  if (parts === undefined || dependsOn(parts.constant, logName)) return undefined;
  const terms = parts.u.coefficients.length;
  const sine = compose(
    factorials(terms, (k) => [0, 1, 0, -1][k % 4] ?? 0),
    parts.u,
    context,
  );
  const cosine = compose(
    factorials(terms, (k) => [1, 0, -1, 0][k % 4] ?? 0),
    parts.u,
    context,
  );
  if (sine === undefined || cosine === undefined) return undefined;
  const turned = (name: "sin" | "cos"): Polynomial => coefficientOf(call(name, parts.constant), context);
  const combine = (a: Polynomial, b: Polynomial, sign: bigint): Series | undefined => {
    const left = multiply(sine, constantSeries(a), context);
    const right = left && multiply(cosine, constantSeries(b), context);
    return left && right && add(scaled(left, { n: sign, d: 1n }), right, context);
  };
  const sin = combine(turned("cos"), turned("sin"), 1n);
  const cos = combine(turned("sin"), turned("cos"), -1n);
  if (sin === undefined || cos === undefined || head === "sin") return sin;
  if (head === "cos") return cos;
  const under = raise(head === "tan" || head === "sec" ? cos : sin, number(-1), context);
  if (under === undefined || head === "sec" || head === "csc") return under;
  return multiply(head === "tan" ? sin : cos, under, context);
}

function hyperbolic(head: Head, argument: Tree, context: SeriesContext): Series | undefined {
  const forward = exp(argument);
  const back = exp(call("negate", argument));
  const sine = call("add", forward, call("negate", back));
  const cosine = call("add", forward, back);
  const half = number({ n: 1n, d: 2n });
  const tree =
    head === "sinh"
      ? call("multiply", half, sine)
      : head === "cosh"
        ? call("multiply", half, cosine)
        : head === "tanh"
          ? call("divide", sine, cosine)
          : call("divide", cosine, sine);
  return seriesOf(tree, context);
}

/** f(g) as f(g(0)) plus the integral of f'(g) g', both known; arctan of a pole by its complement. */
function inverseFunction(tree: CallTree, argument: Tree, context: SeriesContext): Series | undefined {
  const inner = seriesOf(argument, context);
  const parts = inner && split(inner, context);
  if (inner === undefined) return undefined;
  if (parts === undefined) {
    const lead = tree.head === "arctan" ? leading(inner, context) : undefined;
    const sign = lead && signOfLead(lead.coefficient, context);
    if (!sign) return undefined;
    // arctan x = ±pi/2 - arctan(1/x)
    const quarter = call("multiply", number({ n: BigInt(sign), d: 2n }), symbol("pi"));
    return seriesOf(call("add", quarter, call("negate", call("arctan", call("divide", number(1), argument)))), context);
  }
  const slopeTree = differentiate(tree, smallName, context.budget);
  const slope = slopeTree && seriesOf(slopeTree, context);
  const value = coefficientOf({ ...tree, args: [parts.constant] }, context);
  if (slope === undefined || slope.start < 0) return undefined;
  const end = slope.start + slope.coefficients.length;
  return {
    start: 0,
    coefficients: Array.from({ length: end + 1 }, (_, k) =>
      k === 0 ? value : scalePolynomial(at(slope, k - 1), { n: 1n, d: BigInt(k) }),
    ),
  };
}

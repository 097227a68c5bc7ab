/** @file Derivatives by the rules of differentiation. */
import type { Budget } from "../../../core/index.ts";
import { call, number, symbol, type CallTree, type Tree } from "../../tree.ts";
import { fraction, ln, minus, power, product, quotient, squareRoot, sum } from "./build.ts";
import { dependsOn, substitute } from "./substitute.ts";

/** d tree / d name; undefined for what has no derivative or no rule here. Other names are constants. */
export function differentiate(tree: Tree, name: string, budget: Budget): Tree | undefined {
  // Every level looks through what lies below it, and each rule copies what it differentiates.
  budget.spend(60);
  if (!dependsOn(tree, name)) return number(0);
  if (tree.kind === "symbol") return number(1);
  if (tree.kind !== "call") return undefined;
  const { head, args } = tree;
  const [first, second] = args;
  if (first === undefined) return undefined;
  switch (head) {
    case "add": {
      const terms = args.map((arg) => differentiate(arg, name, budget));
      return terms.every((term) => term !== undefined) ? sum(...terms) : undefined;
    }
    case "multiply": {
      const terms = args.map((arg, index) => {
        const inner = differentiate(arg, name, budget);
        return inner && product(inner, ...args.filter((_, other) => other !== index));
      });
      return terms.every((term) => term !== undefined) ? sum(...terms) : undefined;
    }
    case "divide": {
      if (second === undefined) return undefined;
      const over = differentiate(first, name, budget);
      const under = over && differentiate(second, name, budget);
      if (over === undefined || under === undefined) return undefined;
      if (!dependsOn(second, name)) return quotient(over, second);
      return quotient(sum(product(over, second), minus(product(first, under))), power(second, number(2)));
    }
    case "power":
      return second && ofPower(first, second, name, budget);
    case "root":
      return second === undefined || dependsOn(second, name)
        ? undefined
        : chain(product(quotient(number(1), product(second, first)), tree), first, name, budget);
    case "log": {
      if (second === undefined || dependsOn(second, name)) {
        return second && differentiate(quotient(ln(first), ln(second)), name, budget);
      }
      return chain(quotient(number(1), product(first, lnOf(second))), first, name, budget);
    }
    case "integral":
      return ofIntegral(tree, name, budget);
    case "sum": {
      const [body, variable, ...bounds] = args;
      if (body === undefined || variable === undefined || bounds.some((bound) => dependsOn(bound, name)))
        return undefined;
      if (bounds.some((bound) => dependsOn(bound, "infinity"))) return undefined;
      const inner = differentiate(body, name, budget);
      return inner && call("sum", inner, variable, ...bounds);
    }
    case "apply": {
      const [called, argument, ...more] = args;
      if (called?.kind !== "symbol" || argument === undefined || more.length > 0) return undefined;
      return chain(call("apply", symbol(`${called.name}'`), argument), argument, name, budget);
    }
    default: {
      const outer = args.length === 1 ? ofFunction(tree, first) : undefined;
      return outer && chain(outer, first, name, budget);
    }
  }
}

function chain(outer: Tree, inner: Tree, name: string, budget: Budget): Tree | undefined {
  const slope = differentiate(inner, name, budget);
  return slope && product(outer, slope);
}

function lnOf(base: Tree): Tree {
  return base.kind === "symbol" && base.name === "e" ? number(1) : ln(base);
}

function ofPower(base: Tree, exponent: Tree, name: string, budget: Budget): Tree | undefined {
  if (!dependsOn(exponent, name)) {
    const lower = power(base, sum(exponent, number(-1)));
    return chain(product(exponent, lower), base, name, budget);
  }
  const whole = call("power", base, exponent);
  if (!dependsOn(base, name)) return chain(product(whole, lnOf(base)), exponent, name, budget);
  const slope = differentiate(product(exponent, ln(base)), name, budget);
  return slope && product(whole, slope);
}

/** The fundamental theorem, with bounds that vary (Leibniz's rule). */
function ofIntegral({ args }: CallTree, name: string, budget: Budget): Tree | undefined {
  const [body, variable, low, high] = args;
  if (body === undefined || variable?.kind !== "symbol") return undefined;
  if (low === undefined || high === undefined) return variable.name === name ? body : undefined;
  if (variable.name !== name && dependsOn(body, name)) return undefined;
  const top = chain(substitute(body, variable.name, high), high, name, budget);
  const bottom = top && chain(substitute(body, variable.name, low), low, name, budget);
  return top && bottom && sum(top, minus(bottom));
}

/** The derivative of a function of one argument u by that argument. */
function ofFunction({ head }: CallTree, u: Tree): Tree | undefined {
  const squared = power(u, number(2));
  const of = (name: CallTree["head"]): Tree => call(name, u);
  const one = number(1);
  switch (head) {
    case "negate":
      return number(-1);
    case "percent":
      return fraction(1, 100);
    case "degree":
      return quotient(symbol("pi"), number(180));
    case "abs":
      return call("sign", u);
    case "sin":
      return of("cos");
    case "cos":
      return minus(of("sin"));
    case "tan":
      return power(of("cos"), number(-2));
    case "cot":
      return minus(power(of("sin"), number(-2)));
    case "sec":
      return product(of("sec"), of("tan"));
    case "csc":
      return minus(product(of("csc"), of("cot")));
    case "arcsin":
      return quotient(one, squareRoot(sum(one, minus(squared))));
    case "arccos":
      return minus(quotient(one, squareRoot(sum(one, minus(squared)))));
    case "arctan":
      return quotient(one, sum(one, squared));
    case "arccot":
      return minus(quotient(one, sum(one, squared)));
    case "arcsec":
      return quotient(one, product(of("abs"), squareRoot(sum(squared, number(-1)))));
    case "arccsc":
      return minus(quotient(one, product(of("abs"), squareRoot(sum(squared, number(-1))))));
    case "sinh":
      return of("cosh");
    case "cosh":
      return of("sinh");
    case "tanh":
      return power(of("cosh"), number(-2));
    case "coth":
      return minus(power(of("sinh"), number(-2)));
    case "sech":
      return minus(product(of("sech"), of("tanh")));
    case "csch":
      return minus(product(of("csch"), of("coth")));
    case "arcsinh":
      return quotient(one, squareRoot(sum(squared, one)));
    case "arccosh":
      return quotient(one, product(squareRoot(sum(u, number(-1))), squareRoot(sum(u, one))));
    case "arctanh":
    case "arccoth":
      return quotient(one, sum(one, minus(squared)));
    default:
      return undefined;
  }
}

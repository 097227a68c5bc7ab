/** @file Antiderivatives: equal up to the constant that integration adds. */
import { decideExpression } from "../expression/index.ts";
import { different, equal, type Outcome } from "../outcome.ts";
import { call, number, type Tree } from "../tree.ts";
import type { Context } from "./_context.ts";
import { substitute, variables } from "./_walk.ts";

const constantName = /^(?:[CcKk](?:_(?:\d|\{\d+\}))?|const|constant)$/;

interface Family {
  readonly member: Tree;
  readonly constant: string;
}

/** Splits `F(x) + C`: one additive term is a lone constant name that occurs nowhere else, and something else varies. */
function family(tree: Tree): Family | undefined {
  if (tree.kind !== "call" || tree.head !== "add") return undefined;
  const place = tree.args.findLastIndex((term) => term.kind === "symbol" && constantName.test(term.name));
  const constant = tree.args[place];
  if (constant?.kind !== "symbol") return undefined;
  const rest = tree.args.filter((_, index) => index !== place);
  const member = rest.length === 1 && rest[0] !== undefined ? rest[0] : call("add", ...rest);
  const free = variables(member);
  return free.length === 0 || free.includes(constant.name) ? undefined : { member, constant: constant.name };
}

/**
 * Undefined where neither side is written as a family `F(x) + C`, so that the ordinary rules apply.
 * The name of the constant is free; a capital C or K also takes up a numeric shift, as in `ln(2x) + C` for `ln x + C`.
 */
export function decideAntiderivatives(truth: Tree, answer: Tree, context: Context): Outcome | undefined {
  const { policy, budget } = context;
  const [one, other] = [family(truth), family(answer)];
  if (one === undefined && other === undefined) return undefined;
  if (one === undefined || other === undefined) {
    if (policy.integrationConstant !== "optional") return undefined;
    const outcome = decideExpression(one?.member ?? truth, other?.member ?? answer, { budget });
    return outcome.outcome === "equal" ? equal("integration-constant") : outcome;
  }
  const outcome = decideExpression(one.member, other.member, { budget });
  if (outcome.outcome === "equal") return equal("integration-constant");
  if (absorbsShift(one) && absorbsShift(other) && sameVariable(one.member, other.member)) {
    const shift = call("add", one.member, call("negate", other.member));
    const point = new Map(variables(shift).map((name) => [name, number(2n)] as const));
    if (decideExpression(shift, substitute(shift, point), { budget }).outcome === "equal")
      return equal("integration-constant");
  }
  return outcome.outcome === "different" && outcome.witness === undefined
    ? different("integration-constant", "the antiderivatives differ by more than a constant")
    : outcome;
}

/** Only a capital letter beside exactly one variable reads as "any constant"; in `a + c` it may be a given number. */
function absorbsShift({ member, constant }: Family): boolean {
  return /^[CK]/.test(constant) && variables(member).length === 1;
}

function sameVariable(first: Tree, second: Tree): boolean {
  return variables(first)[0] === variables(second)[0];
}

/** @file Relations and set operators: chains of `<`, unions, and when brackets beside them are intervals or sets. */

import { call, type Head, isCall, type RelationOp, type Tree } from "../tree.ts";
import { isClose, isOperator, peek, Power, type Reader } from "./_reader.ts";
import { intervalOf } from "./intervals.ts";

export const relations: Readonly<Record<string, RelationOp>> = {
  "=": "=",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  approx: "approx",
  in: "in",
  notin: "notin",
  subset: "subset",
  congruent: "congruent",
  proportional: "proportional",
  maps: "maps",
};

export function related(reader: Reader, left: Tree): Tree {
  const ops: RelationOp[] = [];
  const sides: Tree[] = [left];
  for (;;) {
    const token = peek(reader);
    if (token.kind !== "operator") break;
    const flipped = token.text === "contains" ? "in" : token.text === "superset" ? "subset" : undefined;
    if (flipped !== undefined && ops.length === 0) {
      const whole = asSet(reader, left);
      reader.at++;
      const part = reader.expression(Power.relation + 1);
      return { kind: "relation", ops: [flipped], sides: [flipped === "subset" ? asSet(reader, part) : part, whole] };
    }
    const op = relations[token.text];
    if (op === undefined) break;
    const sets = op === "in" || op === "notin" || op === "subset";
    if (op === "subset") sides[sides.length - 1] = asSet(reader, sides[sides.length - 1] ?? left);
    reader.at++;
    const side = reader.expression(Power.relation + 1);
    ops.push(op);
    sides.push(sets && !isCall(left, "tuple") ? asSet(reader, side) : side);
  }
  return { kind: "relation", ops, sides };
}

const numberSets = new Set(["reals", "integers", "naturals", "rationals", "complexes"]);

export function isSet(tree: Tree): boolean {
  if (tree.kind === "symbol") return numberSets.has(tree.name);
  if (tree.kind === "interval") return true;
  return (
    tree.kind === "call" &&
    (tree.head === "set" || tree.head === "union" || tree.head === "intersection" || tree.head === "difference")
  );
}

/** An operand of a set operator that has just been read: `(0, 1)` is an interval, and a group `{2}` a set. */
function asSet(reader: Reader, operand: Tree): Tree {
  if (isSet(operand)) return operand;
  const last = reader.tokens[reader.at - 1];
  return last !== undefined && isClose(last, "}") && isGroup(reader) ? call("set", operand) : intervalOf(operand);
}

/** Does the operand that ends here consist of one brace group, after a set operator or nothing? */
function isGroup(reader: Reader): boolean {
  let depth = 0;
  for (let at = reader.at - 1; at >= 0; at--) {
    const token = reader.tokens[at];
    if (token?.kind === "close") depth++;
    else if (token?.kind === "open" && --depth === 0) {
      const before = reader.tokens[at - 1];
      return (
        before === undefined ||
        before.kind === "open" ||
        before.kind === "separator" ||
        (before.kind === "operator" && setOperators.has(before.text))
      );
    }
  }
  return false;
}

const setOperators = new Set(["union", "intersection", "difference", "subset", "superset", "in", "notin"]);

/** One call for a run of the same operator. */
export function gathered(reader: Reader, head: Head, left: Tree, text: string, power: number): Tree {
  const sets = head === "union" || head === "intersection" || head === "difference";
  const next = (): Tree => {
    const part = reader.expression(power + 1);
    return sets ? asSet(reader, part) : part;
  };
  reader.at--;
  const parts = [sets ? asSet(reader, left) : left];
  reader.at++;
  parts.push(next());
  for (;;) {
    if (!isOperator(peek(reader), text) || (text === ":" && reader.element)) break;
    reader.at++;
    parts.push(next());
  }
  return call(head, ...parts);
}

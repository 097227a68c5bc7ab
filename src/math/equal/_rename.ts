import { symbol, type Tree } from "../tree.ts";
import { substitute, variables } from "./_walk.ts";

/** The second tree with its free variables named as in the first, by order of appearance; undefined where the counts differ. */
export function renamedLike(first: Tree, second: Tree): Tree | undefined {
  const [mine, theirs] = [variables(first), variables(second)];
  if (mine.length !== theirs.length || mine.every((name, index) => name === theirs[index])) return undefined;
  return substitute(second, new Map(theirs.map((name, index) => [name, symbol(mine[index] ?? name)])));
}

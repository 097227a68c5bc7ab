import { describe, expect, it } from "vitest";
import { call, number, symbol } from "../tree.ts";
import { expandPlusMinus } from "./plus-minus.ts";
import { print } from "../print.ts";

const [a, b, c] = [symbol("a"), symbol("b"), symbol("c")];

function written(tree: Parameters<typeof expandPlusMinus>[0]): readonly string[] | undefined {
  return expandPlusMinus(tree)?.map(print);
}

describe("plus-minus", () => {
  it("leaves other trees alone", () => {
    const tree = call("add", a, b);
    expect(expandPlusMinus(tree)).toEqual([tree]);
  });

  it("takes several signs as independent", () => {
    expect(written(call("plusminus", call("plusminus", a, b), c))).toEqual([
      "(a + b) + c",
      "(a - b) + c",
      "(a + b) - c",
      "(a - b) - c",
    ]);
  });

  it("moves all signs together where there is a minus-plus", () => {
    expect(written(call("minusplus", call("plusminus", a, b), c))).toEqual(["(a + b) - c", "(a - b) + c"]);
  });

  it("gives up on a puzzle of signs", () => {
    expect(
      expandPlusMinus(call("list", ...Array.from({ length: 7 }, (_, index) => call("plusminus", number(index))))),
    ).toBeUndefined();
  });
});

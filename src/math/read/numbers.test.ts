import { describe, expect, test } from "vitest";
import { shapeOf } from "./_shape.ts";

const tables: Record<string, readonly (readonly [source: string, shape: string])[]> = {
  plain: [
    ["0", "0"],
    ["-7", "-7"],
    ["007", "7"],
    ["3.10", "31/10.2"],
    [".5", "1/2.1"],
    ["-0.25", "-1/4.2"],
    ["1e5", "100000:scientific"],
    ["+5", "5"],
    ["− 3", "-3"],
  ],
  "grouped by threes": [
    ["1,234,567", "1234567:grouped"],
    ["-1,234.50", "-2469/2.2:grouped"],
    ["1 234 567", "1234567:grouped"],
    ["1\\,234", "1234:grouped"],
    ["1{,}234", "1234:grouped"],
    ["1,\\!234", "1234:grouped"],
    ["1.234.567", "1234567:grouped"],
    ["1'234", "1234:grouped"],
    ["1_000_000", "1000000:grouped"],
    ["11,\\! 111,\\! 111", "11111111:grouped"],
    ["1.234,5", "2469/2.1:grouped"],
    ["12 345,67", "1234567/100.2:grouped"],
  ],
  "not grouped": [
    ["1,2", "list(1, 2)"],
    ["1,23,456", "list(1, 23, 456)"],
    ["12,34", "list(12, 34)"],
    ["1.234", "617/500.3"],
    ["0,123", "list(0, 123)"],
    ["(1,234)", "tuple(1, 234)"],
    ["[2,100]", "[2 .. 100]"],
    ["\\max(9,876,543)", "max(9, 876, 543)"],
  ],
  "decimal comma in LaTeX": [
    ["3{,}14", "157/50.2"],
    ["0{,}125", "1/8.3"],
  ],
  scientific: [
    ["1.5e-3", "3/2000.4:scientific"],
    ["2E3", "2000:scientific"],
    ["3 \\times 10^{5}", "300000:scientific"],
    ["3.0\\cdot10^{-2}", "3/100.3:scientific"],
    ["6.02*10^23", "602000000000000000000000:scientific"],
    ["1.5×10⁻³", "3/2000.4:scientific"],
    ["2e", "multiply(2, e)"],
    ["2e^3", "multiply(2, power(e, 3))"],
  ],
  repeating: [
    ["0.\\overline{3}", "1/3:repeating"],
    ["0.1\\overline{6}", "1/6:repeating"],
    ["0.1\\dot{6}", "1/6:repeating"],
    ["0.\\dot{1}4285\\dot{7}", "1/7:repeating"],
    ["0.(3)", "1/3:repeating"],
    ["0.1(6)", "1/6:repeating"],
    ["0.333...", "1/3:repeating"],
    ["0.1666...", "1/6:repeating"],
    ["0.142857142857...", "1/7:repeating"],
    ["0.8333…", "5/6:repeating"],
    ["0.999\\ldots", "1:repeating"],
    ["0.011101110111...", "37/3333:repeating"],
  ],
  "not repeating": [
    ["2.71828...", "unread at 0: the digits before the dots do not show what repeats"],
    ["0.577...", "unread at 0: the digits before the dots do not show what repeats"],
    ["0.5(20)+1", "add(multiply(1/2.1, 20), 1)"],
  ],
  mixed: [
    ["1 1/2", "3/2:mixed"],
    ["1\\frac{1}{2}", "3/2:mixed"],
    ["-6\\frac34", "-27/4:mixed"],
    ["2½", "5/2:mixed"],
    ["5 1/2", "11/2:mixed"],
    ["2\\frac{5}{3}", "multiply(2, divide(5, 3))"],
    ["x^2\\frac12", "multiply(power(x, 2), divide(1, 2))"],
  ],
  "percent and permille": [
    ["50%", "percent(50)"],
    ["12.5\\%", "percent(25/2.1)"],
    ["5 percent", "percent(5)"],
    ["5\\text{ percent}", "percent(5)"],
    ["3‰", "divide(3, 1000)"],
  ],
  bases: [
    ["1011_2", "11:base2"],
    ["1A_{16}", "26:base16"],
    ["0.0011_{2}", "3/16:base2"],
    ["0xff", "255:base16"],
    ["0b101", "5:base2"],
    ["7602₈", "3970:base8"],
    ["12_{\\text{five}}", "7:base5"],
    ["(101)_2", "5:base2"],
  ],
  words: [
    ["three", "3:words"],
    ["twenty-one", "21:words"],
    ["two hundred and five", "205:words"],
    ["three million", "3000000:words"],
    ["one half", "1/2:words"],
    ["two and a half", "5/2:words"],
    ["minus five", "-5:words"],
    ["3.5 million", "3500000:words"],
  ],
  ordinals: [
    ["11th", "11"],
    ["2nd", "2"],
    ["3rd", "3"],
  ],
  "unicode fractions": [
    ["½", "1/2"],
    ["¾x", "multiply(3/4, x)"],
    ["1⁄2", "divide(1, 2)"],
  ],
};

describe("reads numbers", () => {
  for (const [name, rows] of Object.entries(tables)) {
    test.each(rows)(`${name}: %s`, (source, expected) => {
      expect(shapeOf(source)).toBe(expected);
    });
  }
});

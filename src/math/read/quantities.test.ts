import { describe, expect, test } from "vitest";
import { shapeOf } from "./_shape.ts";

const tables: Record<string, readonly (readonly [source: string, shape: string])[]> = {
  "units in words": [
    ["5 cm", "5 <cm>"],
    ["10cm", "10 <cm>"],
    ["5 dollars", "5 <dollars>"],
    ["135 square feet", "135 <feet^2>"],
    ["5 cubic meters", "5 <meters^3>"],
    ["5 miles per hour", "5 <miles hour^-1>"],
    ["3 sq ft", "3 <ft^2>"],
    ["10 weeks", "10 <weeks>"],
  ],
  "units in LaTeX": [
    ["5\\text{ cm}", "5 <cm>"],
    ["5\\ \\mathrm{kg}", "5 <kg>"],
    ["3\\text{ cm}^3", "3 <cm^3>"],
    ["10\\,\\text{m/s}^2", "10 <m s^-2>"],
    ["9.8\\ \\mathrm{m/s^2}", "49/5.1 <m s^-2>"],
    ["9.8 \\text{ m}/\\text{s}^2", "49/5.1 <m s^-2>"],
    ["5\\,\\mathrm{N}\\cdot\\mathrm{m}", "5 <N m>"],
    ["\\frac34\\pi\\text{ inches}", "multiply(divide(3, 4), pi) <inches>"],
    ["8\\sqrt{3} \\text { square inches}", "multiply(8, root(3, 2)) <inches^2>"],
    ["\\boxed{5 apples}", "5 <apples>"],
    ["96\\pi + 120 \\text{ cm}^2", "add(multiply(96, pi), 120) <cm^2>"],
  ],
  "products and quotients of units": [
    ["5 km/h", "5 <km h^-1>"],
    ["10 m/s^2", "10 <m s^-2>"],
    ["3 kg*m/s^2", "3 <kg m s^-2>"],
  ],
  "a letter is a unit only after a blank and a number": [
    ["5 m", "5 <m>"],
    ["5m", "multiply(5, m)"],
    ["3 m + 2", "add(multiply(3, m), 2)"],
    ["x = 5 m", "x = 5 <m>"],
    ["5 x", "multiply(5, x)"],
  ],
  money: [
    ["$5", "5 <USD>"],
    ["\\$5.00", "5.2 <USD>"],
    ["5€", "5 <EUR>"],
    ["€3", "3 <EUR>"],
    ["£2.50", "5/2.2 <GBP>"],
    ["\\$1,234", "1234:grouped <USD>"],
    ["$5 million", "5000000:words <USD>"],
    ["\\$15 per hour", "15 <USD hour^-1>"],
    ["-$5", "-5 <USD>"],
    ["$5 and $6", "list(5 <USD>, 6 <USD>)"],
  ],
  compound: [
    ["5 ft 3 in", "add(5 <ft>, 3 <in>)"],
    ["5 kg 300 g", "add(5 <kg>, 300 <g>)"],
    ["2 hours 30 minutes", "add(2 <hours>, 30 <minutes>)"],
    ["2 hours and 30 minutes", "add(2 <hours>, 30 <minutes>)"],
  ],
  "things that are only counted": [
    ["575 students", "575 <students>"],
    ["9 \\text{ multiples}", "9 <multiples>"],
    ["18\\text{ ways.}", "18 <ways>"],
    ["3 different ways", "3 <ways>"],
    ["5 gallons of paint", "5 <gallons>"],
  ],
  "angles and temperatures": [
    ["30°", "degree(30)"],
    ["30^\\circ", "degree(30)"],
    ["30^{\\circ}", "degree(30)"],
    ["45 degrees", "degree(45)"],
    ["30°15'", "degree(121/4)"],
    ["20 °C", "20 <°C>"],
    ["98.6^\\circ\\text{F}", "493/5.1 <°F>"],
    ["20 degrees Celsius", "20 <°C>"],
  ],
};

describe("reads units", () => {
  for (const [name, rows] of Object.entries(tables)) {
    test.each(rows)(`${name}: %s`, (source, expected) => {
      expect(shapeOf(source)).toBe(expected);
    });
  }
});

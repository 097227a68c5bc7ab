/** @file What counts as the same answer, where that is a matter of taste. Every default is the strict reading that graders of competition maths share. */

/** How far a number may be off. Without one, only exact equality counts: 3.14 is not pi. */
export type Tolerance =
  | { readonly kind: "relative"; readonly value: number }
  | { readonly kind: "absolute"; readonly value: number }
  /** Equal once both are rounded (half away from zero) to this many digits after the point. */
  | { readonly kind: "decimals"; readonly value: number }
  /** Equal once both are rounded to this many significant digits. */
  | { readonly kind: "significant"; readonly value: number }
  /** The answer may be the truth correctly rounded, or truncated, to as many decimals as the answer shows, at least `value`. */
  | { readonly kind: "as-written"; readonly value: number };

export interface Policy {
  /** Default: none, exact only. */
  readonly tolerance: Tolerance | undefined;
  /**
   * May a decimal of 15 or more significant digits stand for the value without a finite decimal that a program printed so:
   * `0.333333333333333` for `1/3`, `1.5707963267948966` for `pi/2`? Default true; fewer digits need a tolerance.
   */
  readonly machineFloats: boolean;
  /** Does the order of a bare list (`1, 2` or `1 and 2`) matter? Default "ignored"; tuples and points are always ordered, sets never. */
  readonly listOrder: "ignored" | "kept";
  /**
   * May a set and a bare list, a tuple and an array, a row, a column and a tuple, or a value and the set of it alone, stand for
   * each other? A bare list has no order, so it never stands for a tuple. Default true.
   */
  readonly looseBrackets: boolean;
  /** "optional": a missing unit is forgiven, a contradicting one never (default). "required": must be there and convert. "ignored": units are dropped. */
  readonly units: "optional" | "required" | "ignored";
  /**
   * May `50%` stand for `1/2`, and `50` and `50%` for each other? Default "either". A truth from -1 to 1 without a percent sign
   * is a share, for which only its hundredfold per cents stand: `0.5%` is not `0.5`.
   */
  readonly percent: "either" | "fraction" | "strict";
  /** May an angle in degrees stand for the same angle in radians, and a bare number for degrees where the truth is in degrees? Default true. */
  readonly degrees: boolean;
  /** Must a truth written in a base, `1011_2`, be met by a numeral of that base, or by its bare digits? "any": by its value. Default "same". */
  readonly base: "same" | "any";
  /** Must the brackets of intervals match? Default true. */
  readonly strictIntervals: boolean;
  /** May `x = 5` stand for `5`, and `y = x^2` for `x^2`? Default true. */
  readonly equationSide: boolean;
  /**
   * May the constant of integration be called anything ("any-name", default), or also be missing ("optional")? A capital C or K
   * beside one variable also takes up a number: `ln(2x) + C` is `ln(x) + C`. "strict" treats it as any other variable.
   */
  readonly integrationConstant: "any-name" | "optional" | "strict";
  /** Is the case of text answers compared? Default false. */
  readonly caseSensitive: boolean;
  /** May free variables be renamed, by the order of their first appearance? Default false. */
  readonly renameVariables: boolean;
  /**
   * Must the answer be worked out where the truth is? Sums, products, integrals, derivatives, limits and dots are then refused;
   * arithmetic, roots, factorials, binomials and determinants of given numbers are not. An equation that is still to be solved
   * never stands for a value, whatever this says. Default true.
   */
  readonly rejectRestatement: boolean;
}

export const defaultPolicy: Policy = {
  tolerance: undefined,
  machineFloats: true,
  listOrder: "ignored",
  looseBrackets: true,
  units: "optional",
  percent: "either",
  degrees: true,
  base: "same",
  strictIntervals: true,
  equationSide: true,
  integrationConstant: "any-name",
  caseSensitive: false,
  renameVariables: false,
  rejectRestatement: true,
};

export { boxes, type BoxesOptions } from "./boxes.ts";
export { mask, type MaskOptions } from "./mask.ts";
export { points, type PointsOptions } from "./points.ts";

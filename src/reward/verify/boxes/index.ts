export { boxes, type BoxesOptions } from "./boxes.ts";
export { points, type PointsOptions } from "./points.ts";

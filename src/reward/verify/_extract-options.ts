import { z } from "zod";
import { answerPlaces, type ExtractOptions } from "../../math/index.ts";

const place = z.enum(answerPlaces);

/** The options of `extract` as a reward takes them. */
export const extractSchema = z.strictObject({
  rules: z.array(place).min(1).exactOptional().describe("only these places, in their fixed order of priority"),
  strict: z.strictObject({ place }).exactOptional().describe("only this place, for instance { place: 'boxed' }"),
  think: z.enum(["fallback", "never", "ignored"]).exactOptional().describe("may a think section hold the answer?"),
  trimEndTokens: z.boolean().exactOptional().describe("take off special tokens at the end"),
}) satisfies z.ZodType<Omit<ExtractOptions, "complete">>;

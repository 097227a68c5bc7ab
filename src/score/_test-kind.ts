/** @file What a user writes who forgets to call the kind of reward that `defineReward` gave. */
import { z } from "zod";
import { correct, defineReward } from "../core/index.ts";

const plain = defineReward({
  name: "plain",
  summary: "Everything is right.",
  options: z.object({}),
  version: 1,
  range: [0, 1],
  score: () => () => correct(),
});

export default plain;
export const made = plain();

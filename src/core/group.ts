import { z } from "zod";
import { rolloutSchema, type Rollout } from "./rollout.ts";
import { taskSchema, type Task } from "./task.ts";

/** One task and all rollouts sampled for it: the unit that every reward works on. */
export interface Group<Truth = unknown> {
  readonly task: Task<Truth>;
  readonly rollouts: readonly Rollout[];
}

/** Schema for groups that come from outside. */
export const groupSchema = z.object({ task: taskSchema, rollouts: z.array(rolloutSchema) });

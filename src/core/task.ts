import { z } from "zod";

/** One message of a conversation, in the shape that chat APIs share. */
export interface Message {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string;
  readonly name?: string;
}

/** What the policy was asked: plain text or a conversation. */
export type Prompt = string | readonly Message[];

/** A prompt and what is needed to check an answer to it. */
export interface Task<Truth = unknown> {
  /** Unique within a data set; groups and stored verdicts are keyed by it. */
  readonly id: string;
  readonly prompt: Prompt;
  /** What an answer is checked against; `undefined` or `null` where nothing is known. */
  readonly truth: Truth;
  /** For instance "math" or "code"; `route` chooses a reward by it. */
  readonly domain?: string;
  /** From 1 (easy) to 10 (hard) in our own tasks; any finite number in others'. */
  readonly difficulty?: number;
  /** Columns that the data set brought along, kept as they came. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export const messageSchema = z.object({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: z.string(),
  name: z.string().exactOptional(),
});

export const promptSchema = z.union([z.string(), z.array(messageSchema)]);

/** Schema for tasks that come from outside; `truth` is checked by the reward that reads it. */
export const taskSchema = z.object({
  id: z.string().min(1),
  prompt: promptSchema,
  truth: z.unknown(),
  domain: z.string().exactOptional(),
  difficulty: z.number().exactOptional(),
  metadata: z.record(z.string(), z.unknown()).exactOptional(),
});

/** The prompt as one text: the last user message of a conversation is what most checks want. */
export function promptText(prompt: Prompt): string {
  if (typeof prompt === "string") return prompt;
  return prompt.findLast((message) => message.role === "user")?.content ?? "";
}

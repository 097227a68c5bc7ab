import { GoodhartError, type Generate, type GenerateReply, type GenerateRequest } from "../core/index.ts";

/** A model that answers from a script, and remembers what it was asked. */
export interface Scripted extends Generate {
  /** Every request so far, in order. */
  readonly requests: readonly GenerateRequest[];
}

/** One reply: a text, a whole reply, an error to throw, or a function of the request. */
export type ScriptedReply = string | GenerateReply | Error | ((request: GenerateRequest) => string | GenerateReply);

/**
 * A model for tests: gives the replies in order, one per call. After the last one it throws GOODHART_MODEL, or starts over with `loop`.
 * It honours the signal, and throws its reason.
 */
export function scripted(
  replies: readonly ScriptedReply[],
  { loop = false }: { readonly loop?: boolean } = {},
): Scripted {
  const requests: GenerateRequest[] = [];
  const generate: Generate = async (request, { signal } = {}) => {
    signal?.throwIfAborted();
    const turn = requests.push(request) - 1;
    const reply = replies[loop ? turn % replies.length : turn];
    if (reply === undefined) {
      throw new GoodhartError(
        "GOODHART_MODEL",
        `the script has ${replies.length} replies, and this is call ${turn + 1}`,
        {
          hint: "add a reply or pass { loop: true }",
        },
      );
    }
    if (reply instanceof Error) throw reply;
    const said = typeof reply === "function" ? reply(request) : reply;
    return typeof said === "string" ? { text: said, finish: "stop" } : said;
  };
  return Object.assign(generate, { requests });
}

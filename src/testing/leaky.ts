import { scored, type Reward, type Score } from "../core/index.ts";

/** A way to break the contract of a reward. */
export type Fault =
  | "bad-spec"
  | "throws"
  | "drops-one"
  | "answers-nobody"
  | "out-of-range"
  | "not-finite"
  | "not-json"
  | "random"
  | "remembers"
  | "by-position"
  | "by-neighbours"
  | "changes-input"
  | "ignores-abort"
  | "breaks-on-nul";

/**
 * A reward that is broken on purpose in one way, to show that a check catches it. Without its fault it gives each answer the share of its
 * characters that are digits.
 */
export function leaky(fault: Fault): Reward {
  let calls = 0;
  const score: (text: string, index: number, texts: readonly string[]) => Score = (text, index, texts) => {
    const value = text === "" ? 0 : (text.match(/\d/gu)?.length ?? 0) / text.length;
    switch (fault) {
      case "out-of-range":
        return scored(value + 2);
      case "not-finite":
        return { status: "scored", value: NaN };
      case "not-json":
        return scored(value, { evidence: [{ kind: "set", note: "a set", data: { seen: new Set([1]) } }] });
      case "random":
      case "remembers":
        return scored(1 / (1 + calls));
      case "by-position":
        return scored(1 / (1 + index));
      case "by-neighbours":
        return scored(value / texts.length);
      case "breaks-on-nul":
        return text.includes("\0")
          ? { status: "failed", error: { code: "GOODHART_REWARD", message: "NUL" } }
          : scored(value);
      default:
        return scored(value);
    }
  };
  const reward: (...call: Parameters<Reward>) => readonly Score[] = (group, context) => {
    if (fault === "remembers") calls = group.task.id.length % 2 === 0 ? calls : calls + 1;
    if (fault === "random") calls++;
    if (fault === "throws") throw new Error("on purpose");
    if (fault === "changes-input") Object.assign(group.task, { difficulty: (group.task.difficulty ?? 0) + 1 });
    if (context?.signal?.aborted === true && fault !== "ignores-abort") {
      return group.rollouts.map(() => ({ status: "failed", error: { code: "GOODHART_ABORTED", message: "aborted" } }));
    }
    const scores = group.rollouts.map(({ text }, index, all) =>
      score(
        text,
        index,
        all.map((other) => other.text),
      ),
    );
    if (fault === "answers-nobody" && scores.length === 0) return [scored(0)];
    return fault === "drops-one" && scores.length > 1 ? scores.slice(1) : scores;
  };
  Object.defineProperty(reward, "name", { value: "leaky" });
  return Object.assign(reward, {
    spec: { reward: fault === "bad-spec" ? "another" : "leaky", version: 1, fault },
    range: [0, 1] as const,
    needs: [],
    deterministic: true,
    pointwise: fault !== "by-position",
    version: 1,
  });
}

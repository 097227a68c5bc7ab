import { z } from "zod";
import { defineReward, scored, type Evidence, type Score } from "../../core/index.ts";
import { checkTags, type Rule } from "./_tags.ts";

const tagName = z.string().regex(/^[A-Za-z][\w-]{0,40}$/, "a tag's name: letters, digits, - and _");

const options = z.strictObject({
  tags: z.array(tagName).default(["think", "answer"]).describe("the tags, in their order, each exactly once"),
  firstOpening: z
    .enum(["required", "optional"])
    .default("required")
    .describe("optional where the chat template writes the first opening tag into the prompt"),
  outside: z.enum(["forbidden", "allowed"]).default("forbidden").describe("may text stand outside the tags?"),
  empty: z.enum(["forbidden", "allowed"]).default("forbidden").describe("may a tag hold nothing but white space?"),
  sections: z.array(z.string().min(1)).default([]).describe("Markdown headings that must occur, in this order"),
  credit: z.enum(["all", "share"]).default("all").describe("1 only if every rule is kept, or the share of rules kept"),
});

export type FormatOptions = z.input<typeof options>;

/**
 * 1 where the text has the wanted form. One part per rule: `tags` (each opening and closing tag exactly once), `order`
 * (opened and closed in order, none inside another), `outside` (nothing but white space around them), `content` (none
 * is empty) and `sections` (the headings occur in order). With `credit: "share"` the value is the share of rules kept.
 *
 * How it is hacked: form is free; an empty answer in perfect tags earns full marks here. Use it as a gate or a small part.
 *
 * @example
 * format({ tags: ["think", "answer"] });
 */
export const format = defineReward({
  name: "format",
  summary: "think and answer tags, or other tags and headings, in their places",
  aliases: ["format-reward", "think-answer"],
  options,
  version: 1,
  range: [0, 1],
  score:
    ({ credit, sections, tags, ...rest }) =>
    (_task, { text }) => {
      const rules: Rule[] = [
        ...(tags.length === 0 ? [] : checkTags(text, { tags, ...rest })),
        ...(sections.length === 0 ? [] : [checkSections(text, sections)]),
      ];
      const parts: Record<string, Score> = Object.fromEntries(
        rules.map(({ name, fault }) => [name, scored(fault === undefined ? 1 : 0)]),
      );
      const faults = rules.filter(({ fault }) => fault !== undefined);
      const evidence: Evidence[] = faults.map(({ name, fault = "" }) => ({
        kind: "format",
        note: `${name}: ${fault}`,
      }));
      const share = rules.length === 0 ? 1 : (rules.length - faults.length) / rules.length;
      return scored(credit === "share" ? share : Math.floor(share), {
        reason: faults[0]?.name ?? "well-formed",
        parts,
        evidence,
      });
    },
});

/** Headings as `## Plan`, `**Plan**` or `Plan:` on a line of their own. */
function checkSections(text: string, sections: readonly string[]): Rule {
  const headings = [
    ...text.matchAll(/^[^\S\n]{0,3}(?:#{1,6}[^\S\n]+|\*\*)?([^\n#*:]{1,200})(?:\*\*)?:?(?:\*\*)?[^\S\n]*$/gm),
  ];
  let from = 0;
  for (const section of sections) {
    const found = headings.findIndex(
      (match, index) => index >= from && (match[1] ?? "").trim().toLowerCase() === section.trim().toLowerCase(),
    );
    if (found === -1) return { name: "sections", fault: `no heading ${JSON.stringify(section)} in its place` };
    from = found + 1;
  }
  return { name: "sections", fault: undefined };
}

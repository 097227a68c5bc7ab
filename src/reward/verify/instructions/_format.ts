import { z } from "zod";
import { amount, instruction, linesOf, none } from "./_check.ts";

/** Exactly so many Markdown bullets, `* ` or `-`. Careful: an item has words, and a rule (`---`) is no bullet. */
export const numberBulletLists = instruction(
  z.strictObject({ num_bullets: amount }),
  ({ num_bullets: wanted }, reading) =>
    (text) => {
      const bullets = linesOf(text).filter((line) => /^\s*(?:\*[^*]|-)/.test(line));
      const count =
        reading === "careful" ? bullets.filter((line) => /[\p{L}\p{N}]/u.test(line)).length : bullets.length;
      return { kept: count === wanted, note: `${count} bullets` };
    },
);

const phrases = ["My answer is yes.", "My answer is no.", "My answer is maybe."];

/** One of three set phrases occurs. Careful: one alone, for who says all of them has not answered. */
export const constrainedResponse = instruction(none, (_, reading) => (text) => {
  const said = phrases.filter((phrase) => text.includes(phrase));
  const kept = reading === "careful" ? said.length === 1 : said.length > 0;
  return { kept, note: said.length === 0 ? "none of the phrases" : said.join(" ") };
});

/** At least so many `*highlighted*` or `**highlighted**` pieces. Careful: with words in them. */
export const numberHighlightedSections = instruction(
  z.strictObject({ num_highlights: amount }),
  ({ num_highlights: wanted }, reading) => {
    const solid = reading === "careful" ? /[\p{L}\p{N}]/u : /\S/;
    return (text) => {
      const single = text.match(/\*[^\n*]*\*/g) ?? [];
      const double = text.match(/\*\*[^\n*]*\*\*/g) ?? [];
      const count = [...single, ...double].filter((piece) => solid.test(piece.replaceAll("*", ""))).length;
      return { kept: count >= wanted, note: `${count} highlights` };
    };
  },
);

/** At least so many sections, each begun by a word and a number. Careful: with numbers of their own and something in each. */
export const multipleSections = instruction(
  z.strictObject({ section_spliter: z.string().trim().min(1), num_sections: amount }),
  ({ section_spliter: splitter, num_sections: wanted }, reading) => {
    const pattern = new RegExp(`${splitter.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}\\s?(\\d+)`, "g");
    return (text) => {
      const marks = [...text.matchAll(pattern)];
      const full = marks.filter((mark, index) =>
        /[\p{L}\p{N}]/u.test(text.slice(mark.index + mark[0].length, marks[index + 1]?.index)),
      );
      const count = reading === "careful" ? new Set(full.map((mark) => Number(mark[1]))).size : marks.length;
      return { kept: count >= wanted, note: `${count} sections` };
    };
  },
);

/** The whole text is JSON, perhaps in a fence. Careful: an object or a list, not a lone value. */
export const jsonFormat = instruction(none, (_, reading) => (text) => {
  const bare = text
    .trim()
    .replace(/^```(?:json|Json|JSON)?/, "")
    .replace(/```$/, "")
    .trim();
  try {
    const value: unknown = JSON.parse(bare);
    const kept = reading === "published" || (typeof value === "object" && value !== null);
    return { kept, note: kept ? "JSON" : "a lone value" };
  } catch {
    return { kept: false, note: "no JSON" };
  }
});

/** A title in double angular brackets on one line. Careful: with words in it. */
export const title = instruction(none, (_, reading) => {
  const solid = reading === "careful" ? /[\p{L}\p{N}]/u : /\S/;
  return (text) => {
    const kept = text.split("\n").some((line) => {
      const open = line.indexOf("<<");
      const close = line.lastIndexOf(">>");
      return open !== -1 && close > open + 2 && solid.test(line.slice(open, close).replace(/^<+|>+$/g, ""));
    });
    return { kept, note: kept ? "a title" : "no title" };
  };
});

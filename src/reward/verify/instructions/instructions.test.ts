import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contractChecks } from "../../../testing/index.ts";
import { inAWord, scoreOne } from "../_score-one.ts";
import { instructionKinds } from "./_kinds.ts";
import { instructions, type InstructionsOptions } from "./index.ts";

const said = async (truth: unknown, text: string, options: InstructionsOptions = {}) =>
  inAWord(await scoreOne(instructions(options), truth, text));
const asks = (id: string, values: object = {}) => [{ id, ...values }];
const kept = "1 all-kept";
const broken = "0 none-kept";

const english = "The two young boys went down to the river, and there they played until the evening came.";
const finnish =
  "Minä olen täällä, koska hän on sairas ja me emme voi olla siellä. Se on hyvä, että kaikki ovat terveitä.";
const hindi = "पहले हम दोनों संख्याओं को जोड़ते हैं और फिर योग को तीन से भाग देते हैं।";

/** Per kind: arguments, a text that keeps it, one that breaks it. */
const table: readonly (readonly [id: string, values: object, good: string, bad: string])[] = [
  ["keywords:existence", { keywords: ["mom", "Big Ben"] }, "Mom saw Big\nBen.", "Moms saw Big Ben."],
  ["keywords:frequency", { keyword: "war", frequency: 2, relation: "at least" }, "War, war.", "War, warfare."],
  ["keywords:frequency", { keyword: "war", frequency: 2, relation: "less than" }, "War, peace.", "War, war."],
  ["keywords:forbidden_words", { forbidden_words: ["rock", "ice"] }, "Rocky and nice.", "It is on the ROCK."],
  ["keywords:letter_frequency", { letter: "q", let_frequency: 2, let_relation: "at least" }, "Quick queue", "Quick"],
  ["keywords:letter_frequency", { letter: "#", let_frequency: 1, let_relation: "less than" }, "none", "one #"],
  ["language:response_language", { language: "en" }, english, hindi],
  ["language:response_language", { language: "hi" }, hindi, english],
  ["language:response_language", { language: "fi" }, finnish, english],
  ["language:response_language", { language: "he" }, "הילדים הלכו אל הנהר ושיחקו שם עד הערב.", english],
  [
    "length_constraints:number_sentences",
    { num_sentences: 3, relation: "at least" },
    "Dr. Smith paid $3.50. He left! Did he?",
    "Dr. J. Smith paid 3.5 p.m. in the U.S. and so on. He left",
  ],
  ["length_constraints:number_sentences", { num_sentences: 2, relation: "less than" }, "1. One", "One. Two"],
  ["length_constraints:number_paragraphs", { num_paragraphs: 2 }, "a\n***\nb\n***\n", "a\n***\n\n***\nb"],
  ["length_constraints:number_words", { num_words: 3, relation: "at least" }, "one two-three", "one, two"],
  ["length_constraints:number_words", { num_words: 3, relation: "less than" }, "one two", "one two three"],
  [
    "length_constraints:nth_paragraph_first_word",
    { num_paragraphs: 2, nth_paragraph: 2, first_word: "weekend" },
    'Hello.\n\n\n\n"Weekend, at last."',
    "Hello.\n\nAt weekend.",
  ],
  ["detectable_content:number_placeholders", { num_placeholders: 2 }, "Dear [name], [date]", "Dear [name, [date]"],
  ["detectable_content:postscript", { postscript_marker: "P.S." }, "Bye.\n\nP.S. Write!", "Bye. Write!"],
  ["detectable_content:postscript", { postscript_marker: "P.P.S" }, "Bye.\nP. P.S. Write!", "Bye.\nP.S. Write!"],
  ["detectable_format:number_bullet_lists", { num_bullets: 2 }, "* one\n  - two\n**bold**", "* one\n* two\n* three"],
  ["detectable_format:constrained_response", {}, "My answer is no.", "No."],
  ["detectable_format:number_highlighted_sections", { num_highlights: 2 }, "*one* and **two**", "*one* and two"],
  [
    "detectable_format:multiple_sections",
    { section_spliter: "SECTION", num_sections: 2 },
    "SECTION 1\nfoo\nSECTION 2\nbar",
    "Section 1\nfoo\nSection 2\nbar",
  ],
  ["detectable_format:json_format", {}, '```json\n{"a": 1}\n```', '{"a": 1} as asked'],
  ["detectable_format:title", {}, "<<Poem of joy>>\nla", "<Poem of joy>\n<<\n>>"],
  ["combination:two_responses", {}, "Yes.\n******\nNo.", "Yes.\n******\nNo.\n******\nMaybe."],
  ["combination:repeat_prompt", { prompt_to_repeat: "Say A. " }, "say a.\nA", "A\nSay A."],
  ["startend:end_checker", { end_phrase: "Any questions?" }, '"So it is. any questions?"', "Any questions? No."],
  ["startend:quotation", {}, ' "So it is."\n', '"So" it is.'],
  ["change_case:english_capital", {}, english.toUpperCase(), english],
  ["change_case:english_lowercase", {}, english.toLowerCase(), english],
  ["change_case:capital_word_frequency", { capital_frequency: 2, capital_relation: "at least" }, "I SAID no", "I said"],
  ["change_case:capital_word_frequency", { capital_frequency: 2, capital_relation: "less than" }, "I said", "OH NO"],
  ["punctuation:no_comma", {}, "So be it", "So, be it"],
];

describe.each(table)("%s %j", (id, values, good, bad) => {
  test("kept", async () => expect(await said(asks(id, values), good)).toBe(kept));
  test("broken", async () => expect(await said(asks(id, values), bad)).toBe(broken));
  test("an empty response keeps nothing", async () => expect(await said(asks(id, values), " \n")).toBe(broken));
});

test("every kind is in the table", () => {
  expect(new Set(table.map(([id]) => id))).toEqual(new Set(Object.keys(instructionKinds)));
  expect(Object.keys(instructionKinds)).toHaveLength(25);
});

/** Ways around the published checks. */
const hacks: readonly (readonly [name: string, id: string, values: object, text: string])[] = [
  ["keyword in another word", "keywords:existence", { keywords: ["le"] }, "people"],
  [
    "counted in another word",
    "keywords:frequency",
    { keyword: "it", frequency: 2, relation: "at least" },
    "It is a kitten",
  ],
  ["hidden by an invisible character", "keywords:forbidden_words", { forbidden_words: ["rock"] }, "a ro\u200bck"],
  ["hidden in full-width letters", "keywords:forbidden_words", { forbidden_words: ["rock"] }, "a ｒｏｃｋ"],
  ["full-width comma", "punctuation:no_comma", {}, "So， be it"],
  ["digits as a language", "language:response_language", { language: "de" }, "1234"],
  ["empty placeholders", "detectable_content:number_placeholders", { num_placeholders: 2 }, "[] [ ]"],
  ["postscript named in passing", "detectable_content:postscript", { postscript_marker: "P.S." }, "I add no P.S. here"],
  ["empty bullets", "detectable_format:number_bullet_lists", { num_bullets: 2 }, "---\n- "],
  [
    "all phrases",
    "detectable_format:constrained_response",
    {},
    "My answer is yes. My answer is no. My answer is maybe.",
  ],
  ["empty highlights", "detectable_format:number_highlighted_sections", { num_highlights: 1 }, "*.*"],
  [
    "one section twice",
    "detectable_format:multiple_sections",
    { section_spliter: "Section", num_sections: 2 },
    "Section 1 foo Section 1 bar",
  ],
  [
    "sections without text",
    "detectable_format:multiple_sections",
    { section_spliter: "Section", num_sections: 2 },
    "Section 1 Section 2",
  ],
  ["lone value", "detectable_format:json_format", {}, '"yes"'],
  ["title of punctuation", "detectable_format:title", {}, "<<.>>"],
  ["the same in capitals", "combination:two_responses", {}, "Yes.\n******\nYES!"],
  ["echo without answer", "combination:repeat_prompt", { prompt_to_repeat: "Say A." }, "Say A."],
  ["nothing in quotation marks", "startend:quotation", {}, '" "'],
];

test.each(hacks)("careful reading resists: %s", async (_, id, values, text) => {
  expect(await said(asks(id, values), text, { reading: "published" })).toBe(kept);
  expect(await said(asks(id, values), text)).toBe(broken);
});

test("full stops are no sentences", async () => {
  const truth = asks("length_constraints:number_sentences", { num_sentences: 3, relation: "at least" });
  expect(await said(truth, "One. . . . . .")).toBe(broken);
});

test("long runs of ends and numbers take linear time", async () => {
  const truth = asks("length_constraints:number_sentences", { num_sentences: 2, relation: "less than" });
  expect(await said(truth, `${".".repeat(1_000_000)}x`)).toBe(kept);
  expect(await said(truth, "1. ".repeat(300_000))).toBe(broken);
});

test("blank paragraphs have no number", async () => {
  const values = { num_paragraphs: 2, nth_paragraph: 2, first_word: "b" };
  const truth = asks("length_constraints:nth_paragraph_first_word", values);
  expect(await said(truth, "a\n\n\n\nb")).toBe(kept);
  expect(await said(truth, "a\n\n\n\nb", { reading: "published" })).toBe(broken);
});

const two = [{ id: "punctuation:no_comma" }, { id: "detectable_format:title" }];

test.each<[InstructionsOptions["credit"], string[]]>([
  ["all", ["1 all-kept", "0 some-broken", "0 none-kept"]],
  ["share", ["1 all-kept", "0.5 some-broken", "0 none-kept"]],
  ["raif", ["2 all-kept", "0.5 some-broken", "-2 none-kept"]],
])("credit %s", async (credit = "all", expected) => {
  const options = { credit };
  expect(await said(two, "<<So>> be it", options)).toBe(expected[0]);
  expect(await said(two, "So be it", options)).toBe(expected[1]);
  expect(await said(two, "So, be it", options)).toBe(expected[2]);
});

test("loose accuracy forgives a first line, a last line and asterisks", async () => {
  const quote = asks("startend:quotation");
  for (const text of ['Sure:\n"So."', '"So."\nBye!', 'Sure:\n"So."\nBye!', '**"So."**']) {
    expect(await said(quote, text)).toBe(broken);
    expect(await said(quote, text, { accuracy: "loose" })).toBe(kept);
  }
  expect(await said(quote, "Sure:\nSo.", { accuracy: "loose" })).toBe(broken);
  // where taking off lines leaves nothing, nothing is kept
  expect(await said(asks("punctuation:no_comma"), "So, be it", { accuracy: "loose" })).toBe(broken);
});

test("a think section is no part of the response, unless it is asked for or kept", async () => {
  const text = "<think>First, look.</think>So be it";
  const comma = asks("punctuation:no_comma");
  expect(await said(comma, text)).toBe(kept);
  expect(await said(comma, text, { think: "required" })).toBe(kept);
  expect(await said(comma, text, { think: "kept" })).toBe(broken);
  expect(await said(comma, "So be it", { think: "required", credit: "raif" })).toBe("-2 no-thinking");
  expect(await said(comma, "<think> </think>So be it", { think: "required" })).toBe("0 no-thinking");
});

test("parts and evidence name every instruction, the same one twice too", async () => {
  const twice = [...two, { id: "punctuation:no_comma" }];
  const score = await scoreOne(instructions(), twice, "So be it");
  expect(Object.keys(score.parts ?? {})).toEqual([
    "0 punctuation:no_comma",
    "1 detectable_format:title",
    "2 punctuation:no_comma",
  ]);
  expect(score.evidence?.[1]).toMatchObject({ note: "detectable_format:title: no title", data: { kept: false } });
});

test.each([
  ["unknown kind", asks("keywords:nothing")],
  ["prototype name", asks("constructor")],
  ["missing argument", asks("keywords:existence")],
  ["wrong argument", asks("punctuation:no_comma", { extra: 1 })],
  ["unknown language", asks("language:response_language", { language: "klingon" })],
  ["lists of two lengths", { instruction_id_list: ["punctuation:no_comma"], kwargs: [] }],
  ["no instruction", []],
  ["text", "no commas"],
])("malformed truth: %s", async (_, truth) => expect(await said(truth, "x")).toBe("failed GOODHART_TRUTH"));

test("arguments that are null are left out", async () => {
  const row = { instruction_id_list: ["punctuation:no_comma"], kwargs: [{ num_words: null, language: null }] };
  expect(await said(row, "So be it")).toBe(kept);
});

const file = new URL("../../../../../shared/data/ifeval/prompts.jsonl", import.meta.url);
test.skipIf(!existsSync(file))(
  "IFEval: all 541 prompts can be checked (skipped where ../shared/data is absent)",
  async () => {
    const rows: { prompt: string; instruction_id_list: string[] }[] = readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const seen = new Set(rows.flatMap((row) => row.instruction_id_list));
    expect([...seen].sort()).toEqual(Object.keys(instructionKinds).sort());
    for (const row of rows) {
      const score = await scoreOne(instructions({ credit: "share" }), row, row.prompt);
      expect(score, row.prompt).toMatchObject({ status: "scored" });
      expect(Object.keys(score.parts ?? {})).toHaveLength(row.instruction_id_list.length);
    }
    expect(rows).toHaveLength(541);
  },
);

const rollouts = ["<<So>> be it", "So, be it", ""].map((text) => ({ text }));
const all = table.map(([id, values]) => ({ id, ...values }));
const groups = [two, all].map((truth, index) => ({ task: { id: `${index}`, prompt: "?", truth }, rollouts }));
for (const options of [{}, { credit: "raif", accuracy: "loose" }] satisfies InstructionsOptions[]) {
  test.each(contractChecks(instructions(options), { groups }))("contract: $name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });
}

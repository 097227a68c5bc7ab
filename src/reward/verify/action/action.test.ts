import { describe, expect, test } from "vitest";
import { contractChecks } from "../../../testing/index.ts";
import { inAWord, scoreOne } from "../_score-one.ts";
import { action, type ActionOptions } from "./index.ts";

const said = async (truth: unknown, text: string, options: ActionOptions = {}) =>
  inAWord(await scoreOne(action(options), truth, text));
const answer = (done: object, rationale = "It fits.") => JSON.stringify({ rationale, action: done });

const click = { type: "click", name: "add to cart" };
const typing = { type: "type_and_submit", name: "search box", text: "red running shoes" };
const stop = { type: "terminate" };

test.each([
  ["click", click, answer(click), "1001 exact"],
  ["click, part of the name", click, answer({ type: "click", name: "add" }), "501 attributes"],
  ["click, other name", click, answer({ type: "click", name: "buy" }), "0.8 attributes"],
  ["click, no name", click, answer({ type: "click" }), "0.8 attributes"],
  ["click without a name wanted", { type: "click" }, answer(click), "0.8 exact"],
  ["typing", typing, answer(typing), "1001.1 exact"],
  ["typing, other text", typing, answer({ ...typing, text: "hats" }), "1 attributes"],
  ["terminate", stop, answer(stop), "0.8 exact"],
  ["terminate instead", click, answer(stop), "0.5 type"],
  ["no rationale", stop, JSON.stringify(stop), "0.3 exact"],
  ["blank rationale", stop, answer(stop, " "), "0.3 exact"],
  ["tool call", click, `<tool_call>{"name": "ui", "arguments": ${JSON.stringify(click)}}</tool_call>`, "1000.5 exact"],
  ["action as a word", click, '{"action": "click", "name": "Add to  cart"}', "1000.5 exact"],
  ["other case and spaces", click, answer({ type: "CLICK", name: " Add to\nCart" }), "1001 exact"],
  ["no JSON", click, "click add to cart", "0 malformed"],
  ["no type", click, '{"rationale": "so", "action": {"name": "add to cart"}}', "0 malformed"],
  ["open", click, '{"rationale": "so", "action": {"type": "cli', "0 malformed"],
  ["empty", click, "", "0 malformed"],
  ["malformed truth", "click", answer(click), "failed GOODHART_TRUTH"],
  ["unknown type in truth", { type: "fly" }, answer(click), "failed GOODHART_TRUTH"],
  ["prototype name in truth", { type: "constructor" }, answer(click), "failed GOODHART_TRUTH"],
  ["unknown attribute in truth", { type: "click", colour: "red" }, answer(click), "failed GOODHART_TRUTH"],
  ["no truth", null, "x", "abstained no-truth"],
])("%s", async (_, truth, text, expected) => expect(await said(truth, text)).toBe(expected));

test("a hard action half done is worth more than an easy one only by the difficulty scale", async () => {
  const half = answer({ type: "click", name: "add" });
  const value = async (truth: unknown, text: string, difficulty: number) => {
    const score = await scoreOne(action({ difficulty }), truth, text);
    return score.status === "scored" ? score.value : NaN;
  };
  const ratio = async (difficulty: number) =>
    (await value(click, half, difficulty)) / (await value(stop, answer(stop), difficulty));
  expect(await ratio(0.1)).toBeLessThan(1.5);
  expect(await ratio(1000)).toBeGreaterThan(500);
});

test("presence is not paid for any word", async () => {
  const other = answer({ type: "click", name: "zzz" });
  expect(await said(click, other, { reading: "published" })).toBe("1 attributes");
  expect(await said(click, other)).toBe("0.8 attributes");
});

test("a list of all names does not pay, nor do attributes that nobody wants", async () => {
  const names = Array.from({ length: 50 }, (_, index) => `button ${index}`);
  const wanted = { type: "click", name: "button 7" };
  const options: ActionOptions = { scale: "unit" };
  expect(await said(wanted, answer({ type: "click", name: "button 7" }), options)).toBe("1 exact");
  const all = await scoreOne(action(options), wanted, answer({ type: "click", name: names.join(" ") }));
  expect(all.status === "scored" && all.value).toBeLessThan(0.05);
  expect(await said(stop, answer({ ...stop, name: "x", text: "y" }))).toBe("0.8 exact");
});

test("every action alike is worth 1 on the unit scale", async () => {
  for (const wanted of [click, typing, stop, { type: "click" }]) {
    expect(await said(wanted, answer(wanted), { scale: "unit" })).toBe("1 exact");
  }
});

test("equal words in another spelling are alike, not equal", async () => {
  const score = await scoreOne(action(), click, answer({ type: "click", name: "add, to cart!" }));
  expect(inAWord(score)).toBe("1000 attributes");
  expect(await said(click, answer({ type: "click", name: "add, to cart!" }), { likeness: "exact" })).toBe(
    "0.8 attributes",
  );
});

test("a table of one's own", async () => {
  const types = { scroll: { direction: { presence: 0, similarity: 0.7, scaled: false } } };
  const wanted = { type: "scroll", direction: "down" };
  const options: ActionOptions = { types, format: 0 };
  expect(await said(wanted, JSON.stringify(wanted), options)).toBe("1 exact");
  expect(await said(wanted, '{"type": "scroll", "direction": "up"}', options)).toBe("0.3 attributes");
});

const groups = [click, typing, stop].map((truth, index) => ({
  task: { id: `${index}`, prompt: "?", truth },
  rollouts: [answer(click), answer(typing), answer({ type: "click", name: 5 }), "{}", ""].map((text) => ({ text })),
}));
describe.each<ActionOptions>([{}, { scale: "unit", reading: "published", likeness: "exact" }])(
  "contract of %j",
  (options) => {
    test.each(contractChecks(action(options), { groups }))("$name", async ({ run }) => {
      await expect(run()).resolves.toBeUndefined();
    });
  },
);

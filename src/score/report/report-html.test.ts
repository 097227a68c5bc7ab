import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { reportHtml, scoreFile } from "../index.ts";
import { escapeText, html } from "./_html.ts";
import { number, percent, ticks } from "./_numbers.ts";

const folder = mkdtempSync(join(tmpdir(), "goodhart-report-"));
afterAll(() => rmSync(folder, { recursive: true }));
const module = fileURLToPath(new URL("../_test-reward.ts", import.meta.url));

const hostile = `</pre><script>alert(1)</script><img src=x onerror="alert('1')">&amp;\u202e\u0000`;

async function report() {
  const rows = Array.from({ length: 24 }, (_, index) => ({
    task_id: index >> 2,
    prompt: `${hostile} ${index >> 2}`,
    response: index % 5 === 4 ? "unsure" : `${"padding ".repeat(index * 20)}so =${index % 2 === 0 ? "4" : hostile}`,
    truth: "4",
    ok: index % 3 === 0,
  }));
  const input = join(folder, "rows & <more>.jsonl");
  writeFileSync(input, rows.map((row) => JSON.stringify(row)).join("\n"));
  const path = join(folder, "report.html");
  const result = await scoreFile({ input, reward: { module }, columns: { label: "ok" }, report: path });
  return { page: readFileSync(path, "utf8"), result };
}

describe("the page", async () => {
  const { page, result } = await report();

  test("is what reportHtml gives", () => expect(page).toBe(reportHtml(result)));

  test("lets no text of the data act as HTML", () => {
    expect(page).not.toMatch(/<script|<img|onerror="|\u202e|\0/);
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("loads nothing from elsewhere", () => {
    expect(page).not.toMatch(/https?:|src=(?!x )|@import|url\(/);
    expect(page).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
  });

  test("marks the text that was taken as the answer", () => expect(page).toContain("so =<mark>4</mark>"));

  test("closes what it opens", () => {
    const open: string[] = [];
    for (const [, closing, name = "", rest = ""] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)([^<>]*)>/g)) {
      if (closing === "/") expect(open.pop()).toBe(name);
      else if (!rest.endsWith("/") && name !== "meta") open.push(name);
    }
    expect(open).toEqual([]);
  });

  test("has every number that a drawing shows as text too", () => {
    const { correct, incorrect, abstained, labels } = result.summary;
    for (const count of [correct, incorrect, abstained]) expect(page).toContain(`<b>${count}</b>`);
    expect(page).toContain(`of ${labels?.compared} verdicts agree`);
    expect([...page.matchAll(/<svg/g)].length).toBe([...page.matchAll(/role="img"\s+aria-label="/g)].length);
  });
});

test("html escapes what is inserted, also in lists, and drops what is not there", () => {
  expect(html`<p title="${'"'}">${["<", html`<b>${1}</b>`, null, false]}${undefined}</p>`.safe).toBe(
    '<p title="&quot;">&lt;<b>1</b></p>',
  );
  expect(escapeText("a\u0007\u2066b\n")).toBe("a\ufffd\ufffdb\n");
});

test.each([
  [12345.678, "12,346"],
  [1234567, "1,234,567"],
  [0.56412, "0.564"],
  [-0.5, "-0.5"],
  [3, "3"],
  [null, "–"],
])("number %s is %s", (value, text) => expect(number(value)).toBe(text));

test.each([
  [0.5641, "56.4%"],
  [1, "100%"],
  [0.99999, ">99.9%"],
  [0.0001, "<0.1%"],
  [0, "0%"],
  [null, "–"],
])("share %s is %s", (value, text) => expect(percent(value)).toBe(text));

test.each([
  [10, [0, 2.5, 5, 7.5, 10]],
  [1, [0, 0.25, 0.5, 0.75, 1]],
  [3828, [0, 1000, 2000, 3000, 4000]],
  [0, [0]],
])("ticks up to %s", (top, expected) => expect(ticks(top)).toEqual(expected));

import { describe, expect, test } from "vitest";
import { abstained, correct, incorrect, perRollout, route, type Group } from "../index.ts";

const yes = perRollout(() => true, { name: "yes" });
const no = perRollout(() => false, { name: "no", range: [-1, 1] });

function groupOf(domain?: string): Group {
  return {
    task: { id: "t", prompt: "?", truth: null, ...(domain === undefined ? {} : { domain }) },
    rollouts: [{ text: "" }],
  };
}

describe("route", () => {
  test.each([
    ["math", correct()],
    ["code", incorrect()],
    ["toString", incorrect()],
    [undefined, incorrect()],
  ])("sends %s to its reward", (domain, score) => {
    expect(route({ domains: { math: yes }, otherwise: no })(groupOf(domain))).toEqual([score]);
  });

  test("abstains where no reward is in charge", () => {
    expect(route({ domains: { math: yes } })(groupOf("code"))).toEqual([abstained("no-route")]);
  });

  test("has the hull of all ranges and refuses to be empty", () => {
    expect(route({ domains: { math: yes }, otherwise: no }).range).toEqual([-1, 1]);
    expect(() => route({ domains: {} })).toThrow("domains: expected at least one domain");
  });
});

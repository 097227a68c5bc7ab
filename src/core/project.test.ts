import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  abstained,
  failed,
  project,
  projectAll,
  scored,
  type ProjectionPolicy,
  type Rollout,
  type Score,
  type ScoredGroup,
} from "./index.ts";

const undecided = abstained("undecided");
const broken = failed({ code: "GOODHART_MODEL", message: "down" });

function scoredGroup(
  scores: readonly Score[],
  rollouts: readonly Rollout[] = scores.map(() => ({ text: "" })),
): ScoredGroup {
  return { group: { task: { id: "t7", prompt: "?", truth: null }, rollouts }, scores };
}

const mixed = scoredGroup([scored(1), undecided, broken, scored(0.5)]);
const cut: Rollout = { text: "", finish: "length" };

describe("project", () => {
  test.each<[ProjectionPolicy, readonly (number | null)[]]>([
    [{}, [1, null, null, 0.5]],
    [{ abstained: 0 }, [1, 0, null, 0.5]],
    [{ failed: -1 }, [1, null, -1, 0.5]],
    [{ abstained: 0.5, failed: 0 }, [1, 0.5, 0, 0.5]],
  ])("%j", (policy, values) => {
    const projection = project(mixed, policy);
    expect(projection).toMatchObject({ values, dropped: false, counts: { scored: 2, abstained: 1, failed: 1 } });
    expect({ ...projection.counts.reasons }).toEqual({ undecided: 1, GOODHART_MODEL: 1 });
  });

  test.each<ProjectionPolicy>([{ failed: "drop-group" }, { abstained: "drop-group" }])(
    "%j drops the group, and says so",
    (policy) => {
      expect(project(mixed, policy)).toMatchObject({
        values: [null, null, null, null],
        dropped: true,
        counts: { scored: 2 },
      });
      expect(project(scoredGroup([scored(1)]), policy)).toMatchObject({ values: [1], dropped: false });
    },
  );

  test("throws where told to, naming task, rollout and reason", () => {
    expect(() => project(mixed, { failed: "throw" })).toThrow('task "t7", rollout 2: the score failed: down');
    expect(() => project(mixed, { abstained: "throw" })).toThrow(
      'task "t7", rollout 1: the score abstained: undecided',
    );
    expect(project(scoredGroup([scored(1)]), { failed: "throw", abstained: "throw" }).values).toEqual([1]);
  });

  test.each<[ProjectionPolicy["truncated"], readonly (number | null)[]]>([
    ["keep", [1, null, null]],
    ["zero", [0, 0, null]],
    ["mask", [null, null, null]],
    [{ kind: "soft", limit: 10, buffer: 4, penalty: 0.5 }, [0.5, null, null]],
  ])("truncated answers: %j; a failed score stays failed", (truncated, values) => {
    const projection = project(
      scoredGroup([scored(1), undecided, broken], [cut, cut, cut]),
      truncated === undefined ? {} : { truncated },
    );
    expect(projection).toMatchObject({ values, truncated: 3, counts: { scored: 1, abstained: 1, failed: 1 } });
  });

  test.each([
    [6, 1],
    [7, 0.75],
    [8, 0.5],
    [10, 0],
    [11, 0],
  ])("softly lowers an answer of %i tokens near the limit of 10 to %d", (length, value) => {
    const rollout = { text: "", tokens: { ids: Array.from({ length }, () => 0) } };
    const truncated = { kind: "soft", limit: 10, buffer: 4 } as const;
    expect(project(scoredGroup([scored(1)], [rollout]), { truncated }).values).toEqual([value]);
  });

  test.each<[ProjectionPolicy, string]>([
    [{ abstained: NaN }, "abstained"],
    [{ failed: Infinity }, "failed"],
    [{ truncated: { kind: "soft", limit: 10, buffer: 0 } }, "truncated"],
    [{ truncated: { kind: "soft", limit: 10, buffer: 11 } }, "truncated"],
    [{ truncated: { kind: "soft", limit: 10, buffer: 5, penalty: -1 } }, "truncated"],
  ])("refuses %j", (policy, field) => {
    expect(() => project(mixed, policy)).toThrow(`projection policy: ${field}`);
  });

  const score = fc.oneof(
    fc.double({ min: -9, max: 9, noNaN: true }).map((value) => scored(value)),
    fc.constantFrom<Score>(undecided, broken),
  );
  test("gives one entry per rollout, null only where there is no value, and counts every state", () => {
    fc.assert(
      fc.property(fc.array(score), (scores) => {
        const { values, counts } = project(scoredGroup(scores));
        expect(values.map((value) => value === null)).toEqual(scores.map(({ status }) => status !== "scored"));
        expect(counts.scored + counts.abstained + counts.failed).toBe(scores.length);
      }),
      { seed: 5 },
    );
  });
});

describe("projectAll", () => {
  test("adds up the groups", () => {
    const batch = [mixed, scoredGroup([scored(1)], [cut]), scoredGroup([undecided])];
    expect(projectAll(batch, { failed: "drop-group", abstained: 0 })).toMatchObject({
      groups: [{ dropped: true }, { values: [1] }, { values: [0] }],
      counts: { scored: 3, abstained: 2, failed: 1 },
      truncated: 1,
      droppedGroups: 1,
    });
  });
});

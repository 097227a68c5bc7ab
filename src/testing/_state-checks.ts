import { sameData } from "./_same-data.ts";
import { hostileTexts } from "./hostile-texts.ts";
import { scoresOf, show, violated, type Subject } from "./_subject.ts";
import { scoreSchema, type Score } from "../core/index.ts";

/** Every score has a known state, a finite value or a reason, and spans that lie within its text. */
export async function states<Truth>(subject: Subject<Truth>): Promise<void> {
  for (const group of subject.groups) {
    const scores = await scoresOf(subject, group);
    scores.forEach((score, index) => {
      const where = `task "${group.task.id}", rollout ${index}`;
      const parsed = scoreSchema.safeParse(score);
      if (!parsed.success) throw violated(`${where}: ${show(score)} is no score: ${parsed.error.message}`);
      checkScore(score, group.rollouts[index]?.text.length ?? 0, where);
    });
  }
}

function checkScore(score: Score, length: number, where: string): void {
  if (score.status === "scored" && !Number.isFinite(score.value))
    throw violated(`${where}: the value is ${score.value}`);
  if (score.status === "abstained" && score.reason === "") throw violated(`${where}: it abstained without a reason`);
  for (const { span, kind } of score.evidence ?? []) {
    if (span === undefined) continue;
    const [start, end] = span;
    if (!(0 <= start && start <= end && end <= length)) {
      throw violated(`${where}: the ${kind} span [${start}, ${end}] lies outside the text of length ${length}`);
    }
  }
  for (const [name, part] of Object.entries(score.parts ?? {})) checkScore(part, length, `${where}, part "${name}"`);
}

/** Scores cross threads and wires: what JSON cannot carry is lost there. */
export async function jsonRoundTrip<Truth>(subject: Subject<Truth>): Promise<void> {
  for (const group of subject.groups) {
    const scores = await scoresOf(subject, group);
    const parsed = throughJson(scores, group.task.id);
    if (!sameData(scores, parsed)) {
      throw violated(`task "${group.task.id}": ${show(scores)} comes back from JSON as ${show(parsed)}`);
    }
  }
}

function throughJson(scores: readonly Score[], task: string): unknown {
  try {
    return JSON.parse(JSON.stringify(scores));
  } catch (cause) {
    throw violated(`task "${task}": its scores cannot be written as JSON: ${String(cause)}`, cause);
  }
}

/** A call whose signal is aborted before it starts, and one aborted while it runs, both end with one score per rollout. */
export async function aborts<Truth>(subject: Subject<Truth>): Promise<void> {
  for (const group of subject.groups) {
    const early = await scoresOf(subject, group, AbortSignal.abort());
    if (early.length !== group.rollouts.length || early.some((score) => score.status !== "failed")) {
      throw violated(`task "${group.task.id}": aborted before it began, it still gave ${show(early)}`);
    }
    const controller = new AbortController();
    const late = scoresOf(subject, group, controller.signal);
    controller.abort();
    const { length } = await late;
    if (length !== group.rollouts.length)
      throw violated(`task "${group.task.id}": aborted midway, it gave ${length} scores`);
  }
}

/** Texts that no honest model writes still get a score each, and never a failed one: the answer may be bad, the reward may not break. */
export async function hostile<Truth>(subject: Subject<Truth>): Promise<void> {
  for (const { task } of subject.groups.slice(0, 1)) {
    const rollouts = Object.values(hostileTexts).map((text) => ({ text }));
    const scores = await scoresOf(subject, { task, rollouts });
    const names = Object.keys(hostileTexts);
    names.forEach((name, index) => {
      const score = scores[index];
      if (score === undefined) throw violated(`the text "${name}" got no score`);
      checkScore(score, rollouts[index]?.text.length ?? 0, `the text "${name}"`);
      if (score.status === "failed" && subject.generate === undefined) {
        throw violated(`the text "${name}" broke the reward: ${score.error.message}`);
      }
    });
  }
}

import type { LabelAgreement, PartSummary, Spread, Summary } from "../summary.ts";
import { html, type Html } from "./_html.ts";
import { number, percent, shareOf } from "./_numbers.ts";
import { drawColumns } from "./draw-columns.ts";
import { drawDensity } from "./draw-density.ts";
import { drawShares } from "./draw-shares.ts";

/** What became of the rollouts, and the reasons given. */
export function outcomeSection(summary: Summary): Html {
  const { scored, correct, incorrect, abstained, failed } = summary;
  const shares = [
    { label: "correct", count: correct, tone: "correct" },
    { label: "incorrect", count: incorrect, tone: "incorrect" },
    { label: "scored without verdict", count: scored - correct - incorrect, tone: "scored" },
    { label: "undecided", count: abstained, tone: "abstained" },
    { label: "failed", count: failed, tone: "failed" },
  ];
  return html`<h2 id="outcomes">Outcomes</h2>
    <figure>${drawShares("Shares of the outcomes", shares)}</figure>
    ${reasonTable(summary)}`;
}

function reasonTable({ reasons, rollouts }: Summary): Html | undefined {
  const kinds = [
    ["scored", "plain"],
    ["abstained", "abstained"],
    ["failed", "failed"],
  ] as const;
  const rows = kinds.flatMap(([status, tone]) =>
    reasons[status].map(([reason, count]) => ({ status, tone, reason, count })),
  );
  if (rows.length === 0) return undefined;
  const most = Math.max(...rows.map(({ count }) => count));
  const shown = rows
    .sort((a, b) => b.count - a.count)
    .slice(0, 24)
    .map(
      ({ status, tone, reason, count }) =>
        html`<tr>
          <td><code>${reason}</code></td>
          <td class="quiet">${status === "abstained" ? "undecided" : status}</td>
          <td class="right">${number(count)}</td>
          <td class="right quiet">${shareOf(count, rollouts)}</td>
          <td class="wide"><span class="bar back-${tone}" style="width:${number((count / most) * 100)}%"></span></td>
        </tr>`,
    );
  return html`<div class="card scroll">
    <h3>Reasons</h3>
    <table>
      <thead>
        <tr>
          <th>reason</th>
          <th>outcome</th>
          <th class="right">rollouts</th>
          <th class="right">share</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${shown}
      </tbody>
    </table>
  </div>`;
}

/** The reward's numbers, and the groups as a trainer would see them. */
export function distributionSection(summary: Summary): Html {
  const { value, groups, lengthAgainstValue, passAtK } = summary;
  return html`<h2 id="distributions">Rewards and groups</h2>
    <div class="pair">
      <figure>
        ${valuePicture(summary)}
        <figcaption>
          Mean ${number(value.mean)}, standard deviation ${number(value.deviation)}, from ${number(value.min)} to
          ${number(value.max)}.
        </figcaption>
      </figure>
      ${
        groups.comparable > 0 &&
        summary.accuracy !== null &&
        html`<figure>
          ${groupPicture(summary)}
          <figcaption>
            ${number(groups.count)} groups of ${number(groups.mean)} rollouts on average. The outer columns have no
            signal: ${number(groups.withoutSignal)} of ${number(groups.comparable)} groups
            (${shareOf(groups.withoutSignal, groups.comparable)}) have one value throughout.
          </figcaption>
        </figure>`
      }
    </div>
    ${
      lengthAgainstValue.cells.length > 0 &&
      html`<figure>
        <h3>Length against reward</h3>
        ${drawDensity(lengthAgainstValue)}
        <figcaption>${lengthWords(summary)}</figcaption>
      </figure>`
    }
    ${
      passAtK.length > 1 &&
      html`<div class="card scroll">
        <h3>pass@k</h3>
        <table>
          <thead>
            <tr>
              <th>k</th>
              <th class="right">chance that one of k is right</th>
              <th class="right">groups</th>
              <th></th>
            </tr>
          </thead>
          <tbody>
            ${passAtK.map(
              (pass) =>
                html`<tr>
                  <td>${pass.k}</td>
                  <td class="right">${percent(pass.value)}</td>
                  <td class="right quiet">${number(pass.groups)}</td>
                  <td class="wide">
                    <span class="bar back-correct" style="width:${number(pass.value * 100)}%"></span>
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
        <p class="quiet">
          Unbiased estimate, 1 − C(n−c, k) / C(n, k), averaged over the groups with at least k verdicts.
        </p>
      </div>`
    }`;
}

function valuePicture({ values, valueHistogram }: Summary): Html {
  const tones = (value: number) =>
    values?.length === 2 && values[0]?.[0] === 0 && values[1]?.[0] === 1
      ? value === 1
        ? "correct"
        : "incorrect"
      : "plain";
  const columns =
    values === null
      ? valueHistogram.counts.map((count, index) => {
          const from = valueHistogram.start + index * valueHistogram.width;
          return { label: number(from), count, note: `from ${number(from)} to ${number(from + valueHistogram.width)}` };
        })
      : values.map(([value, count]) => ({
          label: number(value),
          count,
          tone: tones(value),
          note: `reward ${number(value)}`,
        }));
  return html`<h3>Reward</h3>
    ${drawColumns({ title: "How often each reward was given", columns, axis: "reward" })}`;
}

function groupPicture({ groups }: Summary): Html {
  const label = (bin: number) => (bin === 0 ? "none" : bin === 11 ? "all" : bin === 10 ? "<100" : `≤${bin * 10}`);
  const note = (bin: number) =>
    bin === 0 ? "none right" : bin === 11 ? "all right" : `${bin * 10 - 10}% to ${bin * 10}% right`;
  const columns = groups.accuracyHistogram.map((count, bin) => ({
    label: label(bin),
    count,
    note: note(bin),
    tone: bin === 0 ? "incorrect" : bin === 11 ? "correct" : "plain",
  }));
  return html`<h3>Groups by their share of right answers</h3>
    ${drawColumns({ title: "How many groups have how many right answers", columns, axis: "percent of right answers in the group" })}`;
}

function lengthWords({ length }: Summary): string {
  const of = ({ mean, count }: Spread) =>
    `${number(mean === null ? null : Math.round(mean))} characters (${number(count)} answers)`;
  if (length.correct.count === 0 || length.incorrect.count === 0) return `Responses have ${of(length.all)} on average.`;
  return `Right answers have ${of(length.correct)} on average, wrong ones ${of(length.incorrect)}. A reward that grows with length invites padding.`;
}

/** Named parts of the reward. */
export function partSection(parts: readonly PartSummary[]): Html | undefined {
  if (parts.length === 0) return undefined;
  const rows = parts.map(
    (part) =>
      html`<tr>
        <td><code>${part.name}</code></td>
        <td class="right">${number(part.mean)}</td>
        <td class="right">${number(part.deviation)}</td>
        <td class="right">${number(part.min)}</td>
        <td class="right">${number(part.max)}</td>
        <td class="right">${number(part.count)}</td>
        <td class="right">${number(part.without)}</td>
        <td class="right">${part.deviation === 0 ? "constant: no signal" : ""}</td>
      </tr>`,
  );
  return html`<h2 id="parts">Parts</h2>
    <div class="card scroll">
      <table>
        <thead>
          <tr>
            <th>part</th>
            <th class="right">mean</th>
            <th class="right">deviation</th>
            <th class="right">least</th>
            <th class="right">most</th>
            <th class="right">scored</th>
            <th class="right">without value</th>
            <th></th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}

/** Our verdicts against the labels. */
export function labelSection(labels: LabelAgreement | null): Html | undefined {
  if (labels === null) return undefined;
  const { compared, agreed, truePositive, trueNegative, falsePositive, falseNegative, undecided, kappa } = labels;
  return html`<h2 id="labels">Against the labels</h2>
    <div class="card scroll">
      <p>
        <b>${percent(compared === 0 ? null : agreed / compared)}</b> of ${number(compared)} verdicts agree with the
        label; Cohen's kappa ${number(kappa)}.
        ${undecided > 0 && html`${number(undecided)} labelled rollouts have no verdict.`}
      </p>
      <table>
        <thead>
          <tr>
            <th></th>
            <th class="right">label correct</th>
            <th class="right">label incorrect</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th>here correct</th>
            <td class="right">${number(truePositive)}</td>
            <td class="right">${falsePositive > 0 ? html`<b>${number(falsePositive)}</b>` : "0"}</td>
          </tr>
          <tr>
            <th>here incorrect</th>
            <td class="right">${falseNegative > 0 ? html`<b>${number(falseNegative)}</b>` : "0"}</td>
            <td class="right">${number(trueNegative)}</td>
          </tr>
        </tbody>
      </table>
    </div>`;
}

import type { Sample, Samples } from "../samples.ts";
import { html, type Html } from "./_html.ts";
import { number } from "./_numbers.ts";

/** Verdicts that differ from the labels. */
export function disagreementSection({ disagreements }: Samples, total: number): Html | undefined {
  if (disagreements.length === 0) return undefined;
  const shown = disagreements.slice(0, 60);
  const rest = total - shown.length;
  return html`<h2 id="disagreements">Where verdict and label differ</h2>
    <p>
      Every one of these is a mistake on one side. ${rest > 0 && html`The first ${shown.length} of ${number(total)}.`}
    </p>
    ${shown.map((sample, index) => html`<details${index < 3 && html` open`}><summary>${sample.place}: here ${sample.cells.verdict}, label ${sample.label === 1 ? "correct" : "incorrect"}</summary>${sampleCard(sample)}</details>`)}`;
}

const titles = {
  correct: "Correct",
  incorrect: "Incorrect",
  scored: "Scored",
  abstained: "Undecided",
  failed: "Failed",
} as const;

/** A few verdicts of each outcome, chosen evenly over the file. */
export function sampleSection(samples: Samples): Html {
  const shelves = (Object.keys(titles) as (keyof typeof titles)[]).filter((outcome) => samples[outcome].length > 0);
  return html`<h2 id="samples">Read a few</h2>
    <p>Chosen by a fixed rule, spread over the file. The marked text is what was taken as the answer.</p>
    ${shelves.map((outcome) => html`<details${(outcome === "failed" || outcome === "incorrect" || outcome === "scored") && html` open`}><summary>${titles[outcome]}</summary>${samples[outcome].map(sampleCard)}</details>`)}`;
}

/** What cost the most. */
export function workSection({ mostWork }: Samples): Html | undefined {
  if (mostWork.length === 0) return undefined;
  const rows = mostWork.map(
    ({ place, work, cells, truth }) =>
      html`<tr>
        <td>${place}</td>
        <td class="right">${number(work)}</td>
        <td>${cells.verdict ?? cells.status}</td>
        <td><code>${truth}</code></td>
        <td><code>${cells.answer ?? "–"}</code></td>
      </tr>`,
  );
  return html`<h2 id="work">Most work</h2>
    <div class="card scroll">
      <table>
        <thead>
          <tr>
            <th>where</th>
            <th class="right">work units</th>
            <th>outcome</th>
            <th>truth</th>
            <th>answer</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}

function sampleCard(sample: Sample): Html {
  const { cells, place, prompt, truth, length, label } = sample;
  const outcome = cells.verdict ?? cells.status;
  const parts = Object.entries(cells.parts ?? {}).map(([name, value]) => `${name} ${number(value)}`);
  return html`<article class="sample ${outcome}">
    <header>
      <span class="badge back-${outcome}">${outcome}</span
      >${cells.value !== null && html`<b>reward ${number(cells.value)}</b>`}${cells.advantage !== null && html`<span class="quiet">advantage ${number(cells.advantage)}</span>`}${label !== null && html`<span class="quiet">label ${label}</span>`}<span
        class="quiet"
        >${place}</span
      ><span class="quiet">${number(length)} characters</span>
    </header>
    <dl>
      ${
        prompt !== "" &&
        html`<dt>prompt</dt>
          <dd>${prompt}</dd>`
      }${
        truth !== "" &&
        html`<dt>truth</dt>
          <dd><code>${truth}</code></dd>`
      }${
        cells.answer !== null &&
        html`<dt>answer</dt>
          <dd><code>${cells.answer}</code></dd>`
      }
      <dt>why</dt>
      <dd>${cells.reason ?? "–"}${cells.why !== null && html` <span class="quiet">${cells.why}</span>`}</dd>
      ${
        parts.length > 0 &&
        html`<dt>parts</dt>
          <dd>${parts.join(", ")}</dd>`
      }
      <dt>response</dt>
      <dd><pre>${response(sample)}</pre></dd>
    </dl>
  </article>`;
}

function response({ response, span, cutBefore, cutAfter }: Sample): Html {
  const before = cutBefore > 0 && html`<span class="quiet">[${number(cutBefore)} characters before] </span>`;
  const after = cutAfter > 0 && html`<span class="quiet"> [${number(cutAfter)} characters after]</span>`;
  if (span === null || span[1] <= span[0]) return html`${before}${response}${after}`;
  const [start, end] = span;
  return html`${before}${response.slice(0, start)}<mark>${response.slice(start, end)}</mark>${response.slice(end)}${after}`;
}

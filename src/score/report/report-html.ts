import type { ScoreFileResult } from "../score-file.ts";
import { html, type Html } from "./_html.ts";
import { number, percent, shareOf } from "./_numbers.ts";
import { style } from "./_style.ts";
import { distributionSection, labelSection, outcomeSection, partSection } from "./numbers-sections.ts";
import { disagreementSection, sampleSection, workSection } from "./samples-section.ts";

/**
 * One HTML page about a scoring job: nothing is loaded from elsewhere and no script runs, so that it can be mailed,
 * archived and opened offline. All text of the data is escaped. The same result gives the same page.
 */
export function reportHtml(result: ScoreFileResult): string {
  const { summary, samples, reward } = result;
  const { labels } = summary;
  const disagreed = labels === null ? 0 : labels.falsePositive + labels.falseNegative;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${reward.name}: ${headline(result)}</title>
        <style>
          ${{ safe: style }}
        </style>
      </head>
      <body>
        <main>
          <p class="eyebrow">Goodhart scoring report</p>
          <h1>${headline(result)}</h1>
          <p class="quiet">
            Reward <code>${reward.name}</code> on
            ${result.input.map((path, index) => html`${index > 0 && ", "}<code>${path}</code>`)}:
            ${number(summary.rows)} rows, ${number(summary.rollouts)} rollouts.
          </p>
          ${tiles(result)} ${outcomeSection(summary)} ${labelSection(labels)} ${distributionSection(summary)}
          ${partSection(summary.parts)} ${disagreementSection(samples, disagreed)} ${sampleSection(samples)}
          ${workSection(samples)} ${colophon(result)}
        </main>
      </body>
    </html> `;
  return page.safe;
}

function headline({ summary }: ScoreFileResult): string {
  const { accuracy, correct, incorrect, value, scored } = summary;
  if (accuracy !== null) return `${percent(accuracy)} of ${number(correct + incorrect)} decided answers are correct`;
  return scored === 0 ? "No rollout could be scored" : `The mean reward is ${number(value.mean)}`;
}

function tiles({ summary }: ScoreFileResult): Html {
  const { rollouts, groups, passAtK, value, truncated, abstained, failed, labels } = summary;
  const last = passAtK.length > 1 ? passAtK.at(-1) : undefined;
  const shown: readonly (readonly [string, string] | undefined)[] = [
    [number(value.mean), "mean reward"],
    last === undefined ? undefined : [percent(last.value), `pass@${last.k}`],
    groups.comparable === 0
      ? undefined
      : [shareOf(groups.withoutSignal, groups.comparable), "of groups without signal"],
    labels === null
      ? undefined
      : [percent(labels.compared === 0 ? null : labels.agreed / labels.compared), "agree with the label"],
    [number(truncated), `truncated (${shareOf(truncated, rollouts)})`],
    [number(abstained), `undecided (${shareOf(abstained, rollouts)})`],
    [number(failed), `failed (${shareOf(failed, rollouts)})`],
  ];
  return html`<section class="tiles" aria-label="Main numbers">
    ${shown.map((tile) => tile !== undefined && html`<div class="tile"><b>${tile[0]}</b><span>${tile[1]}</span></div>`)}
  </section>`;
}

function colophon({ reward, columns, groups, output }: ScoreFileResult): Html {
  const grouped = {
    alone: "every row is a group of its own",
    consecutive: "rows of a group follow each other",
    scattered: "rows of a group were gathered from all over the input",
  };
  return html`<h2 id="how">How this was made</h2>
    <div class="card">
      <p>
        Accuracy is the share of correct ones among all verdicts; what is undecided, truncated beyond reading or failed
        has no verdict and is counted on its own, never as zero. A group has no signal when all its values are equal:
        its advantages are zero. Grouping: ${grouped[groups]}.
      </p>
      <dl>
        ${Object.entries(columns).map(
          ([role, column]) =>
            html`<dt>${role}</dt>
              <dd><code>${column}</code></dd>`,
        )}${
          output !== undefined &&
          html`<dt>scored rows</dt>
            <dd><code>${output}</code></dd>`
        }
        <dt>reward hash</dt>
        <dd><code>${reward.hash}</code></dd>
        <dt>reward spec</dt>
        <dd><pre>${JSON.stringify(reward.spec, null, 2)}</pre></dd>
      </dl>
    </div>`;
}

import * as Plot from '@observablehq/plot';
import type { ModelContent, ReportContent } from '../../../stages/content/report-content.js';
import { percent, pointsAbove, thousands } from '../../words/words.js';
import type { Circumstances } from '../circumstances.js';
import { chart } from '../parts/chart.js';
import { type Html, html } from '../parts/html.js';
import { intervalText, pValueText, secondsText } from '../parts/numbers.js';
import { table } from '../parts/table.js';

export type NamedModel = readonly [name: string, content: ModelContent];

/** Left out where the seed has no figures of this data. */
const COMPARISON = [
  { title: 'Seed', align: 'right' },
  { title: 'Difference', align: 'right' },
] as const;
const COMPARISON_NOTE = html`<em>Seed</em> is the figure of the notebook that the study started from, and
<em>difference</em> how many percentage points the accuracy lies above it. `;

/** The study in a sentence, and its models side by side. */
export function summarySection(
  content: ReportContent,
  models: readonly NamedModel[],
  circumstances: Circumstances,
  seedAccuracies: Readonly<Record<string, number>>,
): Html {
  return html`<section id="results" aria-labelledby="results-title">
<h2 id="results-title">Results</h2>
<p class="lead">${sentence(content, models)}</p>
${models.length > 0 ? headline(models, circumstances, seedAccuracies) : ''}
</section>`;
}

function sentence({ data }: ReportContent, models: readonly NamedModel[]): Html {
  const samples = `${thousands(data.nSamples)} samples of ${data.name}`;
  const best = models.find(([, { againstBest }]) => againstBest === null);
  if (!best) return html`No model of ${samples} was evaluated.`;
  const [name, { accuracy, correct, total, interval }] = best;
  return html`${models.length === 1 ? 'One model was' : `Here ${models.length} models were`} tested on ${thousands(total)} of ${samples}. The best, <strong>${name}</strong>, has
<strong>${percent(accuracy)}</strong> right: ${thousands(correct)}, with a 95 % interval of ${intervalText(interval)}.`;
}

function headline(
  models: readonly NamedModel[],
  circumstances: Circumstances,
  seedAccuracies: Readonly<Record<string, number>>,
): Html {
  const seedOf = (name: string) => (Object.hasOwn(seedAccuracies, name) ? seedAccuracies[name]! : null);
  const isCompared = models.some(([name]) => seedOf(name) !== null);
  const rows = models.map(([name, model]) => {
    const { accuracy, correct, interval, againstBest } = model;
    const seed = seedOf(name);
    return {
      marked: againstBest === null,
      cells: [
        html`<a href="#model-${name}">${name}</a>`,
        percent(accuracy),
        intervalText(interval),
        thousands(correct),
        percent(1 - accuracy),
        ...(isCompared
          ? [seed === null ? '–' : percent(seed), seed === null ? '–' : pointsAbove(accuracy, seed)]
          : []),
        secondsText(circumstances.fitSeconds(name)),
        secondsText(circumstances.predictSeconds(name)),
        againstBest === null ? 'best' : html`${againstBest.onlyFirst} : ${againstBest.onlySecond}`,
        againstBest === null ? '' : pValueText(againstBest.pValue),
      ],
    };
  });
  const [, { total }] = models[0]!;
  return html`${table(
    `How each model does on the ${thousands(total)} test samples`,
    [
      { title: 'Model' },
      { title: 'Accuracy', align: 'right' },
      { title: '95 % interval', align: 'right' },
      { title: 'Correct', align: 'right' },
      { title: 'Error rate', align: 'right' },
      ...(isCompared ? COMPARISON : []),
      { title: 'Fit', align: 'right' },
      { title: 'Predict', align: 'right' },
      { title: 'Against best', align: 'right' },
      { title: 'p', align: 'right' },
    ],
    rows,
    'stacked',
  )}
<p class="note">Intervals are Wilson’s. ${isCompared ? COMPARISON_NOTE : ''}<em>Fit</em> and <em>predict</em> are the seconds
that the steps took when they ran; a vote’s members are counted with it. <em>Against best</em> is McNemar’s test, exact: the
samples that only this model has right, and only the best one; <em>p</em> is the probability of so unequal counts if both were
equally good.</p>
<figure>${accuracyChart(models, seedOf)}
<figcaption>Accuracies with their 95 % intervals${isCompared ? html`<span class="key seed">the seed’s figure</span>` : ''}</figcaption></figure>`;
}

function accuracyChart(models: readonly NamedModel[], seedOf: (name: string) => number | null): Html {
  const rows = models.map(([name, { accuracy, interval, againstBest }]) => ({
    name,
    accuracy: 100 * accuracy,
    low: 100 * interval.low,
    high: 100 * interval.high,
    seed: seedOf(name),
    isBest: againstBest === null,
    title: `${name}: ${percent(accuracy)} (${intervalText(interval)})`,
  }));
  const seeds = rows.flatMap(({ name, seed }) =>
    seed === null ? [] : [{ name, seed: 100 * seed, title: `${name}: the seed had ${percent(seed)}` }],
  );
  return chart('The accuracy of each model with its 95 % interval, as in the table above', {
    width: 520,
    height: 64 + 26 * rows.length,
    marginTop: 8,
    marginBottom: 48,
    marginLeft: 92,
    marginRight: 16,
    x: { label: 'Accuracy (%)', labelOffset: 42, grid: true, nice: true, ticks: 5 },
    y: { type: 'band', domain: rows.map(({ name }) => name), label: null, tickSize: 0 },
    marks: [
      Plot.link(rows, {
        x1: 'low',
        x2: 'high',
        y: 'name',
        stroke: 'var(--accent)',
        strokeWidth: 2,
        title: 'title',
      }),
      Plot.dot(rows, {
        x: 'accuracy',
        y: 'name',
        r: 5,
        fill: ({ isBest }) => (isBest ? 'var(--accent)' : 'var(--page)'),
        stroke: 'var(--accent)',
        strokeWidth: 2,
        title: 'title',
      }),
      Plot.tickX(seeds, {
        x: 'seed',
        y: 'name',
        stroke: 'var(--second)',
        strokeWidth: 2,
        inset: 5,
        title: 'title',
      }),
    ],
  });
}

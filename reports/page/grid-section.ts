import * as Plot from '@observablehq/plot';
import type { GridResult } from '../../estimators/model-selection/grid-result.js';
import { candidateText, percent } from '../figures.js';
import { chart } from './chart.js';
import { type Html, html } from './html.js';
import { table } from './table.js';

/** The grid searches: how each candidate scored, fold by fold. Nothing if there were none. */
export function gridsSection(grids: readonly (readonly [name: string, result: GridResult])[]): Html {
  if (grids.length === 0) return html``;
  return html`<section id="searches" aria-labelledby="searches-title">
<h2 id="searches-title">Searches</h2>
${grids.map(
  ([name, result]) => html`<article><h3>${name}</h3>
<p>Best: <strong>${candidateText(result.bestParams)}</strong> with ${percent(result.bestScore)}.</p>
<div class="columns"><figure>${gridChart(name, result)}
<figcaption>Accuracy by candidate<span class="key mean">mean</span><span class="key fold">one fold</span><span class="key best">best</span></figcaption></figure>
${gridTable(name, result)}</div></article>`,
)}
</section>`;
}

function gridChart(name: string, { candidates, bestIndex }: GridResult): Html {
  const rows = candidates.map(({ params, mean, std, splitScores }, index) => ({
    name: Object.values(params).map(valueText).join(', '),
    mean: 100 * mean,
    isBest: index === bestIndex,
    title: `${candidateText(params)}: ${percent(mean)} on average, standard deviation ${(100 * std).toFixed(2)}`,
    folds: splitScores.map((score, fold) => ({
      score: 100 * score,
      title: `${candidateText(params)}, fold ${fold + 1}: ${percent(score)}`,
    })),
  }));
  const folds = rows.flatMap((row) => row.folds.map((fold) => ({ ...fold, name: row.name })));
  const [first] = candidates;
  return chart(`Accuracy of each candidate of ${name} over the folds, as in the table`, {
    width: 480,
    height: 320,
    marginTop: 32,
    marginBottom: 48,
    marginLeft: 48,
    x: {
      type: 'point',
      domain: rows.map((row) => row.name),
      label: Object.keys(first?.params ?? {}).join(', '),
      labelOffset: 42,
      padding: 0.5,
    },
    y: { label: 'Accuracy (%)', grid: true, nice: true },
    marks: [
      Plot.line(rows, { x: 'name', y: 'mean', stroke: 'var(--accent)', strokeWidth: 2 }),
      Plot.dot(folds, {
        x: 'name',
        y: 'score',
        r: 3,
        stroke: 'var(--second)',
        strokeWidth: 1.5,
        title: 'title',
      }),
      Plot.dot(rows, {
        x: 'name',
        y: 'mean',
        r: ({ isBest }) => (isBest ? 7 : 4),
        fill: 'var(--accent)',
        stroke: 'var(--page)',
        title: 'title',
      }),
    ],
    r: { type: 'identity' },
  });
}

function gridTable(name: string, { candidates, bestIndex }: GridResult): Html {
  const params = Object.keys(candidates[0]?.params ?? {});
  return table(
    `Candidates of ${name}`,
    [
      { title: params.join(', ') },
      ...['Rank', 'Mean', 'Std. dev.', 'Folds (%)'].map((title) => ({
        title,
        align: 'right' as const,
      })),
    ],
    candidates.map(({ params: point, mean, std, rank, splitScores }, index) => ({
      marked: index === bestIndex,
      cells: [
        Object.values(point).map(valueText).join(', '),
        rank,
        percent(mean),
        (100 * std).toFixed(2),
        [Math.min(...splitScores), Math.max(...splitScores)]
          .map((score) => (100 * score).toFixed(2))
          .join('–'),
      ],
    })),
  );
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import * as Plot from '@observablehq/plot';
import type { GridResult } from '../../../estimators/model-selection/grid-result.js';
import { candidateText } from '../../figures/figures.js';
import { scoreText } from '../../words/words.js';
import { chart } from '../parts/chart.js';
import { type Html, html } from '../parts/html.js';
import { table } from '../parts/table.js';

/** The grid searches: how each candidate scored, fold by fold. Nothing if there were none. */
export function gridsSection(grids: readonly (readonly [name: string, result: GridResult])[]): Html {
  if (grids.length === 0) return html``;
  return html`<section id="searches" aria-labelledby="searches-title">
<h2 id="searches-title">Searches</h2>
${grids.map(
  ([name, result]) => html`<article><h3>${name}</h3>
<p>Best: <strong>${candidateText(result.bestParams)}</strong> with ${scoreText(result.bestScore, result.scoring)}.</p>
<div class="columns"><figure>${gridChart(name, result)}
<figcaption>${scoreName(result)} by candidate<span class="key mean">mean</span><span class="key fold">one fold</span><span class="key best">best</span></figcaption></figure>
${gridTable(name, result)}</div></article>`,
)}
</section>`;
}

function gridChart(name: string, result: GridResult): Html {
  const { candidates, bestIndex, scoring } = result;
  const scale = scaleOf(result);
  const rows = candidates.map(({ params, mean, std, splitScores }, index) => ({
    name: Object.values(params).map(valueText).join(', '),
    mean: scale * mean,
    isBest: index === bestIndex,
    title: `${candidateText(params)}: ${scoreText(mean, scoring)} on average, standard deviation ${(scale * std).toFixed(2)}`,
    folds: splitScores.map((score, fold) => ({
      score: scale * score,
      title: `${candidateText(params)}, fold ${fold + 1}: ${scoreText(score, scoring)}`,
    })),
  }));
  const folds = rows.flatMap((row) => row.folds.map((fold) => ({ ...fold, name: row.name })));
  const [first] = candidates;
  return chart(`${scoreName(result)} of each candidate of ${name} over the folds, as in the table`, {
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
    y: { label: `${scoreName(result)}${scale === 100 ? ' (%)' : ''}`, grid: true, nice: true },
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

function gridTable(name: string, result: GridResult): Html {
  const { candidates, bestIndex, scoring } = result;
  const scale = scaleOf(result);
  const params = Object.keys(candidates[0]?.params ?? {});
  return table(
    `Candidates of ${name}`,
    [
      { title: params.join(', ') },
      ...['Rank', 'Mean', 'Std. dev.', scale === 100 ? 'Folds (%)' : 'Folds'].map((title) => ({
        title,
        align: 'right' as const,
      })),
    ],
    candidates.map(({ params: point, mean, std, rank, splitScores }, index) => ({
      marked: index === bestIndex,
      cells: [
        Object.values(point).map(valueText).join(', '),
        rank,
        scoreText(mean, scoring),
        (scale * std).toFixed(2),
        [Math.min(...splitScores), Math.max(...splitScores)]
          .map((score) => (scale * score).toFixed(2))
          .join('–'),
      ],
    })),
  );
}

/** What the scores are, as a heading. */
function scoreName({ scoring }: GridResult): string {
  return scoring ?? 'Accuracy';
}

/** Shares are shown in percent; a logarithm is none. */
function scaleOf({ scoring }: GridResult): 1 | 100 {
  return scoring === 'neg_log_loss' ? 1 : 100;
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

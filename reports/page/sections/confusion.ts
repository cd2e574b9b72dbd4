import * as Plot from '@observablehq/plot';
import type { ModelContent } from '../../../stages/content/report-content.js';
import type { ClassNamer } from '../../words/class-namer.js';
import { percent, thousands } from '../../words/words.js';
import { chart } from '../parts/chart.js';
import { classAxis } from '../parts/class-axis.js';
import { type Html, html } from '../parts/html.js';
import { table } from '../parts/table.js';

/** With more classes, cells are too small to write into, and too many to draw the empty ones. */
const MOST_WRITTEN = 12;

/**
 * A confusion matrix as a heat map: what is right in one colour, what is confused in another, each by its share of the
 * row (errors relative to the largest of them, since they are few).
 */
export function confusionFigure(name: string, model: ModelContent, nameOf: ClassNamer): Html {
  const cells = cellsOf(model);
  const n = model.classes.length;
  const most = Math.max(...cells.map(({ isRight, share }) => (isRight ? 0 : share)), Number.MIN_VALUE);
  const domain = [...model.classes];
  const { roomBeside, roomAlong, tickFormat, tickRotate } = classAxis(model.classes, nameOf);
  const filled = cells.filter(({ count }) => count > 0);
  const isSmall = n <= MOST_WRITTEN;
  const written = isSmall ? filled : [];
  const heat = chart(
    `Confusion matrix of ${name}: how many samples of each class were predicted as each class`,
    {
      width: 480,
      height: 480,
      marginTop: 44 + roomAlong,
      marginLeft: 48 + roomBeside,
      marginRight: 4,
      marginBottom: 4,
      padding: 0.04,
      x: {
        type: 'band',
        domain,
        label: 'Predicted',
        labelOffset: 38 + roomAlong,
        axis: 'top',
        tickSize: 0,
        tickFormat,
        tickRotate: -tickRotate,
      },
      y: { type: 'band', domain, label: 'True', labelOffset: 40 + roomBeside, tickSize: 0, tickFormat },
      marks: [
        Plot.cell(isSmall ? cells : filled, {
          x: 'predicted',
          y: 'truth',
          fill: ({ isRight }) => (isRight ? 'var(--accent)' : 'var(--second)'),
          fillOpacity: {
            value: ({ isRight, share }: CellOfMatrix) => (isRight ? share : 0.06 + 0.64 * (share / most)),
            scale: null,
          },
          title: ({ truth, predicted, count, share, isRight }) =>
            `${thousands(count)} of class ${nameOf(truth)} ${isRight ? 'found' : `taken for ${nameOf(predicted)}`}: ${percent(share)} of the class`,
        }),
        Plot.text(written, {
          x: 'predicted',
          y: 'truth',
          text: ({ count }) => thousands(count),
          fill: ({ isRight }) => (isRight ? 'var(--on-accent)' : 'currentColor'),
          dy: -5,
          fontSize: 12,
          pointerEvents: 'none',
        }),
        Plot.text(written, {
          x: 'predicted',
          y: 'truth',
          text: ({ share }) => (100 * share).toFixed(1),
          fill: ({ isRight }) => (isRight ? 'var(--on-accent)' : 'currentColor'),
          dy: 10,
          fontSize: 10,
          pointerEvents: 'none',
        }),
      ],
    },
  );
  return html`<figure class="confusion">${heat}
<figcaption>Confusion matrix: counts<span class="roomy">, and below them their share of the true class in percent</span></figcaption>
<details><summary>The counts as a table</summary>${countTable(name, model, nameOf)}</details></figure>`;
}

interface CellOfMatrix {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
  /** Of the samples of the true class. */
  readonly share: number;
  readonly isRight: boolean;
}

function cellsOf({ confusionMatrix, classes }: ModelContent): CellOfMatrix[] {
  const n = classes.length;
  return Array.from(classes, (truth, row) => {
    const counts = confusionMatrix.subarray(row * n, (row + 1) * n);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return Array.from(classes, (predicted, column) => {
      const count = counts[column]!;
      return {
        truth,
        predicted,
        count,
        share: total === 0 ? 0 : count / total,
        isRight: truth === predicted,
      };
    });
  }).flat();
}

function countTable(name: string, { classes, confusionMatrix }: ModelContent, nameOf: ClassNamer): Html {
  const n = classes.length;
  return table(
    `Confusion matrix of ${name}: true classes down, predicted ones across`,
    [
      { title: 'True' },
      ...Array.from(classes, (label) => ({ title: nameOf(label), align: 'right' as const })),
    ],
    Array.from(classes, (label, row) => ({
      cells: [nameOf(label), ...Array.from(confusionMatrix.subarray(row * n, (row + 1) * n), thousands)],
    })),
  );
}

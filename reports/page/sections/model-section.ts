import * as Plot from '@observablehq/plot';
import type { CalibrationCurve } from '../../../estimators/metrics/calibration-curve.js';
import type { ClassScores } from '../../../estimators/metrics/classification-report.js';
import type { ModelContent, ReportContent } from '../../../stages/content/report-content.js';
import { type ClassNamer, classNamer } from '../../words/class-namer.js';
import { duration, percent, thousands } from '../../words/words.js';
import type { Circumstances } from '../circumstances.js';
import { chart } from '../parts/chart.js';
import { type Html, html } from '../parts/html.js';
import { intervalText } from '../parts/numbers.js';
import { table } from '../parts/table.js';
import { confusionFigure } from './confusion.js';
import { insideFigures } from './inside.js';
import { mistakesGallery } from './mistakes.js';
import type { NamedModel } from './summary-section.js';
import { voteFigures } from './votes.js';

/** How each model does, class by class and picture by picture. */
export function modelsSection(
  models: readonly NamedModel[],
  { data, grids }: ReportContent,
  circumstances: Circumstances,
): Html {
  return html`<section id="models" aria-labelledby="models-title">
<h2 id="models-title">Models</h2>
${models.map((model) => modelSection(model, data, grids, circumstances))}
</section>`;
}

function modelSection(
  [name, model]: NamedModel,
  data: ReportContent['data'],
  grids: ReportContent['grids'],
  circumstances: Circumstances,
): Html {
  const { accuracy, interval, correct, total, kind } = model;
  const seconds = circumstances.fitSeconds(name);
  const nameOf = classNamer(data.classNames);
  return html`<article class="model" id="model-${name}" aria-labelledby="model-${name}-title">
<h3 id="model-${name}-title">${name}</h3>
<p class="note">${kind}${paramsText(circumstances.fitParams(name, grids))}</p>
<p><strong>${percent(accuracy)}</strong> right (${intervalText(interval)}): ${thousands(correct)} of
${thousands(total)}${seconds === null ? '' : `, fitted in ${duration(seconds)}`}.</p>
<div class="columns">
${confusionFigure(name, model, nameOf)}
${reportTable(name, model, nameOf)}
</div>
<div class="columns">
${model.calibration ? calibrationFigure(name, model.calibration) : ''}
${pairsTable(name, model, nameOf)}
</div>
${mistakesGallery(name, model, nameOf)}
${insideFigures(name, model, data)}
${voteFigures(name, model, nameOf)}
</article>`;
}

/** The params that are set: ` · C 10 · gamma "scale"`. */
function paramsText(params: Readonly<Record<string, unknown>>): string {
  const set = Object.entries(params).filter(([, value]) => value !== null);
  return set.map(([name, value]) => ` · ${name} ${JSON.stringify(value)}`).join('');
}

function reportTable(name: string, { report }: ModelContent, nameOf: ClassNamer): Html {
  const row = (title: string, { precision, recall, f1Score, support }: ClassScores) => ({
    cells: [title, ...[precision, recall, f1Score].map((score) => score.toFixed(4)), thousands(support)],
  });
  const { accuracy, microAvg, macroAvg, weightedAvg } = report;
  return table(
    `Classification report of ${name}`,
    ['Class', 'Precision', 'Recall', 'F1 score', 'Support'].map((title, index) => ({
      title,
      align: index === 0 ? 'left' : 'right',
    })),
    [
      ...report.classes.map((scores) => row(nameOf(scores.label), scores)),
      microAvg
        ? row('micro avg', microAvg)
        : { cells: ['accuracy', '', '', accuracy.toFixed(4), thousands(macroAvg.support)] },
      row('macro avg', macroAvg),
      row('weighted avg', weightedAvg),
    ],
  );
}

function pairsTable(name: string, { confusedPairs }: ModelContent, nameOf: ClassNamer): Html {
  if (confusedPairs.length === 0) return html``;
  return table(
    `The pairs that ${name} confuses most`,
    [
      { title: 'True' },
      { title: 'Taken for', align: 'right' },
      { title: 'Samples', align: 'right' },
      { title: 'Of the class', align: 'right' },
    ],
    confusedPairs.map(({ truth, predicted, count, share }) => ({
      cells: [nameOf(truth), nameOf(predicted), thousands(count), percent(share)],
    })),
  );
}

function calibrationFigure(name: string, { probPred, probTrue, counts }: CalibrationCurve): Html {
  const bins = Array.from(counts, (count, bin) => ({
    said: 100 * probPred[bin]!,
    found: 100 * probTrue[bin]!,
    count,
    title: `${thousands(count)} predictions of ${percent(probPred[bin]!)} on average: ${percent(probTrue[bin]!)} are right`,
  }));
  const curve = chart(`Calibration of ${name}: how many predictions are right, by their probability`, {
    width: 480,
    height: 400,
    marginTop: 32,
    marginBottom: 48,
    marginLeft: 48,
    x: { label: 'Probability of the predicted class (%)', labelOffset: 42, domain: [0, 100], grid: true },
    y: { label: 'Right (%)', domain: [0, 100], grid: true },
    r: { range: [3, 9] },
    marks: [
      Plot.link([0], {
        x1: 0,
        y1: 0,
        x2: 100,
        y2: 100,
        stroke: 'currentColor',
        strokeOpacity: 0.5,
        strokeDasharray: '4 4',
      }),
      Plot.line(bins, { x: 'said', y: 'found', stroke: 'var(--accent)', strokeWidth: 2 }),
      Plot.dot(bins, {
        x: 'said',
        y: 'found',
        r: 'count',
        fill: 'var(--accent)',
        stroke: 'var(--page)',
        title: 'title',
      }),
    ],
  });
  return html`<figure class="calibration">${curve}
<figcaption>Calibration: predictions in ten bins by their probability. On the dashed line, what is said with 80 % is right 80
times in a hundred. Larger dots are more predictions.</figcaption></figure>`;
}

import * as Plot from '@observablehq/plot';
import type { ModelContent, ReportContent, SupportContent } from '../../../stages/content/report-content.js';
import { type ClassNamer, classNamer } from '../../words/class-namer.js';
import { thousands } from '../../words/words.js';
import { chart } from '../parts/chart.js';
import { type Html, html } from '../parts/html.js';
import { arePictures, picture } from '../parts/picture.js';

/** Of features that are no pixels of a picture, so many are charted. */
const MOST_FEATURES = 20;

/** What can be seen of a model itself: the importances of a forest's features, the support vectors of an SVC. */
export function insideFigures(
  name: string,
  { featureImportances, supportVectors }: ModelContent,
  { firstImages, featureNames, classNames }: ReportContent['data'],
): Html {
  const importances = featureImportances ?? new Float64Array();
  const figure = arePictures(firstImages)
    ? importancesPicture(name, importances)
    : importancesChart(name, importances, featureNames);
  return html`${featureImportances ? figure : ''}
${supportVectors ? supportFigure(name, supportVectors, classNamer(classNames)) : ''}`;
}

function importancesPicture(name: string, importances: Float64Array): Html {
  const most = importances.reduce((greatest, one) => Math.max(greatest, one), 0);
  const data = Uint8Array.from(importances, (one) => (most === 0 ? 0 : Math.round((255 * one) / most)));
  const image = picture({ data, rows: 1, columns: data.length }, 0, `Importance of each pixel in ${name}`);
  return html`<h4>What it looks at</h4>
<figure class="importances">${image}
<figcaption>Importance of each pixel: how much its splits lower Gini’s impurity. The darkest, pixel
${importances.indexOf(most) + 1}, has ${(100 * most).toFixed(2)} %; ${thousands(countUsed(importances))} of
${thousands(importances.length)} pixels have any.</figcaption></figure>`;
}

function importancesChart(name: string, importances: Float64Array, featureNames: readonly string[]): Html {
  const bars = Array.from(importances, (importance, feature) => ({
    feature: featureNames[feature] ?? `feature ${feature + 1}`,
    importance: 100 * importance,
  }))
    .sort((first, second) => second.importance - first.importance)
    .slice(0, MOST_FEATURES);
  return html`<h4>What it looks at</h4>
<figure>${chart(`Importance of the features in ${name}`, {
    width: 520,
    height: 48 + 22 * bars.length,
    marginLeft: 190,
    marginBottom: 44,
    x: { label: 'Importance (%)', grid: true, nice: true, labelOffset: 38 },
    y: { domain: bars.map(({ feature }) => feature), label: null, tickSize: 0 },
    marks: [
      Plot.barX(bars, {
        x: 'importance',
        y: 'feature',
        fill: 'var(--accent)',
        title: ({ feature, importance }) => `${feature}: ${importance.toFixed(2)} %`,
      }),
      Plot.ruleX([0], { stroke: 'currentColor' }),
    ],
  })}
<figcaption>Importance of ${bars.length < importances.length ? `the first ${bars.length} of ${thousands(importances.length)} features` : 'each feature'}:
how much its splits lower Gini’s impurity. ${thousands(countUsed(importances))} of ${thousands(importances.length)} features have
any.</figcaption></figure>`;
}

function countUsed(importances: Float64Array): number {
  return importances.reduce((count, one) => count + (one > 0 ? 1 : 0), 0);
}

function supportFigure(name: string, classes: readonly SupportContent[], nameOf: ClassNamer): Html {
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  if (!arePictures(classes[0]!.meanImage)) {
    const counts = classes.map(({ label, count }) => `${thousands(count)} of class ${nameOf(label)}`);
    return html`<h4>What it keeps</h4>
<p class="note">${thousands(total)} support vectors: ${counts.join(', ')}.</p>`;
  }
  return html`<h4>What it keeps</h4>
<p class="note">${thousands(total)} support vectors. Of each class: how many, their mean, and those of the greatest weight (the
sum of |α| over the pairs of classes).</p>
<ul class="supports" aria-label="Support vectors of ${name}">${classes.map(
    ({ label, count, meanImage, strongest }) =>
      html`<li><span class="caption"><strong>${nameOf(label)}</strong><br>${thousands(count)}</span>${picture(
        meanImage,
        0,
        `the mean of the support vectors of class ${nameOf(label)}`,
      )}<span class="strongest">${Array.from(strongest.weights, (weight, row) =>
        picture(
          strongest.images,
          row,
          `a support vector of class ${nameOf(label)}, weight ${weight.toFixed(2)}`,
        ),
      )}</span></li>`,
  )}</ul>`;
}

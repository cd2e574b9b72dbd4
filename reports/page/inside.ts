import type { ModelContent, SupportContent } from '../../stages/content/report-content.js';
import { thousands } from '../words.js';
import { type Html, html } from './html.js';
import { picture } from './picture.js';

/** What can be seen of a model itself: the importances of a forest's pixels, the support vectors of an SVC. */
export function insideFigures(name: string, { featureImportances, supportVectors }: ModelContent): Html {
  return html`${featureImportances ? importancesFigure(name, featureImportances) : ''}
${supportVectors ? supportFigure(name, supportVectors) : ''}`;
}

function importancesFigure(name: string, importances: Float64Array): Html {
  const most = importances.reduce((greatest, one) => Math.max(greatest, one), 0);
  const data = Uint8Array.from(importances, (one) => (most === 0 ? 0 : Math.round((255 * one) / most)));
  const image = picture({ data, rows: 1, columns: data.length }, 0, `Importance of each pixel in ${name}`);
  const used = importances.reduce((count, one) => count + (one > 0 ? 1 : 0), 0);
  return html`<h4>What it looks at</h4>
<figure class="importances">${image}
<figcaption>Importance of each pixel: how much its splits lower Gini’s impurity. The darkest, pixel
${importances.indexOf(most) + 1}, has ${(100 * most).toFixed(2)} %; ${thousands(used)} of ${thousands(importances.length)} pixels have
any.</figcaption></figure>`;
}

function supportFigure(name: string, classes: readonly SupportContent[]): Html {
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  return html`<h4>What it keeps</h4>
<p class="note">${thousands(total)} support vectors. Of each class: how many, their mean, and those of the greatest weight (the
sum of |α| over the pairs of classes).</p>
<ul class="supports" aria-label="Support vectors of ${name}">${classes.map(
    ({ label, count, meanImage, strongest }) =>
      html`<li><span class="caption"><strong>${label}</strong><br>${thousands(count)}</span>${picture(
        meanImage,
        0,
        `the mean of the support vectors of class ${label}`,
      )}<span class="strongest">${Array.from(strongest.weights, (weight, row) =>
        picture(strongest.images, row, `a support vector of class ${label}, weight ${weight.toFixed(2)}`),
      )}</span></li>`,
  )}</ul>`;
}

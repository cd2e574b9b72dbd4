import * as Plot from '@observablehq/plot';
import { isPixels } from '../../../estimators/matrix.js';
import type { ClassContent, ReportContent } from '../../../stages/content/report-content.js';
import { type ClassNamer, classNamer } from '../../words/class-namer.js';
import { thousands } from '../../words/words.js';
import { chart } from '../parts/chart.js';
import { classAxis } from '../parts/class-axis.js';
import { type Html, html } from '../parts/html.js';
import { picture } from '../parts/picture.js';
import { table } from '../parts/table.js';

/** Means of so many features are shown. */
const MOST_FEATURES = 30;

/** What the data are: their keys and shape, the first samples, the classes. */
export function dataSection({ data, classes }: ReportContent): Html {
  const { featureNames, classNames, firstImages, firstLabels } = data;
  const nameOf = classNamer(classNames);
  const features = [featureNames[0], featureNames.at(-1)].filter((name) => name !== undefined);
  const first = pictures(
    Array.from(firstLabels, (label, row) => [nameOf(label), picture(firstImages, row, `a ${nameOf(label)}`)]),
  );
  const means = pictures(
    Array.from(classes.labels, (label, row) => [
      nameOf(label),
      picture(classes.meanImages, row, `the mean of all samples of class ${nameOf(label)}`),
    ]),
  );
  return html`<section id="data" aria-labelledby="data-title">
<h2 id="data-title">Data</h2>
<dl class="facts">
<div><dt>name</dt><dd>${data.name}</dd></div>
<div><dt>data</dt><dd>${thousands(data.nSamples)} × ${thousands(data.nFeatures)}, ${isPixels(firstImages) ? 'one byte each' : 'eight bytes each'}</dd></div>
<div><dt>feature_names</dt><dd>${features.join(' … ')}</dd></div>
<div><dt>${data.target}</dt><dd>${thousands(data.nSamples)} labels of ${data.classes.length} classes: ${Array.from(data.classes, nameOf).join(classNames ? ', ' : ' ')}</dd></div>
<div><dt>source</dt><dd>${data.source}</dd></div>
<div><dt>licence</dt><dd>${data.licence}</dd></div>
</dl>
${first ? html`<h3>The first ${firstLabels.length} samples</h3>${first}` : ''}
<h3>Classes</h3>
<figure>${distribution(classes, nameOf)}
<figcaption>Samples of each class<span class="key train">to train on</span><span class="key test">to test on</span></figcaption></figure>
<details><summary>The counts as a table</summary>${countTable(classes, nameOf)}</details>
${means ? html`<h3>The mean sample of each class</h3>${means}` : ''}
${isPixels(firstImages) ? '' : html`<h3>The mean of each feature</h3>${meanTable(featureNames, classes, nameOf)}`}
</section>`;
}

/** Pictures in a row, each with a word below; undefined if the samples are no pictures. */
function pictures(
  items: readonly (readonly [caption: string, picture: Html | undefined])[],
): Html | undefined {
  const shown = items.filter(([, image]) => image !== undefined);
  if (shown.length === 0) return undefined;
  return html`<ul class="gallery">${shown.map(
    ([caption, image]) => html`<li>${image}<span class="caption">${caption}</span></li>`,
  )}</ul>`;
}

function distribution({ labels, trainCounts, testCounts }: ClassContent, nameOf: ClassNamer): Html {
  const { roomAlong, tickFormat, tickRotate } = classAxis(labels, nameOf);
  const bars = Array.from(labels, (label, index) => [
    { label, count: trainCounts[index]!, part: 'train' },
    { label, count: testCounts[index]!, part: 'test' },
  ]).flat();
  return chart('How many samples of each class there are to train and to test on', {
    width: 520,
    height: 260 + roomAlong,
    marginTop: 32,
    marginBottom: 48 + roomAlong,
    marginLeft: 56,
    x: {
      type: 'band',
      domain: [...labels],
      label: 'Class',
      labelOffset: 42 + roomAlong,
      tickSize: 0,
      tickFormat,
      tickRotate,
    },
    y: { label: 'Samples', grid: true, nice: true, tickFormat: thousands },
    marks: [
      Plot.barY(bars, {
        x: 'label',
        y: 'count',
        fill: ({ part }) => (part === 'train' ? 'var(--accent)' : 'var(--second)'),
        title: ({ label, count, part }) => `class ${nameOf(label)}, to ${part} on: ${thousands(count)}`,
      }),
      Plot.ruleY([0], { stroke: 'currentColor' }),
    ],
  });
}

/** A line a feature, a column a class. */
function meanTable(
  featureNames: readonly string[],
  { labels, meanImages: means }: ClassContent,
  nameOf: ClassNamer,
): Html {
  const shown = featureNames.slice(0, MOST_FEATURES);
  const more = featureNames.length - shown.length;
  return html`${table(
    `Means of ${more > 0 ? `the first ${shown.length} features` : 'the features'} by class`,
    [
      { title: 'Feature' },
      ...Array.from(labels, (label) => ({ title: `Class ${nameOf(label)}`, align: 'right' as const })),
    ],
    shown.map((name, feature) => ({
      cells: [
        name,
        ...Array.from(labels, (_, row) => significant(means.data[row * means.columns + feature]!)),
      ],
    })),
  )}${more > 0 ? html`<p class="note">And ${thousands(more)} more features.</p>` : ''}`;
}

function significant(value: number): string {
  return value.toPrecision(5).replace('-', '−');
}

function countTable({ labels, trainCounts, testCounts }: ClassContent, nameOf: ClassNamer): Html {
  return table(
    'Samples of each class',
    [
      { title: 'Class' },
      { title: 'Train', align: 'right' },
      { title: 'Test', align: 'right' },
      { title: 'Both', align: 'right' },
    ],
    Array.from(labels, (label, index) => {
      const [train, test] = [trainCounts[index]!, testCounts[index]!];
      return { cells: [nameOf(label), thousands(train), thousands(test), thousands(train + test)] };
    }),
  );
}

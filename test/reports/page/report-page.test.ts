import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Dataset, toReals } from '../../../estimators/matrix.js';
import { reportPage } from '../../../reports/page/report-page.js';
import { computeContent } from '../../../stages/content/compute-content.js';
import { evaluatedOf } from '../../stages/evaluated.js';
import { goodModel, smallSource } from './page-source.js';

test('the policy names the very style sheet and script of the page, and nothing else is in it', async () => {
  const page = await reportPage(smallSource({ good: goodModel }));
  const inline = (tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(page)![1]!;
  const hash = (text: string) => createHash('sha256').update(text).digest('base64');
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
  expect(policy).toContain('default-src &#39;none&#39;');
  for (const tag of ['style', 'script']) {
    expect(policy).toContain(`${tag}-src &#39;sha256-${hash(inline(tag))}&#39;`);
  }
  const head = page.indexOf('</head>');
  expect(page.slice(head).match(/<script/g)).toHaveLength(1);
  expect(page.slice(head)).not.toMatch(/<style|\sstyle=|\son\w+=|<link|<iframe|(?:src|href)="(?!data:|#)/);
});

test('a study without models and searches has a page', async () => {
  const page = await reportPage(smallSource({}));
  expect(page).toContain('No model of 12 samples of three was evaluated.');
  expect(page).not.toContain('id="models"');
  expect(page).not.toContain('id="searches"');
});

test('steps without a record are on the page, without key and time', async () => {
  const page = await reportPage(smallSource({ good: goodModel }, { records: new Map() }));
  expect(page).toMatch(
    /<th scope="row"[^>]*>source<\/th><td[^>]*>source<\/td><td[^>]*><code>–<\/code><\/td>/,
  );
});

test('a model without mistakes has no gallery of them', async () => {
  const perfect = { ...goodModel, predictions: [1, 1, 3, 3, 7, 7] };
  const page = await reportPage(smallSource({ perfect }));
  expect(page).toContain('<strong>100.00 %</strong>');
  expect(page).not.toContain('mistakes');
});

test('samples that are no square pictures are left out, and the rest is there', async () => {
  const evaluated = evaluatedOf({ good: goodModel });
  const { images } = evaluated.test;
  const narrow = { data: images.data.subarray(0, 3 * images.rows), rows: images.rows, columns: 3 };
  const content = computeContent({
    ...evaluated,
    exploration: { ...evaluated.exploration, nFeatures: 3, firstImages: narrow },
    train: { ...evaluated.train, images: narrow },
    test: { ...evaluated.test, images: narrow },
  });
  const page = await reportPage(smallSource({}, { content }));
  expect(page).not.toContain('<img');
  expect(page).toContain('12 × 3, one byte each');
});

test('of samples in doubles it tells the mean of each feature, and what a forest looks at by name', async () => {
  const evaluated = evaluatedOf({ forest: goodModel });
  const inReals = ({ images, ...others }: Dataset) => ({ ...others, images: toReals(images) });
  const content = computeContent({
    ...evaluated,
    exploration: { ...evaluated.exploration, firstImages: toReals(evaluated.exploration.firstImages) },
    train: inReals(evaluated.train),
    test: inReals(evaluated.test),
  });
  const { forest } = content.models;
  const models = { forest: { ...forest!, featureImportances: Float64Array.of(0.1, 0, 0.65, 0.25) } };
  const page = await reportPage(smallSource({}, { content: { ...content, models } }));
  expect(page).not.toContain('<img');
  expect(page).toContain('12 × 4, eight bytes each');
  expect(page).toMatch(
    /Means of the features by class.*?<th scope="row"[^>]*>b<\/th><td[^>]*>10\.000<\/td>/s,
  );
  expect(page).toContain('<title>c: 65.00 %</title>');
  expect(page).toContain('3 of 4 features have');
});

test('classes are called by their names where the data has names, on axes by as much of them as there is room for', async () => {
  const evaluated = evaluatedOf({ good: goodModel });
  const classNames = Array.from({ length: 8 }, (_, label) => `name ${label}`);
  classNames[3] = '<b>a name that is long</b>';
  const content = computeContent({ ...evaluated, exploration: { ...evaluated.exploration, classNames } });
  const page = await reportPage(smallSource({}, { content }));
  const escaped = '&lt;b&gt;a name that is long&lt;/b&gt;';
  expect(page).not.toContain('<b>a name');
  expect(page).toContain(`12 labels of 3 classes: name 1, ${escaped}, name 7`);
  expect(page).toContain(`<strong>${escaped} → name 1</strong>`);
  expect(page).toContain(`1 of class ${escaped} taken for name 1`);
  expect(page).toContain(`>&lt;b&gt;a name tha…<`);
  // Counts, the classification report, the confusion matrix, the pairs.
  expect(page.match(new RegExp(`<th scope="row"[^>]*>${escaped}</th>`, 'g'))?.length).toBe(4);
});

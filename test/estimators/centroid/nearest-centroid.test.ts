import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { nearestCentroid } from '../../../estimators/centroid/nearest-centroid.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import { digest } from '../forest/datasets.js';
import { type Description, make, splitDigits } from '../svm/datasets.js';
import { upsideDown } from '../upside-down.js';

interface Expected {
  readonly centroids: string;
  readonly labels: string;
}

const fixture: {
  cases: (Expected & { name: string; data: Description })[];
  study: Expected & { correct: number };
} = JSON.parse(readFileSync(new URL('../../fixtures/nearest-centroid.json', import.meta.url), 'utf8'));

const compute = openCompute(2);
const work = { compute };
afterAll(() => compute.close());

describe("centroids and labels are scikit-learn's", () => {
  test.each(fixture.cases)('$name', async ({ data, centroids, labels }) => {
    const train = make(data);
    const model = await nearestCentroid.fit({}, train, work);
    expect(digest(model.centroids)).toBe(centroids);
    expect(digest(await nearestCentroid.predict(model, upsideDown(train.images), work))).toBe(labels);
  });

  test("on the study's digits", async () => {
    const { train, test } = splitDigits(56_000);
    const model = await nearestCentroid.fit({}, train, work);
    expect(digest(model.centroids)).toBe(fixture.study.centroids);
    const labels = await nearestCentroid.predict(model, test.images, work);
    expect(digest(labels)).toBe(fixture.study.labels);
    expect(labels.filter((label, row) => label === test.labels[row])).toHaveLength(fixture.study.correct);
  });
});

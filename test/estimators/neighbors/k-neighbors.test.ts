import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import { head } from '../../../estimators/matrix.js';
import { kNearest } from '../../../estimators/neighbors/k-nearest.js';
import { kNeighbors } from '../../../estimators/neighbors/k-neighbors.js';
import type { KNeighborsParams } from '../../../estimators/neighbors/params.js';
import { digest } from '../forest/datasets.js';
import { type Description, make, splitDigits } from '../svm/datasets.js';

interface Expected {
  readonly params: KNeighborsParams;
  readonly labels: string;
  readonly proba: string;
}

interface Case extends Expected {
  readonly name: string;
  readonly train: Description;
  readonly queries: Description;
  readonly neighbors: string;
}

const fixture: { cases: Case[]; study: (Expected & { correct: number })[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/k-neighbors.json', import.meta.url), 'utf8'),
);

const compute = openCompute(2);
const work = { compute };
afterAll(() => compute.close());

describe("the neighbors, labels and probabilities are scikit-learn's, bit for bit", () => {
  test.each(fixture.cases)('$name', async ({ train, queries, params, ...expected }) => {
    const samples = make(train);
    const { images } = make(queries);
    const [found] = await kNearest(samples.images, images, [params.nNeighbors], work);
    expect(digest(found!.indices)).toBe(expected.neighbors);
    const model = await kNeighbors.fit(kNeighbors.params.parse(params), samples, work);
    expect(digest(await kNeighbors.predict(model, images, work))).toBe(expected.labels);
    expect(digest((await kNeighbors.predictProba(model, images, work)).data)).toBe(expected.proba);
  });

  test('on 14,000 digits, by 4,000 others', async () => {
    const { train, test } = splitDigits(4000);
    expect(fixture.study.length).toBeGreaterThan(0);
    for (const { params, labels, proba, correct } of fixture.study) {
      const model = await kNeighbors.fit(params, train, work);
      const predicted = await kNeighbors.predictWithProba!(model, test.images, work);
      expect(digest(predicted.labels)).toBe(labels);
      expect(digest(predicted.probabilities.data)).toBe(proba);
      expect(predicted.labels.filter((label, row) => label === test.labels[row])).toHaveLength(correct);
    }
  });
});

test('candidates that share a training set are predicted from one search, each as it is alone', async () => {
  const train = make({ seed: 1, rows: 90, columns: 3, span: 4, shift: 1, labels: [0, 1, 7] });
  const { images } = make({ seed: 2, rows: 50, columns: 3, span: 4, shift: 1, labels: [0, 1, 7] });
  const candidates = [
    { nNeighbors: 9, weights: 'distance' },
    { nNeighbors: 1, weights: 'uniform' },
    { nNeighbors: 90, weights: 'distance' },
    { nNeighbors: 4, weights: 'uniform' },
  ] as const;
  const models = await Promise.all([
    ...candidates.map((params) => kNeighbors.fit(params, train, work)),
    kNeighbors.fit(candidates[0], head(train, 30), work),
  ]);
  const together = await kNeighbors.predictCandidates!(models, images, work);
  expect(together).toHaveLength(5);
  for (const [i, model] of models.entries()) {
    expect(together[i]).toEqual(await kNeighbors.predict(model, images, work));
  }
  expect(new Set(together.map(String)).size).toBe(5);
});

test('the model refers to the very data set it was fitted on', async () => {
  const train = make({ digits: [0, 20] });
  expect((await kNeighbors.fit(kNeighbors.params.parse({}), train, work)).train).toBe(train);
});

test('more neighbors than samples are refused before anything is predicted', async () => {
  const train = make({ digits: [0, 4] });
  await expect(kNeighbors.fit(kNeighbors.params.parse({}), train, work)).rejects.toThrow(
    'nNeighbors must be at most the number of training samples, 4; got 5.',
  );
});

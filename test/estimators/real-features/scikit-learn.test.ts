import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { Classifier, FittedModel } from '../../../estimators/classifier.js';
import {
  gaussianNb,
  kNeighbors,
  logisticRegression,
  nearestCentroid,
  openCompute,
} from '../../../estimators/index.js';
import type { TableName } from '../tables.js';
import { partsOf, type Scaling } from './parts.js';

interface Predicted {
  readonly labels: readonly number[];
  /** Of the test samples `rows`. */
  readonly proba: readonly number[];
}

interface Case {
  readonly table: TableName;
  readonly scaling: Scaling | null;
  readonly rows: readonly number[];
  readonly gaussianNb: Predicted & {
    readonly theta: readonly number[];
    readonly variance: readonly number[];
    readonly epsilon: number;
  };
  readonly nearestCentroid: { readonly centroids: readonly number[]; readonly labels: readonly number[] };
  readonly logisticRegression: Predicted & {
    readonly coef: readonly number[];
    readonly intercept: readonly number[];
  };
  readonly kNeighbors: Readonly<Record<'uniform' | 'distance', Predicted>>;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('../../fixtures/real-features.json', import.meta.url), 'utf8'),
);
const compute = openCompute(2);
const work = { compute };
afterAll(() => compute.close());

describe.each(cases)('$table is classified as scikit-learn does ($#)', (expected) => {
  const { train, test: held } = partsOf(expected.table, expected.scaling);

  async function fitted<Params, Model extends FittedModel>(
    classifier: Classifier<Params, Model>,
    params: object = {},
  ): Promise<Model> {
    return classifier.fit(classifier.params.parse(params), train, work);
  }

  async function expectPredicted<Params, Model extends FittedModel>(
    classifier: Classifier<Params, Model>,
    model: Model,
    { labels, proba }: Predicted,
    tolerance: number,
  ): Promise<void> {
    expect([...(await classifier.predict(model, held.images, work))]).toEqual(labels);
    const { data, columns } = await classifier.predictProba(model, held.images, work);
    const kept = expected.rows.flatMap((row) => [...data.subarray(row * columns, (row + 1) * columns)]);
    expectClose(kept, proba, tolerance);
  }

  test('by Gaussian naive Bayes: means and variances to the last bit, probabilities to 1e-9', async () => {
    const model = await fitted(gaussianNb);
    expect([...model.theta]).toEqual(expected.gaussianNb.theta);
    expect([...model.variance]).toEqual(expected.gaussianNb.variance);
    expect(model.epsilon).toBe(expected.gaussianNb.epsilon);
    await expectPredicted(gaussianNb, model, expected.gaussianNb, 1e-9);
  });

  test('by the nearest centroid: centroids to the last bit', async () => {
    const model = await fitted(nearestCentroid);
    expect([...model.centroids]).toEqual(expected.nearestCentroid.centroids);
    expect([...(await nearestCentroid.predict(model, held.images, work))]).toEqual(
      expected.nearestCentroid.labels,
    );
  });

  // scikit-learn's nearest solver leaves gradients of up to 5e-8 here.
  test('by logistic regression: coefficients within 1e-6, probabilities too', async () => {
    const model = await fitted(logisticRegression, { tol: 1e-10 });
    expectClose([...model.coef], expected.logisticRegression.coef, 1e-6);
    expectClose([...model.intercept], expected.logisticRegression.intercept, 1e-6);
    await expectPredicted(logisticRegression, model, expected.logisticRegression, 1e-6);
  });

  test.each(['uniform', 'distance'] as const)('by 5 nearest neighbors, weighted %s', async (weights) => {
    const model = await fitted(kNeighbors, { nNeighbors: 5, weights });
    await expectPredicted(kNeighbors, model, expected.kNeighbors[weights], 1e-9);
  });
});

function expectClose(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  const gap = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0);
  expect(gap).toBeLessThan(tolerance);
}

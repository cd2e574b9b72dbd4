import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Dataset, Matrix } from '../../../estimators/matrix.js';
import { gaussianNb } from '../../../estimators/naive-bayes/gaussian-nb.js';
import type { GaussianNbModel } from '../../../estimators/naive-bayes/model.js';
import type { GaussianNbParams } from '../../../estimators/naive-bayes/params.js';
import { digest } from '../forest/datasets.js';
import { type Description, make, splitDigits } from '../svm/datasets.js';
import { upsideDown } from '../upside-down.js';

interface Expected {
  readonly params: GaussianNbParams;
  readonly theta: string;
  readonly variance: string;
  readonly epsilon: number;
  readonly labels: string;
  /** The rows that are least certain, and their probabilities. */
  readonly rows: readonly number[];
  readonly proba: readonly number[];
}

const fixture: {
  cases: (Expected & { name: string; data: Description })[];
  study: (Expected & { correct: number })[];
} = JSON.parse(readFileSync(new URL('../../fixtures/gaussian-nb.json', import.meta.url), 'utf8'));

const compute = openCompute(2);
const work = { compute };
afterAll(() => compute.close());

const fitOn = (params: object, train: Dataset) =>
  gaussianNb.fit(gaussianNb.params.parse(params), train, work);

async function expectScikitLearns(model: GaussianNbModel, images: Matrix, expected: Expected) {
  expect(digest(model.theta)).toBe(expected.theta);
  expect(digest(model.variance)).toBe(expected.variance);
  expect(model.epsilon).toBe(expected.epsilon);
  const { labels, probabilities } = await gaussianNb.predictWithProba!(model, images, work);
  expect(digest(labels)).toBe(expected.labels);
  const { columns, data } = probabilities;
  const kept = expected.rows.flatMap((row) => [...data.subarray(row * columns, (row + 1) * columns)]);
  expect(kept).toHaveLength(expected.proba.length);
  for (const [i, probability] of expected.proba.entries()) {
    expect(Math.abs(kept[i]! - probability)).toBeLessThan(1e-12);
  }
  return labels;
}

describe("means, variances and labels are scikit-learn's, bit for bit; probabilities to 1e-12", () => {
  test.each(fixture.cases)('$name', async ({ data, ...expected }) => {
    const train = make(data);
    await expectScikitLearns(await fitOn(expected.params, train), upsideDown(train.images), expected);
  });

  test.each(fixture.study)("on the study's digits, $params", async ({ correct, ...expected }) => {
    const { train, test } = splitDigits(56_000);
    const labels = await expectScikitLearns(await fitOn(expected.params, train), test.images, expected);
    expect(labels.filter((label, row) => label === test.labels[row])).toHaveLength(correct);
  });
});

test('a row has the same probabilities whatever rows come with it', async () => {
  const train = make({ seed: 1, rows: 80, columns: 6, span: 200, shift: 9, labels: [0, 1, 4] });
  const model = await fitOn({}, train);
  const { data } = await gaussianNb.predictProba(model, train.images, work);
  const alone = { data: train.images.data.subarray(7 * 6, 8 * 6), rows: 1, columns: 6 };
  expect((await gaussianNb.predictProba(model, alone, work)).data).toEqual(data.slice(21, 24));
});

describe('variances of 0, by which scikit-learn divides with a warning, are refused', () => {
  test('where no feature varies', async () => {
    const alike = make({ seed: 1, rows: 20, columns: 4, span: 1, shift: 0, labels: [3, 5] });
    await expect(fitOn({}, alike)).rejects.toThrow(
      'The variance of feature 0 in class 3 is 0, too small to divide by, with varSmoothing 1e-9. Choose a larger varSmoothing',
    );
  });

  test('where a feature does not vary in a class, and nothing is added', async () => {
    const images = { data: Uint8Array.of(1, 7, 2, 7, 3, 5, 4, 6), rows: 4, columns: 2 };
    const train = { images, labels: Uint8Array.of(0, 0, 9, 9) };
    await expect(fitOn({ varSmoothing: 0 }, train)).rejects.toThrow(
      'The variance of feature 1 in class 0 is 0, too small to divide by, with varSmoothing 0.',
    );
    expect((await fitOn({}, train)).epsilon).toBe(1e-9 * 1.25);
  });
});

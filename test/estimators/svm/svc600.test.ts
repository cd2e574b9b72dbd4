import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import { head } from '../../../estimators/matrix.js';
import type { SvcModel } from '../../../estimators/svm/model.js';
import { decisionFunction, svc } from '../../../estimators/svm/svc.js';
import { splitDigits } from './datasets.js';

/** SVC(probability=True, random_state=42) of scikit-learn 1.2.1 on the first 600 training digits. */
const oracle = JSON.parse(readFileSync(new URL('../../fixtures/svc600.json', import.meta.url), 'utf8'));

const compute = openCompute();
const { train, test: heldOut } = splitDigits(600);
let model: SvcModel;

beforeAll(async () => {
  model = await svc.fit(svc.params.parse({ probability: true, randomState: 42 }), train, { compute });
});
afterAll(() => compute.close());

test('gamma, support vectors, coefficients and iterations are the very numbers of scikit-learn', () => {
  expect(model.gamma).toBe(oracle.gamma);
  expect([...model.support]).toEqual(oracle.support);
  expect([...model.nSupport]).toEqual(oracle.n_support);
  expect([...model.intercept]).toEqual(oracle.intercept);
  expect([...model.nIter]).toEqual(oracle.n_iter);
  expect([...model.dualCoef.subarray(0, model.support.length)]).toEqual(oracle.dual_coef_row0);
});

test('the sigmoids agree to 1e-12', () => {
  expect(largestDifference(model.probA, oracle.probA)).toBeLessThan(1e-12);
  expect(largestDifference(model.probB, oracle.probB)).toBeLessThan(1e-12);
});

test('decision values are the very numbers, probabilities agree to 1e-12', async () => {
  const { images } = head(heldOut, 3);
  const decisions = await decisionFunction(model, images, { compute });
  expect([...decisions.data]).toEqual(oracle.decision_head.flat());
  const probabilities = await svc.predictProba(model, images, { compute });
  expect(largestDifference(probabilities.data, oracle.proba_head.flat())).toBeLessThan(1e-12);
});

test('as many of the 14,000 held-out digits are recognised', async () => {
  const labels = await svc.predict(model, heldOut.images, { compute });
  expect(labels.filter((label, row) => label === heldOut.labels[row])).toHaveLength(oracle.correct);
});

function largestDifference(actual: Float64Array, expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  return Math.max(...actual.map((value, index) => Math.abs(value - expected[index]!)));
}

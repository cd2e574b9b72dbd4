import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import { realVariance } from '../../../estimators/svm/real-variance.js';
import { decisionFunction, svc } from '../../../estimators/svm/svc.js';
import { cases, makeReal, variances } from './real-datasets.js';

const compute = openCompute(2);
const work = { compute };
afterAll(() => compute.close());

describe.each(cases)('$name', ({ data, params, expected }) => {
  const train = makeReal(data);
  const fitted = svc.fit(svc.params.parse(params), train, work);
  const { columns } = train.images;
  // Rows to predict: training rows, their features turned round.
  const rows = Math.min(25, train.images.rows);
  const turned = {
    data: train.images.data
      .slice(0, rows * columns)
      .map((_, at, all) => all[at - (at % columns) + columns - 1 - (at % columns)]!),
    rows,
    columns,
  };
  const first = (count: number) => {
    const kept = Math.min(count, rows);
    return { data: turned.data.subarray(0, kept * columns), rows: kept, columns };
  };

  test("the model is scikit-learn's, step by step", async () => {
    const model = await fitted;
    expect(model.gamma).toBe(expected.gamma);
    expect([...model.nIter]).toEqual(expected.n_iter);
    expect([...model.nSupport]).toEqual(expected.n_support);
    expect(digest(model.support)).toBe(expected.support);
    expectClose(model.intercept, expected.intercept);
    if (typeof expected.dual_coef === 'string') expect(digest(model.dualCoef)).toBe(expected.dual_coef);
    else expectClose(model.dualCoef, expected.dual_coef);
  });

  test('the same labels are predicted', async () => {
    const model = await fitted;
    expect([...(await svc.predict(model, turned, work))]).toEqual(expected.predict);
    expect(digest(await svc.predict(model, train.images, work))).toBe(expected.own);
  });

  test('decision values agree to 1e-11', async () => {
    const model = await fitted;
    expectClose((await decisionFunction(model, first(4), work, 'ovr')).data, expected.ovr);
    expectClose((await decisionFunction(model, first(2), work, 'ovo')).data, expected.ovo);
  });

  if (!expected.proba) return;
  test('sigmoids and probabilities agree to 1e-11', async () => {
    const model = await fitted;
    expectClose(model.probA, expected.prob_a!);
    expectClose(model.probB, expected.prob_b!);
    expectClose((await svc.predictProba(model, first(4), work)).data, expected.proba!);
  });
});

test.each(variances)(
  'the variance of $data.rows x $data.columns doubles is the very number of NumPy',
  async ({ data, variance }) => {
    expect(await realVariance(makeReal(data).images.data, work)).toBe(variance);
  },
);

function digest(array: Uint8Array | Uint32Array | Float64Array): string {
  return createHash('sha256')
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest('hex')
    .slice(0, 16);
}

/** In the first eleven digits, whatever the magnitude. */
function expectClose(actual: Float64Array, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) {
    expect(Math.abs(actual[index]! - value)).toBeLessThanOrEqual(1e-11 * Math.abs(value));
  }
}

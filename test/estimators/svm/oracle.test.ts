import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import { decisionFunction, svc } from '../../../estimators/svm/svc.js';
import { oracleCases } from './oracle-cases.js';

const compute = openCompute(2);
const work = { compute };
afterAll(() => compute.close());

describe.each(oracleCases)('$kind', ({ kind, cases, variances, tolerance, least }) => {
  describe.each(cases)('$name', ({ train, params, expected }) => {
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
      if (typeof expected.dual_coef === 'string') {
        expect([...model.intercept]).toEqual(expected.intercept);
        expect(digest(model.dualCoef)).toBe(expected.dual_coef);
      } else {
        expectClose(model.intercept, expected.intercept);
        expectClose(model.dualCoef, expected.dual_coef);
      }
    });

    test('the same labels are predicted', async () => {
      const model = await fitted;
      expect([...(await svc.predict(model, turned, work))]).toEqual(expected.predict);
      if (expected.own) expect(digest(await svc.predict(model, train.images, work))).toBe(expected.own);
    });

    test(`decision values agree to ${tolerance}`, async () => {
      const model = await fitted;
      const ovr = await decisionFunction(model, first(4), work, 'ovr');
      const ovo = await decisionFunction(model, first(2), work, 'ovo');
      expectClose(ovr.data, expected.ovr);
      expectClose(ovo.data, expected.ovo);
      expect(ovr.rows * ovr.columns).toBe(expected.ovr.length);
      expect(ovo.rows * ovo.columns).toBe(expected.ovo.length);
    });

    if (!expected.proba) return;
    test(`sigmoids and probabilities agree to ${tolerance}`, async () => {
      const model = await fitted;
      expect(svc.hasProba(model)).toBe(true);
      expectClose(model.probA, expected.prob_a!);
      expectClose(model.probB, expected.prob_b!);
      expectClose((await svc.predictProba(model, first(4), work)).data, expected.proba!);
    });
  });

  test.each(variances)(
    `the variance of $rows x $columns ${kind} is the very number of NumPy`,
    async ({ variance, ours }) => {
      expect(await ours(work)).toBe(variance);
    },
  );

  function expectClose(actual: Float64Array, expected: readonly number[]): void {
    expect(actual).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) {
      const gap = Math.abs(actual[index]! - value);
      expect(gap && gap / Math.max(least, Math.abs(value))).toBeLessThan(tolerance);
    }
  }
});

function digest(array: Uint8Array | Uint32Array | Float64Array): string {
  return createHash('sha256')
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest('hex')
    .slice(0, 16);
}

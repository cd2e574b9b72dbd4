import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import { pixelVariance } from '../../../estimators/svm/gamma.js';
import { decisionFunction, svc } from '../../../estimators/svm/svc.js';
import { type Description, make } from './datasets.js';

interface Case {
  name: string;
  data: Description;
  params: object;
  expected: {
    gamma: number;
    support: string;
    n_support: number[];
    dual_coef: string;
    intercept: number[];
    n_iter: number[];
    predict: number[];
    ovr: number[];
    ovo: number[];
    prob_a?: number[];
    prob_b?: number[];
    proba?: number[];
  };
}

const {
  cases,
  variances,
}: { cases: Case[]; variances: { rows: number; columns: number; variance: number }[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/svc.json', import.meta.url), 'utf8'),
);

const compute = openCompute(2);
const work = { compute };
afterAll(() => compute.close());

describe.each(cases)('$name', ({ data, params, expected }) => {
  const train = make(data);
  const fitted = svc.fit(svc.params.parse(params), train, work);
  const { columns } = train.images;
  // Rows to predict: training rows, upside down.
  const rows = Math.min(25, train.images.rows);
  const upsideDown = {
    data: train.images.data
      .slice(0, rows * columns)
      .map((_, at, all) => all[at - (at % columns) + columns - 1 - (at % columns)]!),
    rows,
    columns,
  };
  const first = (count: number) => {
    const kept = Math.min(count, rows);
    return { data: upsideDown.data.subarray(0, kept * columns), rows: kept, columns };
  };

  test('the model has the very numbers of scikit-learn', async () => {
    const model = await fitted;
    expect(model.gamma).toBe(expected.gamma);
    expect([...model.nIter]).toEqual(expected.n_iter);
    expect([...model.nSupport]).toEqual(expected.n_support);
    expect(digest(model.support)).toBe(expected.support);
    expect([...model.intercept]).toEqual(expected.intercept);
    expect(digest(model.dualCoef)).toBe(expected.dual_coef);
  });

  test('the same labels are predicted', async () => {
    expect([...(await svc.predict(await fitted, upsideDown, work))]).toEqual(expected.predict);
  });

  test('decision values agree to 1e-12', async () => {
    const model = await fitted;
    const ovr = await decisionFunction(model, first(4), work, 'ovr');
    const ovo = await decisionFunction(model, first(2), work, 'ovo');
    expectClose(ovr.data, expected.ovr);
    expectClose(ovo.data, expected.ovo);
    expect(ovr.rows * ovr.columns).toBe(expected.ovr.length);
    expect(ovo.rows * ovo.columns).toBe(expected.ovo.length);
  });

  if (!expected.proba) return;
  test('sigmoids and probabilities agree to 1e-12', async () => {
    const model = await fitted;
    expect(svc.hasProba(model)).toBe(true);
    expectClose(model.probA, expected.prob_a!);
    expectClose(model.probB, expected.prob_b!);
    expectClose((await svc.predictProba(model, first(4), work)).data, expected.proba!);
  });
});

test.each(variances)('the variance of $rows x $columns pixels is the very number of NumPy', async (shape) => {
  const { rows, columns, variance } = shape;
  const { images } = make({ seed: 3, rows, columns, span: 256, shift: 0, labels: [0], counts: [rows] });
  expect(
    await pixelVariance(
      images,
      Uint32Array.from({ length: images.rows }, (_, row) => row),
      work,
    ),
  ).toBe(variance);
});

function digest(array: Uint32Array | Float64Array): string {
  return createHash('sha256')
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest('hex')
    .slice(0, 16);
}

/** Within 1e-12 of values around 1 or smaller, else in the first twelve digits. */
function expectClose(actual: Float64Array, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) {
    expect(Math.abs(actual[index]! - value) / Math.max(1, Math.abs(value))).toBeLessThan(1e-12);
  }
}

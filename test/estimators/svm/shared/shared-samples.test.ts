import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type Compute, openCompute } from '../../../../estimators/compute/compute.js';
import { type Dataset, type Split, take } from '../../../../estimators/matrix.js';
import { gridSearch } from '../../../../estimators/model-selection/grid-search.js';
import { stratifiedKFold } from '../../../../estimators/model-selection/stratified-k-fold.js';
import type { SvcParams } from '../../../../estimators/svm/params.js';
import { shareSamples } from '../../../../estimators/svm/shared/shared-samples.js';
import { svc } from '../../../../estimators/svm/svc.js';
import { make } from '../datasets.js';

const computes = [1, 2, 3].map((threads) => openCompute(threads));
const compute = computes[1]!;
afterAll(() => Promise.all(computes.map((each) => each.close())));

const digits = make({ digits: [0, 400] });
/** Few values, so that samples are equal, distances are, and decisions tie. */
const coarse = make({ seed: 3, rows: 150, columns: 3, span: 3, shift: 1, labels: [9, 2, 4, 0] });
const uneven = make({
  seed: 5,
  rows: 0,
  columns: 33,
  span: 90,
  shift: 11,
  labels: [7, 1, 3],
  counts: [61, 6, 34],
});
const twoClasses = make({ seed: 1, rows: 120, columns: 20, span: 200, shift: 4, labels: [8, 5] });

const candidates = [
  // All samples are support vectors, all of them at their bound.
  { C: 1e-4 },
  { C: 0.1 },
  { C: 10 },
  // Mostly the same solves as the one before.
  { C: 1000 },
  { C: 1000, tol: 0.1 },
  { C: 1, gamma: 'auto' },
  { C: 1, gamma: 1e-6, probability: true, randomState: 1 },
  { C: 1e-5, kernel: 'linear' },
  { C: 1, kernel: 'poly', degree: 2, coef0: 0.5 },
].map((params) => svc.params.parse(params));

/** What each candidate predicts when it is fitted and asked alone, on copies. */
function alone(dataset: Dataset, split: Split, params: readonly SvcParams[]): Promise<Uint8Array[]> {
  const train = take(dataset, split.train);
  const { images } = take(dataset, split.test);
  return Promise.all(
    params.map(async (each) => svc.predict(await svc.fit(each, train, { compute }), images, { compute })),
  );
}

async function together(
  dataset: Dataset,
  splits: readonly Split[],
  params: readonly SvcParams[],
  on: Compute = compute,
): Promise<Uint8Array[][]> {
  const shared = await shareSamples(dataset, { compute: on });
  try {
    return await Promise.all(splits.map((split) => shared!.fitPredict(params, split, { compute: on })));
  } finally {
    shared!.release();
  }
}

describe('fits and predictions on parts of one data set', () => {
  test.each(Object.entries({ digits, coarse, uneven, twoClasses }))(
    'predict what separate ones do, on any number of threads: %s',
    async (_, dataset) => {
      const splits = stratifiedKFold(dataset.labels, 4);
      const expected: Uint8Array[][] = [];
      for (const split of splits) expected.push(await alone(dataset, split, candidates));
      for (const on of computes) expect(await together(dataset, splits, candidates, on)).toEqual(expected);
    },
  );

  test('predict what separate ones do, whatever is in the parts', async () => {
    const indices = fc.uniqueArray(fc.nat(99), { minLength: 40, maxLength: 90 });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 2, max: 120 }),
        fc.subarray([1, 2, 6, 200], { minLength: 2 }),
        indices,
        fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 20 }),
        async (seed, columns, span, labels, train, test) => {
          const dataset = make({ seed, rows: 100, columns, span, shift: 2, labels });
          // Parts in any order; they may overlap, and the test part may have classes that the other has not.
          const first = labels[0]!;
          const kept = train.filter((row) => dataset.labels[row] !== first || seed % 3 > 0);
          fc.pre(new Set(kept.map((row) => dataset.labels[row])).size > 1);
          const split = { train: Uint32Array.from(kept), test: Uint32Array.from(test) };
          const params = [0.01, 1, 100].map((C) => svc.params.parse({ C }));
          expect(await together(dataset, [split], params)).toEqual([await alone(dataset, split, params)]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('fail as separate ones do', async () => {
    const one = Uint32Array.from([...digits.labels.keys()].filter((row) => digits.labels[row] === 4));
    const split = { train: one, test: Uint32Array.of(0) };
    await expect(together(digits, [split], [svc.params.parse({})])).rejects.toThrow(
      'The number of classes has to be greater than one; got 1 class',
    );
    const [fold] = stratifiedKFold(digits.labels, 5);
    const tooLarge = svc.params.parse({ kernel: 'poly', degree: 200, gamma: 1 });
    await expect(together(digits, [fold!], [tooLarge])).rejects.toThrow(/not finite/);
  });

  test('leave no memory in use, also where they are aborted', async () => {
    const own = openCompute(2);
    try {
      const splits = stratifiedKFold(digits.labels, 4);
      await together(digits, splits, candidates, own);
      const abort = new AbortController();
      const shared = await shareSamples(twoClasses, { compute: own });
      // Far from done when it is aborted: hours of iterations.
      const endless = svc.params.parse({ kernel: 'linear', C: 1e6, tol: 1e-9 });
      const split = stratifiedKFold(twoClasses.labels, 2)[0]!;
      const fit = shared!.fitPredict([endless], split, { compute: own, signal: abort.signal });
      setTimeout(() => abort.abort(new Error('no longer wanted')), 100);
      await expect(fit).rejects.toThrow('no longer wanted');
      shared!.release();
      const { heap } = own;
      const bytes = heap.memory.buffer.byteLength;
      heap.release(heap.allocate(bytes - 1_048_576));
      expect(heap.memory.buffer.byteLength).toBe(bytes);
    } finally {
      await own.close();
    }
  });

  test('share nothing where that would take too much memory', async () => {
    const many = make({ seed: 2, rows: 4097, columns: 1, span: 9, shift: 30, labels: [0, 1] });
    expect(await shareSamples(many, { compute })).toBeUndefined();
  });
});

describe('a grid search', () => {
  const grid = { C: [0.01, 1, 100], gamma: ['scale', 1e-6] };

  test('has the same scores with and without sharing', async () => {
    const { shareSamples: _, ...separate } = svc;
    for (const dataset of [digits, uneven]) {
      const expected = await gridSearch(separate, {}, grid, dataset, 3, { compute });
      for (const on of computes) {
        expect(await gridSearch(svc, {}, grid, dataset, 3, { compute: on })).toEqual(expected);
      }
    }
  });

  test('works beyond the bound of what is shared', async () => {
    const many = make({ seed: 2, rows: 4097, columns: 2, span: 9, shift: 30, labels: [0, 1] });
    const { candidates: found } = await gridSearch(svc, {}, { C: [1] }, many, 2, { compute });
    expect(found[0]!.mean).toBeGreaterThan(0.99);
  });
});

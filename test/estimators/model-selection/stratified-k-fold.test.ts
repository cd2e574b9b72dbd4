import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stratifiedKFold } from '../../../estimators/model-selection/stratified-k-fold.js';
import { trainTestSplit } from '../../../estimators/model-selection/train-test-split.js';
import { mnistLabels } from './mnist-labels.js';

interface FoldsFixture {
  labels: number[];
  k: number;
  refused?: true;
  folds: { train: number[]; test: number[] }[];
}

const fixture = JSON.parse(readFileSync('test/fixtures/folds.json', 'utf8'));
const digest = (indices: Uint32Array) => createHash('sha256').update(indices).digest('hex');

test.each([
  [3000, 5],
  [3000, 3],
  [10000, 5],
  [10000, 3],
])("the first %i of the training part in %i folds: scikit-learn's very indices", (count, k) => {
  const labels = mnistLabels();
  const { train } = trainTestSplit(70_000, { testSize: 0.2, randomState: 42 });
  const headLabels = Uint8Array.from(train.subarray(0, count), (index) => labels[index]!);
  const folds = stratifiedKFold(headLabels, k);
  expect(
    folds.map((fold) => ({
      train_sha256: digest(fold.train),
      test_sha256: digest(fold.test),
      n_test: fold.test.length,
    })),
  ).toEqual(fixture.mnist_folds[count][k]);
});

test.each((fixture.folds as FoldsFixture[]).map((folds) => [folds.k, folds.labels.length, folds] as const))(
  '%i folds of %i samples of uneven classes: what scikit-learn does',
  (k, _, folds) => {
    const run = () => stratifiedKFold(Uint8Array.from(folds.labels), k);
    if (folds.refused) {
      expect(run).toThrow(RangeError);
    } else {
      expect(run().map(({ train, test }) => ({ train: [...train], test: [...test] }))).toEqual(folds.folds);
    }
  },
);

const labelsAndK = fc
  .array(fc.nat(3), { minLength: 20, maxLength: 200 })
  .chain((labels) => fc.tuple(fc.constant(Uint8Array.from(labels)), fc.integer({ min: 2, max: 5 })));

test('every sample is tested once, and trained on in all other folds', () => {
  fc.assert(
    fc.property(labelsAndK, ([labels, k]) => {
      const all = [...labels.keys()];
      const folds = stratifiedKFold(labels, k);
      expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(all);
      for (const { train, test } of folds) {
        expect([...train, ...test].sort((a, b) => a - b)).toEqual(all);
      }
    }),
  );
});

test('a class is spread over the folds with at most one sample of difference', () => {
  fc.assert(
    fc.property(labelsAndK, ([labels, k]) => {
      const folds = stratifiedKFold(labels, k);
      for (const label of new Set(labels)) {
        const counts = folds.map(({ test }) => test.filter((sample) => labels[sample] === label).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test.each([
  [1, 'nSplits must be an integer from 2; got 1.'],
  [2.5, 'nSplits must be an integer from 2; got 2.5.'],
  [9, 'nSplits must not exceed the number of samples; got 9 for 5 samples.'],
  [4, 'nSplits must not exceed the size of every class; got 4, and the largest class has 3 samples.'],
])('%d folds of 5 samples are refused', (k, message) => {
  expect(() => stratifiedKFold(Uint8Array.of(1, 1, 1, 2, 2), k)).toThrow(message);
});

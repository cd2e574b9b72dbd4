import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trainTestSplit } from '../../../estimators/model-selection/train-test-split.js';
import { mnistLabels } from './mnist-labels.js';

interface SplitFixture {
  n: number;
  test_size?: number;
  train_size?: number;
  random_state: number;
  refused?: true;
  train: number[];
  test: number[];
}

const fixture = JSON.parse(readFileSync('test/fixtures/folds.json', 'utf8'));
const digest = (indices: Uint32Array) => createHash('sha256').update(indices).digest('hex');

test("the study's split has scikit-learn's very indices", () => {
  const { train, test } = trainTestSplit(70_000, { testSize: 0.2, randomState: 42 });
  expect(train.length).toBe(56_000);
  expect(test.length).toBe(14_000);
  expect([...train.subarray(0, 5)]).toEqual([47339, 67456, 12308, 32557, 664]);
  expect([...test.subarray(0, 5)]).toEqual([46730, 48393, 41416, 34506, 43725]);
  expect(digest(train)).toBe(fixture.mnist_split.train_sha256);
  expect(digest(test)).toBe(fixture.mnist_split.test_sha256);
});

test("the split's test part has scikit-learn's class counts", () => {
  const labels = mnistLabels();
  const support = new Array<number>(10).fill(0);
  for (const index of trainTestSplit(70_000, { testSize: 0.2, randomState: 42 }).test) {
    support[labels[index]!]!++;
  }
  expect(support).toEqual(fixture.mnist_split.test_support);
});

const splits: SplitFixture[] = fixture.splits;
test.each(splits.map((split) => [JSON.stringify({ ...split, train: undefined, test: undefined }), split]))(
  'gives or refuses what scikit-learn does: %s',
  (_, split) => {
    const {
      n,
      test_size: testSize,
      train_size: trainSize,
      random_state: randomState,
    } = split as SplitFixture;
    const run = () => trainTestSplit(n, { testSize, trainSize, randomState });
    if ((split as SplitFixture).refused) {
      expect(run).toThrow(RangeError);
    } else {
      const { train, test } = run();
      expect({ train: [...train], test: [...test] }).toEqual({
        train: (split as SplitFixture).train,
        test: (split as SplitFixture).test,
      });
    }
  },
);

test('the two parts never share a sample, and together hold all when only one size is given', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 300 }),
      fc.double({ min: 0.01, max: 0.49, noNaN: true }),
      fc.nat(),
      (n, testSize, randomState) => {
        const { train, test } = trainTestSplit(n, { testSize, randomState });
        const samples = [...train, ...test].sort((a, b) => a - b);
        expect(samples).toEqual([...new Array(n).keys()]);
      },
    ),
  );
});

test.each([
  [
    { testSize: 50 },
    'testSize must be a share between 0 and 1, or a positive number of samples below 10; got 50.',
  ],
  [{ trainSize: Number.NaN }, 'trainSize must be a share'],
  [{ testSize: 0.6, trainSize: 0.5 }, 'testSize + trainSize must be at most 1; got 0.6 + 0.5.'],
  [{ testSize: 6, trainSize: 5 }, 'ask for 6 + 5 samples, but there are only 10'],
  [{ testSize: 0.95 }, 'The training part must not be empty'],
])('a refusal names the option, the rule and the value: %j', (sizes, message) => {
  expect(() => trainTestSplit(10, { ...sizes, randomState: 0 })).toThrow(message);
});

import { expect, test } from 'vitest';
import { randomForest } from '../../../estimators/forest/random-forest.js';

test("defaults are scikit-learn's", () => {
  expect(randomForest.params.parse({ randomState: 42 })).toEqual({
    nEstimators: 100,
    maxDepth: null,
    minSamplesSplit: 2,
    minSamplesLeaf: 1,
    maxFeatures: 'sqrt',
    bootstrap: true,
    oobScore: false,
    randomState: 42,
  });
});

test('out-of-bag scoring without a bootstrap is refused', () => {
  const { error } = randomForest.params.safeParse({ randomState: 1, oobScore: true, bootstrap: false });
  expect(error!.issues).toMatchObject([
    { path: ['oobScore'], message: /oobScore: true needs bootstrap: true/ },
  ]);
});

test('a forest without trees is refused', () => {
  const { error } = randomForest.params.safeParse({ randomState: 1, nEstimators: 0 });
  expect(error!.issues[0]!.message).toBe('nEstimators must be an integer of at least 1; got 0.');
});

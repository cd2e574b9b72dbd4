import { describe, expect, test } from 'vitest';
import { decisionTree } from '../../../estimators/tree/decision-tree.js';
import { featuresToTry } from '../../../estimators/tree/params.js';

const refusal = (params: unknown) => {
  const { error } = decisionTree.params.safeParse(params);
  return error?.issues.map(({ message }) => message).join('\n');
};

test("defaults are scikit-learn's", () => {
  expect(decisionTree.params.parse({ randomState: 0 })).toEqual({
    maxDepth: null,
    minSamplesSplit: 2,
    minSamplesLeaf: 1,
    maxFeatures: null,
    randomState: 0,
  });
});

describe('a refused param names its rule and its value', () => {
  test.for([
    [{}, /randomState must be an integer from 0 to 4294967295; got undefined.*choose one/],
    [{ randomState: null }, /randomState must be .* got null.*seeds/],
    [{ randomState: 4294967296 }, /got 4294967296/],
    [{ randomState: 1.5 }, /got 1.5/],
    [
      { randomState: 1, maxDepth: 0 },
      /maxDepth must be an integer of at least 1; got 0. Use null for no limit/,
    ],
    [{ randomState: 1, minSamplesSplit: 1 }, /minSamplesSplit must be an integer of at least 2; got 1/],
    [{ randomState: 1, minSamplesLeaf: 0.5 }, /minSamplesLeaf must be an integer of at least 1; got 0.5/],
    [
      { randomState: 1, maxFeatures: 1.5 },
      /maxFeatures must be 'sqrt', .* or null for all features; got 1.5/,
    ],
    [{ randomState: 1, maxFeatures: 0 }, /maxFeatures must be .* got 0/],
    [{ randomState: 1, maxFeatures: 'auto' }, /maxFeatures must be .* got "auto"/],
    [{ randomState: 1, criterion: 'entropy' }, /criterion/],
  ] as const)('%j', ([params, message]) => {
    expect(refusal(params)).toMatch(message);
  });
});

test('a number of at least 1 is a count of features, one below 1 a share', () => {
  expect(featuresToTry(null, 784)).toBe(784);
  expect(featuresToTry('sqrt', 784)).toBe(28);
  expect(featuresToTry('sqrt', 783)).toBe(27);
  expect(featuresToTry('log2', 784)).toBe(9);
  expect(featuresToTry('log2', 1)).toBe(1);
  expect(featuresToTry(1, 784)).toBe(1);
  expect(featuresToTry(1000, 784)).toBe(784);
  expect(featuresToTry(0.1, 784)).toBe(78);
  expect(featuresToTry(0.001, 784)).toBe(1);
});

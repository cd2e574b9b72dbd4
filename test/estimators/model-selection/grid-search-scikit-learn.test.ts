import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import {
  type Classifier,
  type Dataset,
  decisionTree,
  gridSearch,
  openCompute,
  type ParameterValues,
  randomForest,
  svc,
  take,
  trainTestSplit,
} from '../../../estimators/index.js';
import { mnistPackageFiles, readMnist } from '../../../stages/data/read-mnist.js';

interface SearchFixture {
  split_scores: number[][];
  mean: number[];
  std: number[];
  rank: number[];
  best_index: number;
}

const fixture: Record<string, SearchFixture> = JSON.parse(readFileSync('test/fixtures/grid.json', 'utf8'));

/** The first 500 of the study's training part. */
async function someDigits(): Promise<Dataset> {
  const { train } = trainTestSplit(70_000, { testSize: 0.2, randomState: 42 });
  return take(await readMnist(mnistPackageFiles()), train.subarray(0, 500));
}

const digits = someDigits();
const compute = openCompute(2);
afterAll(() => compute.close());

const searches: [string, Classifier, object, ParameterValues, number][] = [
  ['svc', svc, {}, { gamma: [1e-7, 'scale'], C: [0.1, 1, 10] }, 5],
  ['forest', randomForest, { randomState: 42 }, { nEstimators: [5, 10, 20] }, 3],
  ['tree', decisionTree, { randomState: 0 }, { maxDepth: [3, 6, null] }, 4],
];

test.each(searches)("a grid over the %s on 500 digits: scikit-learn's scores", async (name, ...search) => {
  const [classifier, params, grid, cv] = search;
  const result = await gridSearch(classifier, { ...params }, grid, await digits, cv, { compute });
  const expected = fixture[name]!;
  expect(result.candidates.map(({ splitScores }) => splitScores)).toEqual(expected.split_scores);
  expect(result.candidates.map(({ mean }) => mean)).toEqual(expected.mean);
  expect(result.candidates.map(({ std }) => std)).toEqual(expected.std);
  expect(result.candidates.map(({ rank }) => rank)).toEqual(expected.rank);
  expect(result.bestIndex).toBe(expected.best_index);
});

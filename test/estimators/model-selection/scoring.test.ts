import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type Classifier,
  type Dataset,
  decisionTree,
  extraTrees,
  type GridResult,
  gridSearch,
  kNeighbors,
  logisticRegression,
  openCompute,
  randomForest,
  randomizedSearch,
  SCORINGS,
  type Scoring,
  svc,
} from '../../../estimators/index.js';
import { studyDigits } from '../forest/datasets.js';

interface Expected {
  readonly params: Record<string, unknown>[];
  readonly splitScores: number[][];
  readonly mean: number[];
  readonly std: number[];
  readonly rank: number[];
  readonly bestIndex: number;
}

const fixture = JSON.parse(readFileSync('test/fixtures/scoring.json', 'utf8'));
const compute = openCompute(2);
const work = { compute };
afterAll(() => compute.close());

const digits = studyDigits('train', 500);

function only(classes: readonly number[], { images, labels }: Dataset): Dataset {
  const rows = [...labels.keys()].filter((row) => classes.includes(labels[row]!));
  const pixels = rows.map((row) => images.data.subarray(row * images.columns, (row + 1) * images.columns));
  return {
    images: {
      data: Uint8Array.from(pixels.flatMap((row) => [...row])),
      rows: rows.length,
      columns: images.columns,
    },
    labels: Uint8Array.from(rows, (row) => labels[row]!),
  };
}

/** scikit-learn's names of the params that the fixtures search. */
const NAMES: Record<string, string> = {
  max_depth: 'maxDepth',
  min_samples_leaf: 'minSamplesLeaf',
  n_estimators: 'nEstimators',
  max_features: 'maxFeatures',
  n_neighbors: 'nNeighbors',
  weights: 'weights',
};

/** Scores of labels have scikit-learn's bits; a logarithm's last ones are the C library's. */
function expectResult(result: GridResult, expected: Expected, scoring: Scoring) {
  const { candidates } = result;
  const points = expected.params.map((point) =>
    Object.fromEntries(Object.entries(point).map(([name, value]) => [NAMES[name], value])),
  );
  expect(candidates.map(({ params }) => params)).toEqual(points);
  expect(candidates.map(({ rank }) => rank)).toEqual(expected.rank);
  expect(result.bestIndex).toBe(expected.bestIndex);
  expect('scoring' in result ? result.scoring : 'accuracy').toBe(scoring);
  const near = (value: number) => (scoring === 'neg_log_loss' ? expect.closeTo(value, 12) : value);
  expect(candidates.map(({ splitScores }) => splitScores)).toEqual(
    expected.splitScores.map((scores) => scores.map(near)),
  );
  expect(candidates.map(({ mean }) => mean)).toEqual(expected.mean.map(near));
  expect(candidates.map(({ std }) => std)).toEqual(expected.std.map(near));
}

describe.each(SCORINGS)("a search scored by %s ranks as scikit-learn's", (scoring) => {
  const forest = (grid: Record<string, readonly unknown[]>, data: Dataset, folds: number) =>
    gridSearch(randomForest, { nEstimators: 10, randomState: 42 }, grid, data, folds, work, scoring);

  test('over several params of a forest at once', async () => {
    const grid = { maxDepth: [4, null], minSamplesLeaf: [1, 3], nEstimators: [5, 10] };
    expectResult(await forest(grid, digits, 3), fixture.forest[scoring], scoring);
  });

  test('on two classes', async () => {
    const two = only([3, 8], studyDigits('train', 1500));
    expectResult(await forest({ maxDepth: [2, 4] }, two, 4), fixture['two classes'][scoring], scoring);
  });
});

describe("candidates that are equally good share a rank, and the first in scikit-learn's order is the best", () => {
  const few = studyDigits('train', 200);
  const searches = {
    kNeighbors: [kNeighbors, {}, { weights: ['uniform', 'distance'], nNeighbors: [3, 1] }],
    decisionTree: [decisionTree, { randomState: 0 }, { minSamplesLeaf: [1, 3], maxDepth: [40, null, 2, 50] }],
  } as const;

  test.for(
    SCORINGS.flatMap((scoring) =>
      (['kNeighbors', 'decisionTree'] as const).map((name) => [name, scoring] as const),
    ),
  )('%s, scored by %s', async ([name, scoring]) => {
    const [classifier, base, grid] = searches[name];
    const expected: Expected = fixture.ties[name][scoring];
    expect(new Set(expected.rank).size).toBeLessThan(expected.rank.length);
    expectResult(
      await gridSearch(classifier as Classifier, base, grid, few, 3, work, scoring),
      expected,
      scoring,
    );
  });
});

test('folds that share distances are scored by labels too', async () => {
  const grid = { gamma: ['scale', 1e-7], C: [1, 10] };
  const { candidates } = await gridSearch(svc, {}, grid, digits, 3, work, 'f1_macro');
  expect(candidates.map(({ mean }) => mean)).toEqual(fixture.svc);
});

describe("a randomised search tries scikit-learn's candidates and scores them alike", () => {
  const base = { nEstimators: 8, randomState: 1 };
  const sampling = { nIter: 6, randomState: 42 };

  test('drawn from lists, none twice', async () => {
    const distributions = {
      maxDepth: [3, 5, 8, null],
      minSamplesLeaf: [1, 2, 4],
      maxFeatures: ['sqrt', 'log2'],
    };
    const result = await randomizedSearch(extraTrees, base, { distributions, ...sampling }, digits, 3, work);
    expectResult(result, fixture.lists, 'accuracy');
  });

  test('drawn from a distribution and a list', async () => {
    const distributions = { maxFeatures: { uniform: { loc: 0.05, scale: 0.4 } }, minSamplesLeaf: [1, 2, 4] };
    const search = { distributions, ...sampling };
    const result = await randomizedSearch(extraTrees, base, search, digits, 3, work, 'neg_log_loss');
    expectResult(result, fixture.mixed, 'neg_log_loss');
  });
});

const combined: [string, Classifier, Record<string, unknown>, Record<string, readonly unknown[]>][] = [
  ['a support vector classifier', svc, {}, { C: [1, 10], gamma: ['scale', 1e-7] }],
  ['a decision tree', decisionTree, { randomState: 0 }, { maxDepth: [3, null], minSamplesLeaf: [1, 5] }],
  ['extra trees', extraTrees, { randomState: 0 }, { nEstimators: [2, 4], maxFeatures: ['sqrt', 'log2'] }],
  ['logistic regression', logisticRegression, {}, { C: [1e-6, 1e-3], tol: [1, 1e-3] }],
];

test.each(combined)('every combination of params of %s is scored as alone', async (_, ...search) => {
  const [classifier, base, grid] = search;
  const small = studyDigits('train', 200);
  const { candidates } = await gridSearch(classifier, base, grid, small, 2, work);
  expect(candidates).toHaveLength(4);
  for (const { params, splitScores } of candidates) {
    const single = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, [value]]));
    const alone = await gridSearch(classifier, base, single, small, 2, work);
    expect(alone.candidates[0]!.splitScores).toEqual(splitScores);
  }
  expect(new Set(candidates.map(({ mean }) => mean)).size).toBeGreaterThan(1);
});

test('a log loss of a model without probabilities is refused by name', async () => {
  const search = gridSearch(svc, {}, { C: [1] }, digits, 2, work, 'neg_log_loss');
  await expect(search).rejects.toThrow(/needs probabilities, but svc with these params gives none/);
});

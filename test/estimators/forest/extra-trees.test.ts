import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Work } from '../../../estimators/compute/work.js';
import { extraTrees, extraTreesOf } from '../../../estimators/forest/extra-trees.js';
import { featureImportances } from '../../../estimators/forest/feature-importances.js';
import { treeSeeds } from '../../../estimators/forest/tree-seeds.js';
import { growRandomTrees } from '../../../estimators/tree/grow/grow-random-trees.js';
import { type DataDescription, digest, makeDataset, probe, studyDigits } from './datasets.js';
import { describeTree } from './describe-tree.js';

interface Case {
  readonly data: DataDescription;
  readonly params: Record<string, unknown>;
  readonly proba: string;
  readonly labels: string;
  readonly importances: string;
  readonly trees: readonly object[];
  readonly oobScore?: number;
  readonly oobDecisionFunction?: string;
}

const cases: Record<string, Case> = JSON.parse(
  readFileSync(new URL('../../fixtures/extra-trees.json', import.meta.url), 'utf8'),
);

const compute = openCompute(2);
const work: Work = { compute };
afterAll(() => compute.close());

const train = studyDigits('train', 700);
const images = studyDigits('test', 300).images;
const paramsOf = (params: object) => extraTrees.params.parse({ randomState: 3, ...params });

describe("extra trees are scikit-learn's, bit for bit", () => {
  test.for(Object.entries(cases))('%s', async ([, expected]) => {
    const train = makeDataset(expected.data);
    const model = await extraTrees.fit(extraTrees.params.parse(expected.params), train, work);
    expect(model.trees.map(describeTree)).toEqual(expected.trees);
    const images = probe(train);
    const { data, rows, columns } = await extraTrees.predictProba(model, images, work);
    expect([rows, columns]).toEqual([images.rows, model.classes.length]);
    expect(digest(data)).toBe(expected.proba);
    expect(digest(await extraTrees.predict(model, images, work))).toBe(expected.labels);
    expect(digest(featureImportances(model))).toBe(expected.importances);
    expect(model.oobScore).toBe(expected.oobScore ?? null);
    const decision = model.oobDecisionFunction;
    expect(decision && digest(decision.data)).toBe(expected.oobDecisionFunction ?? null);
  });
});

test("defaults are scikit-learn's", () => {
  expect(paramsOf({})).toEqual({
    nEstimators: 100,
    maxDepth: null,
    minSamplesSplit: 2,
    minSamplesLeaf: 1,
    maxFeatures: 'sqrt',
    bootstrap: false,
    oobScore: false,
    randomState: 3,
  });
});

test('out-of-bag scoring without a bootstrap is refused', () => {
  const { error } = extraTrees.params.safeParse({ randomState: 1, oobScore: true });
  expect(error!.issues).toMatchObject([{ path: ['oobScore'], message: /needs bootstrap: true/ }]);
});

test('1, 2 and 3 threads give the same bytes', async () => {
  const results = [];
  for (const threads of [1, 2, 3]) {
    const own = openCompute(threads);
    const model = await extraTrees.fit(paramsOf({ nEstimators: 7 }), train, { compute: own });
    results.push({ model, proba: await extraTrees.predictProba(model, images, { compute: own }) });
    await own.close();
  }
  expect(results[0]!.model.trees).toHaveLength(7);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test('labels and probabilities at once are those of their own methods', async () => {
  const model = await extraTrees.fit(paramsOf({ nEstimators: 3, bootstrap: true }), train, work);
  expect(await extraTrees.predictWithProba!(model, images, work)).toEqual({
    labels: await extraTrees.predict(model, images, work),
    probabilities: await extraTrees.predictProba(model, images, work),
  });
});

test('any tree can be grown alone, and a model holds the very trees it is given', async () => {
  const params = paramsOf({ nEstimators: 5 });
  const whole = await extraTrees.fit(params, train, work);
  const seeds = treeSeeds(params.randomState, 5);
  const told: number[] = [];
  const some = await growRandomTrees(params, [seeds[4]!, seeds[1]!], train, work, (i) => told.push(i));
  expect(some).toEqual([whole.trees[4], whole.trees[1]]);
  expect(told.sort()).toEqual([0, 1]);
  const assembled = await extraTreesOf(params, whole.trees.with(4, some[0]!), train, work);
  expect(assembled).toEqual(whole);
  expect(assembled.trees[4]).toBe(some[0]);
  await expect(extraTreesOf(params, some, train, work)).rejects.toThrow('nEstimators = 5 got 2 trees');
});

test('thresholds are drawn from the whole range between two values, not halfway', async () => {
  const { trees } = await extraTrees.fit(paramsOf({ nEstimators: 1 }), train, work);
  const [tree] = trees;
  const drawn = tree!.threshold.filter((_, node) => tree!.feature[node]! >= 0);
  expect(drawn.length).toBeGreaterThan(50);
  expect(drawn.filter((threshold) => Number.isInteger(2 * threshold)).length).toBeLessThan(drawn.length / 10);
});

test('aborting rejects with the reason, and no further tree is grown', async () => {
  const abort = new AbortController();
  let grown = 0;
  const growing = growRandomTrees(
    paramsOf({}),
    treeSeeds(3, 50),
    train,
    { compute, signal: abort.signal },
    () => {
      if (++grown === 3) abort.abort(new Error('enough'));
    },
  );
  await expect(growing).rejects.toThrow('enough');
  expect(grown).toBeGreaterThanOrEqual(3);
  expect(grown).toBeLessThan(50);
});

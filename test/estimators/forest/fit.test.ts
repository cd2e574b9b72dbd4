import { afterAll, describe, expect, test } from 'vitest';
import { type Compute, openCompute } from '../../../estimators/compute/compute.js';
import type { Work } from '../../../estimators/compute/work.js';
import {
  forestOf,
  predictPrefixes,
  randomForest,
  treeSeeds,
} from '../../../estimators/forest/random-forest.js';
import { head, type Matrix } from '../../../estimators/matrix.js';
import { decisionTree } from '../../../estimators/tree/decision-tree.js';
import { growTrees } from '../../../estimators/tree/grow/grow-trees.js';
import type { AnyTree } from '../../../estimators/tree/tree.js';
import { studyDigits } from './datasets.js';

const train = studyDigits('train', 700);
const images = studyDigits('test', 300).images;
const paramsOf = (params: object) => randomForest.params.parse({ randomState: 3, ...params });

const compute = openCompute(2);
const work: Work = { compute };
afterAll(() => compute.close());

/** Where the heap would place a megabyte: it moves if anything below is still held. */
function freePlace({ heap }: Compute): number {
  const address = heap.allocate(1 << 20);
  heap.release(address);
  return address;
}

test('1, 2 and 3 threads give the same bytes', async () => {
  const results = [];
  for (const threads of [1, 2, 3]) {
    const own = openCompute(threads);
    const params = paramsOf({ nEstimators: 7, oobScore: true });
    const model = await randomForest.fit(params, train, { compute: own });
    const proba = await randomForest.predictProba(model, images, { compute: own });
    results.push({ model, proba });
    await own.close();
  }
  expect(results[0]!.model.trees).toHaveLength(7);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test('fitting and predicting change neither the data nor the params, and give all memory back', async () => {
  const own = openCompute(2);
  const place = freePlace(own);
  const copy = structuredClone(train);
  const params = Object.freeze(paramsOf({ nEstimators: 3, oobScore: true }));
  const model = await randomForest.fit(params, train, { compute: own });
  const kept = structuredClone(model);
  await randomForest.predict(model, images, { compute: own });
  expect(train).toEqual(copy);
  expect(model).toEqual(kept);
  expect(freePlace(own)).toBe(place);
  await own.close();
});

test('aborting rejects with the reason and gives all memory back', async () => {
  const own = openCompute(2);
  const place = freePlace(own);
  const abort = new AbortController();
  let grown = 0;
  const seeds = treeSeeds(3, 50);
  const growing = growTrees(paramsOf({}), seeds, train, { compute: own, signal: abort.signal }, () => {
    if (++grown === 3) abort.abort(new Error('enough'));
  });
  await expect(growing).rejects.toThrow('enough');
  expect(grown).toBeGreaterThanOrEqual(3);
  expect(grown).toBeLessThan(50);
  expect(freePlace(own)).toBe(place);

  const fitting = randomForest.fit(paramsOf({}), train, {
    compute: own,
    signal: AbortSignal.abort(new Error('no')),
  });
  await expect(fitting).rejects.toThrow('no');
  expect(freePlace(own)).toBe(place);
  await own.close();
});

test('progress never falls and ends at 1', async () => {
  const seen: number[] = [];
  const params = paramsOf({ nEstimators: 5, oobScore: true });
  await randomForest.fit(params, train, { compute, onProgress: (fraction) => seen.push(fraction) });
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

describe('trees are grown one by one', () => {
  test('any of them can be grown alone, and a forest holds the very trees it is given', async () => {
    const params = paramsOf({ nEstimators: 6 });
    const seeds = treeSeeds(params.randomState, 6);
    const whole = await randomForest.fit(params, train, work);
    const told = new Map<number, AnyTree>();
    const some = await growTrees(params, [seeds[4]!, seeds[1]!], train, work, (i, tree) => told.set(i, tree));
    expect(some).toEqual([whole.trees[4], whole.trees[1]]);
    expect([told.get(0), told.get(1)]).toEqual(some);
    expect(told.get(0)).toBe(some[0]);
    const trees = whole.trees.with(4, some[0]!);
    const assembled = await forestOf(params, trees, train, work);
    expect(assembled).toEqual(whole);
    expect(assembled.trees[4]).toBe(some[0]);
  });

  test("a forest's tree without bootstrap is a decision tree with the same seed", async () => {
    const [seed] = treeSeeds(3, 1);
    const forest = await randomForest.fit(paramsOf({ nEstimators: 1, bootstrap: false }), train, work);
    const alone = decisionTree.params.parse({ randomState: seed, maxFeatures: 'sqrt' });
    expect((await decisionTree.fit(alone, train, work)).tree).toEqual(forest.trees[0]);
  });

  test('a forest of the wrong number of trees is refused', async () => {
    await expect(forestOf(paramsOf({ nEstimators: 2 }), [], train, work)).rejects.toThrow(
      'A forest of nEstimators = 2 got 0 trees.',
    );
  });
});

describe('what forests have in common is done once', () => {
  const candidates = [
    paramsOf({ nEstimators: 4 }),
    paramsOf({ nEstimators: 9 }),
    paramsOf({ nEstimators: 2, oobScore: true }),
    paramsOf({ nEstimators: 3, maxDepth: 4 }),
    paramsOf({ nEstimators: 9, randomState: 4 }),
  ];

  test('candidates that differ in nEstimators share trees and equal their own fits', async () => {
    const models = await randomForest.fitCandidates!(candidates, train, work);
    for (const [i, params] of candidates.entries()) {
      expect(models[i]).toEqual(await randomForest.fit(params, train, work));
    }
    expect(models[0]!.trees[3]).toBe(models[1]!.trees[3]);
    expect(models[0]!.trees[0]).not.toEqual(models[4]!.trees[0]);
    const labels = await randomForest.predictCandidates!(models, images, work);
    for (const [i, model] of models.entries()) {
      expect(labels[i]).toEqual(await randomForest.predict(model, images, work));
    }
  });

  test("prefixes predict what forests of so many trees predict, in the order they're asked for", async () => {
    const model = await randomForest.fit(candidates[1]!, train, work);
    const prefixes = await predictPrefixes(model, images, work, [9, 1, 4]);
    for (const [i, nEstimators] of [9, 1, 4].entries()) {
      const forest = await randomForest.fit(paramsOf({ nEstimators }), train, work);
      expect(prefixes[i]).toEqual(await randomForest.predict(forest, images, work));
    }
    expect(prefixes[1]).not.toEqual(prefixes[0]);
    await expect(predictPrefixes(model, images, work, [10])).rejects.toThrow(
      'A forest of 9 trees has no first 10',
    );
  });
});

describe('data that does not fit is refused', () => {
  const fitOn = (images: Matrix, labels: Uint8Array) =>
    randomForest.fit(paramsOf({ nEstimators: 1 }), { images, labels }, work);

  test.for([
    [
      'no samples',
      { data: new Uint8Array(0), rows: 0, columns: 4 },
      0,
      /1 to \d+ samples to train on; got 0/,
    ],
    ['no features', { data: new Uint8Array(0), rows: 2, columns: 0 }, 2, /1 to 32767 features; got 0/],
    ['a label missing', { data: new Uint8Array(8), rows: 2, columns: 4 }, 1, /got 2 samples and 1 labels/],
    ['bytes missing', { data: new Uint8Array(7), rows: 2, columns: 4 }, 2, /2 x 4 has 8 values; got 7/],
  ] as const)('%s', async ([, matrix, labels, message]) => {
    await expect(fitOn(matrix, new Uint8Array(labels))).rejects.toThrow(message);
  });

  test('samples of other features than those fitted on', async () => {
    const model = await randomForest.fit(paramsOf({ nEstimators: 1 }), head(train, 50), work);
    const small: Matrix = { data: new Uint8Array(9), rows: 1, columns: 9 };
    const message = /fitted on samples of 784 features; these have 9/;
    await expect(randomForest.predict(model, small, work)).rejects.toThrow(message);
    await expect(randomForest.predictProba(model, small, work)).rejects.toThrow(message);
  });
});

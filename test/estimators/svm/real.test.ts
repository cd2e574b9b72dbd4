import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import { type Dataset, head, toReals } from '../../../estimators/matrix.js';
import { gridSearch } from '../../../estimators/model-selection/grid-search.js';
import { fitSvc } from '../../../estimators/svm/fit.js';
import { shareSamples } from '../../../estimators/svm/shared/shared-samples.js';
import { decisionFunction, svc } from '../../../estimators/svm/svc.js';
import { make } from './datasets.js';
import { makeReal } from './real-datasets.js';

const computes = [1, 2, 3].map((threads) => openCompute(threads));
const work = { compute: computes[1]! };
afterAll(() => Promise.all(computes.map((each) => each.close())));

const noise = { seed: 1, columns: 9, span: 200, shift: 8, step: 0.1, rows: 240, labels: [4, 0, 9] };
const train = makeReal(noise);
const params = (given: object) => svc.params.parse(given);
const probability = params({ C: 30, probability: true, randomState: 42 });

function asReals({ images, labels }: Dataset) {
  return { images: toReals(images), labels };
}

describe('bytes and the same numbers in doubles', () => {
  const digits = make({ digits: [0, 200] });
  const coarse = make({ seed: 3, rows: 150, columns: 3, span: 3, shift: 1, labels: [9, 2, 4, 0] });

  test.each([
    ['RBF', probability],
    ['linear', params({ kernel: 'linear', probability: true, randomState: 1 })],
    ['cubic', params({ kernel: 'poly' })],
    ['quadratic with a constant', params({ kernel: 'poly', degree: 2, coef0: 1.5, gamma: 1e-6 })],
    ["RBF with gamma 'auto'", params({ gamma: 'auto' })],
  ])('give the same model, bit for bit: %s', async (_, given) => {
    for (const dataset of [digits, coarse]) {
      const { supportVectors: ofPixels, ...pixels } = await svc.fit(given, dataset, work);
      const { supportVectors: ofReals, ...reals } = await svc.fit(given, asReals(dataset), work);
      expect(reals).toEqual(pixels);
      expect(Buffer.from(ofReals.data.buffer).equals(Buffer.from(toReals(ofPixels).data.buffer))).toBe(true);
    }
  });

  test.each([
    ['RBF', probability],
    ['cubic', params({ kernel: 'poly', probability: true, randomState: 2 })],
  ])('are predicted alike by models fitted on either: %s', async (_, given) => {
    const asked = make({ digits: [300, 341] });
    const models = await Promise.all([digits, asReals(digits)].map((each) => svc.fit(given, each, work)));
    const found = [];
    for (const model of models) {
      for (const images of [asked.images, asReals(asked).images]) {
        const { labels, probabilities } = await svc.predictWithProba!(model, images, work);
        found.push({
          labels,
          probabilities,
          alone: await svc.predict(model, images, work),
          proba: await svc.predictProba(model, images, work),
          decisions: await decisionFunction(model, images, work),
        });
      }
    }
    expect(new Set(found[0]!.labels).size).toBeGreaterThan(5);
    for (const other of found.slice(1)) expect(other).toEqual(found[0]);
  });
});

describe('a fit on doubles', () => {
  test('gives the same bytes on any number of threads', async () => {
    const models = await Promise.all(computes.map((compute) => svc.fit(probability, train, { compute })));
    expect(models[0]!.support.length).toBeGreaterThan(100);
    for (const model of models.slice(1)) expect(model).toEqual(models[0]);
  });

  test('gives the same bytes when only a few kernel rows fit in memory', async () => {
    const roomy = await svc.fit(probability, train, work);
    for (const rowCacheBytes of [1, 30_000]) {
      expect(await fitSvc([probability], train, work, { rowCacheBytes })).toEqual([roomy]);
    }
  });

  test('candidates fitted together equal candidates fitted alone', async () => {
    const candidates = [{ C: 0.01 }, { kernel: 'linear' }, { gamma: 1e-3 }, { C: 9, tol: 0.01 }].map(params);
    const alone = [];
    for (const candidate of candidates) alone.push(await svc.fit(candidate, train, work));
    expect(await svc.fitCandidates!(candidates, train, work)).toEqual(alone);
  });

  test('takes more features than exact distances of pixels allow', async () => {
    const columns = 33_026;
    const data = Float64Array.from({ length: 4 * columns }, (_, at) => Math.floor(at / columns) % 2);
    const wide = { images: { data, rows: 4, columns }, labels: Uint8Array.of(0, 1, 0, 1) };
    const model = await svc.fit(params({}), wide, work);
    expect(await svc.predict(model, wide.images, work)).toEqual(wide.labels);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %d, and so does a prediction', async (bad) => {
    const data = train.images.data.with(12, bad);
    const broken = { images: { ...train.images, data }, labels: train.labels };
    const message = `Features must be finite numbers; feature 3 of sample 1 is ${bad}.`;
    await expect(svc.fit(params({}), broken, work)).rejects.toThrow(message);
    const model = await svc.fit(params({}), train, work);
    await expect(svc.predict(model, broken.images, work)).rejects.toThrow(message);
  });

  test.each(['rbf', 'linear', 'poly'])(
    'refuses numbers whose squares overflow, as scikit-learn does: %s',
    async (kernel) => {
      for (const step of [1e155, 1e300]) {
        const huge = makeReal({ ...noise, step });
        await expect(svc.fit(params({ kernel }), huge, work)).rejects.toThrow(
          /not finite.*Scale the features/,
        );
      }
    },
  );
});

describe('predictions for doubles', () => {
  test('are the same whatever rows come with a row', async () => {
    const model = await svc.fit(probability, train, work);
    const all = await svc.predictProba(model, train.images, work);
    const own = { data: train.images.data.subarray(11 * 9, 12 * 9), rows: 1, columns: 9 };
    expect((await svc.predictProba(model, own, work)).data).toEqual(all.data.slice(33, 36));
  });

  test('no rows give no labels', async () => {
    const model = await svc.fit(params({}), train, work);
    expect(await svc.predict(model, head(train, 0).images, work)).toHaveLength(0);
  });
});

test('a grid search over doubles shares nothing, and scores as it does for the same numbers in bytes', async () => {
  const pixels = make({ seed: 5, rows: 120, columns: 8, span: 90, shift: 5, labels: [7, 1, 3] });
  const reals = asReals(pixels);
  const grid = { C: [0.1, 10], gamma: ['scale', 1e-4] };
  expect(await shareSamples(reals, work)).toBeUndefined();
  const found = await gridSearch(svc, {}, grid, reals, 3, work);
  expect(found).toEqual(await gridSearch(svc, {}, grid, pixels, 3, work));
});

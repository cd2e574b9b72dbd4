import { afterAll, expect, test } from 'vitest';
import { openCompute } from '../../estimators/compute/compute.js';
import { randomForest } from '../../estimators/forest/random-forest.js';
import type { Dataset } from '../../estimators/matrix.js';
import { RandomState } from '../../estimators/random/random-state.js';
import { svc } from '../../estimators/svm/svc.js';
import { voting } from '../../estimators/voting/voting.js';

const compute = openCompute(2);
afterAll(() => compute.close());

/** Noisy samples of three classes, so that some are predicted wrong and probabilities are far from 0 and 1. */
function noisySamples(rows: number, seed: number): Dataset {
  const random = new RandomState(seed);
  const columns = 20;
  const labels = Uint8Array.from({ length: rows }, (_, row) => [3, 5, 8][row % 3]!);
  const data = Uint8Array.from({ length: rows * columns }, (_, index) =>
    Math.min(255, random.randint(0, 200) + labels[Math.floor(index / columns)]! * 8),
  );
  return { images: { data, rows, columns }, labels };
}

test.each([
  [svc, { probability: true, randomState: 1 }],
  [randomForest, { nEstimators: 7, randomState: 1 }],
  [
    voting({ svc, randomForest }),
    {
      voting: 'soft',
      estimators: {
        svc: { probability: true, randomState: 1 },
        randomForest: { nEstimators: 7, randomState: 1 },
      },
    },
  ],
] as const)(
  '$name predicts labels and probabilities at once as it does one by one',
  async (classifier, params) => {
    const work = { compute };
    const model = await classifier.fit(classifier.params.parse(params) as never, noisySamples(90, 1), work);
    const { images } = noisySamples(53, 2);
    const { labels, probabilities } = await classifier.predictWithProba!(model as never, images, work);
    expect(labels).toEqual(await classifier.predict(model as never, images, work));
    expect(new Set(labels).size).toBeGreaterThan(1);
    expect(probabilities).toEqual(await classifier.predictProba(model as never, images, work));
  },
);

import { describe, expect, test } from 'vitest';
import { encodeArtifact } from '../../../cache/artifact/codec.js';
import type { Work } from '../../../estimators/compute/work.js';
import { take } from '../../../estimators/matrix.js';
import { stratifiedKFold } from '../../../estimators/model-selection/stratified-k-fold.js';
import type { ClassifierCase } from './case.js';
import { noise } from './datasets.js';

/** What is done at once for several candidates gives what each of them gives alone. */
export function describeShared({ classifier, params, otherParams }: ClassifierCase, work: () => Work): void {
  const candidates = [params, otherParams, params].map((each) => classifier.params.parse(each));
  const train = noise(90, 1);
  const { images } = noise(53, 2);

  const fitAlone = async () => {
    const models = [];
    for (const candidate of candidates) models.push(await classifier.fit(candidate, train, work()));
    return models;
  };

  describe('candidates', () => {
    test('that are fitted together are those that are fitted alone', async () => {
      const together = await classifier.fitCandidates?.(candidates, train, work());
      if (!together) return;
      expect(together.map((model) => encodeArtifact(model))).toEqual(
        (await fitAlone()).map((model) => encodeArtifact(model)),
      );
    });

    test('that predict together predict what they predict alone', async () => {
      const models = await fitAlone();
      const together = await classifier.predictCandidates?.(models, images, work());
      if (!together) return;
      expect(together).toHaveLength(models.length);
      for (const [i, model] of models.entries()) {
        expect(together[i]).toEqual(await classifier.predict(model, images, work()));
      }
    });

    test('that share the samples of all folds predict what fits on each fold predict', async () => {
      const shared = await classifier.shareSamples?.(train, work());
      if (!shared) return;
      try {
        for (const split of stratifiedKFold(train.labels, 3)) {
          const labels = await shared.fitPredict(candidates, split, work());
          const held = take(train, split.test).images;
          expect(labels).toHaveLength(candidates.length);
          for (const [i, candidate] of candidates.entries()) {
            const model = await classifier.fit(candidate, take(train, split.train), work());
            expect(labels[i]).toEqual(await classifier.predict(model, held, work()));
          }
        }
      } finally {
        shared.release();
      }
    });
  });
}

import { beforeAll, describe, expect, test } from 'vitest';
import type { FittedModel } from '../../../estimators/classifier.js';
import type { Work } from '../../../estimators/compute/work.js';
import { type Dataset, type RealDataset, toReals } from '../../../estimators/matrix.js';
import { type ClassifierCase, fitCase } from './case.js';
import { noise } from './datasets.js';

/** A classifier takes doubles as it takes bytes: what they are kept in says nothing about samples. */
export function describeReals(given: ClassifierCase, work: () => Work): void {
  const { classifier } = given;
  const bytes = noise(90, 1);
  const doubles = inReals(bytes);
  const queries = noise(53, 2).images;

  describe('doubles', () => {
    let ofBytes: FittedModel;
    let ofDoubles: FittedModel;
    beforeAll(async () => {
      ofBytes = await fitCase(given, bytes, work());
      ofDoubles = await fitCase(given, doubles, work());
    });

    test('that are whole numbers are predicted as bytes are, by models fitted on either', async () => {
      const labels = await classifier.predict(ofBytes, queries, work());
      for (const model of [ofBytes, ofDoubles]) {
        for (const matrix of [queries, toReals(queries)]) {
          expect(await classifier.predict(model, matrix, work())).toEqual(labels);
        }
      }
    });

    test('have the very probabilities of bytes', async () => {
      if (!classifier.hasProba(ofBytes)) return;
      const { data } = await classifier.predictProba(ofBytes, queries, work());
      for (const model of [ofBytes, ofDoubles]) {
        for (const matrix of [queries, toReals(queries)]) {
          expect((await classifier.predictProba(model, matrix, work())).data).toEqual(data);
        }
      }
    });

    test.each([Number.NaN, Number.POSITIVE_INFINITY])('that are %s are refused', async (value) => {
      const data = doubles.images.data.slice();
      data[27] = value;
      const wrong = { ...doubles.images, data };
      const place = /feature 7 of sample 1/;
      await expect(fitCase(given, { ...doubles, images: wrong }, work())).rejects.toThrow(place);
      await expect(classifier.predict(ofDoubles, wrong, work())).rejects.toThrow(place);
    });
  });
}

function inReals(dataset: Dataset): RealDataset {
  return { ...dataset, images: toReals(dataset.images) };
}

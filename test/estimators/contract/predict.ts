import { beforeAll, describe, expect, test } from 'vitest';
import { decodeArtifact, encodeArtifact } from '../../../cache/artifact/codec.js';
import type { FittedModel } from '../../../estimators/classifier.js';
import type { Work } from '../../../estimators/compute/work.js';
import { head, type Matrix } from '../../../estimators/matrix.js';
import { mostProbable } from '../../../estimators/most-probable.js';
import { type ClassifierCase, fitCase } from './case.js';
import { noise } from './datasets.js';

/** A prediction depends on the model and the row, and labels and probabilities belong together. */
export function describePredict(given: ClassifierCase, work: () => Work): void {
  const { classifier, predictsBy } = given;
  const { images } = noise(53, 2);
  let model: FittedModel;
  beforeAll(async () => {
    model = await fitCase(given, noise(90, 1), work());
  });

  describe('predictions', () => {
    test('are of several classes', async () => {
      expect(new Set(await classifier.predict(model, images, work())).size).toBeGreaterThan(1);
    });

    test('have probabilities that sum to 1, the largest at the label', async () => {
      if (!classifier.hasProba(model)) {
        await expect(classifier.predictProba(model, images, work())).rejects.toThrow('probabilities');
        return;
      }
      const proba = await classifier.predictProba(model, images, work());
      expect([proba.rows, proba.columns]).toEqual([images.rows, model.classes.length]);
      expect(proba.data).toHaveLength(proba.rows * proba.columns);
      expect(proba.data.every((probability) => probability >= 0 && probability <= 1)).toBe(true);
      for (let row = 0; row < proba.rows; row++) {
        const own = proba.data.subarray(row * proba.columns, (row + 1) * proba.columns);
        expect(own.reduce((sum, probability) => sum + probability)).toBeCloseTo(1, 12);
      }
      if (predictsBy) return;
      expect(await classifier.predict(model, images, work())).toEqual(mostProbable(proba, model.classes));
    });

    test('are the same at once with their probabilities', async () => {
      if (!classifier.predictWithProba || !classifier.hasProba(model)) return;
      const { labels, probabilities } = await classifier.predictWithProba(model, images, work());
      expect(labels).toEqual(await classifier.predict(model, images, work()));
      expect(probabilities).toEqual(await classifier.predictProba(model, images, work()));
    });

    test('are the same for a row that is alone', async () => {
      const all = await classifier.predict(model, images, work());
      const proba = classifier.hasProba(model) ? await classifier.predictProba(model, images, work()) : null;
      for (const row of [0, 17, 52]) {
        const alone = rowOf(images, row);
        expect([...(await classifier.predict(model, alone, work()))]).toEqual([all[row]]);
        if (!proba) continue;
        const { data } = await classifier.predictProba(model, alone, work());
        expect(data).toEqual(proba.data.slice(row * proba.columns, (row + 1) * proba.columns));
      }
    });

    test('of no rows are none', async () => {
      const none = head(noise(1, 1), 0).images;
      expect(await classifier.predict(model, none, work())).toHaveLength(0);
    });

    test('are the same by a model that was stored and loaded', async () => {
      const loaded = decodeArtifact(encodeArtifact(model)) as FittedModel;
      expect(await classifier.predict(loaded, images, work())).toEqual(
        await classifier.predict(model, images, work()),
      );
      expect(classifier.hasProba(loaded)).toBe(classifier.hasProba(model));
      if (!classifier.hasProba(model)) return;
      expect(await classifier.predictProba(loaded, images, work())).toEqual(
        await classifier.predictProba(model, images, work()),
      );
    });

    test('of images of another size are refused', async () => {
      const small: Matrix = { data: new Uint8Array(14), rows: 2, columns: 7 };
      await expect(classifier.predict(model, small, work())).rejects.toThrow(/\b(7|20)\b.*\b(7|20)\b/);
    });
  });
}

function rowOf({ data, columns }: Matrix, row: number): Matrix {
  return { data: data.subarray(row * columns, (row + 1) * columns), rows: 1, columns };
}

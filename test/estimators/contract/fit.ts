import { describe, expect, test } from 'vitest';
import { encodeArtifact } from '../../../cache/artifact/codec.js';
import type { FittedModel } from '../../../estimators/classifier.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Work } from '../../../estimators/compute/work.js';
import { type Dataset, encodeLabels, head } from '../../../estimators/matrix.js';
import { type ClassifierCase, fitCase } from './case.js';
import { constantFeatures, constantImages, duplicates, noise, oneClass, twoSamples } from './datasets.js';

/** A fit depends on params and samples, changes neither, and copes with whatever scikit-learn copes with. */
export function describeFit(given: ClassifierCase, work: () => Work): void {
  const { classifier, refuses } = given;
  const images = noise(40, 2).images;

  /** Labels, and probabilities where there are any. */
  const predictAll = async (model: FittedModel, part: Work) => ({
    labels: await classifier.predict(model, images, part),
    proba: classifier.hasProba(model) ? await classifier.predictProba(model, images, part) : null,
  });

  /** Fits, and expects predictions among the classes of the training set, by finite probabilities. */
  const expectSensible = async (train: Dataset) => {
    const model = await fitCase(given, train, work());
    const { classes } = encodeLabels(train.labels);
    expect(model.classes).toEqual(classes);
    const { labels, proba } = await predictAll(model, work());
    expect(labels).toHaveLength(images.rows);
    expect([...classes]).toEqual(expect.arrayContaining([...new Set(labels)]));
    expect(proba?.data.every(Number.isFinite) ?? true).toBe(true);
    return { labels, proba };
  };

  describe('fit', () => {
    test('gives the same bytes on 1, 2 and 3 threads, and so do predictions', async () => {
      const encoded = [];
      for (const threads of [1, 2, 3]) {
        const compute = openCompute(threads);
        try {
          const model = await fitCase(given, noise(90, 1), { compute });
          encoded.push([encodeArtifact(model), encodeArtifact(await predictAll(model, { compute }))]);
        } finally {
          await compute.close();
        }
      }
      expect(encoded[1]).toEqual(encoded[0]);
      expect(encoded[2]).toEqual(encoded[0]);
    });

    test('says which classifier made the model, and which labels it has seen', async () => {
      const model = await fitCase(given, noise(90, 1), work());
      expect(model.kind).toBe(classifier.name);
      expect([...model.classes]).toEqual([3, 5, 8]);
    });

    test('changes neither the samples nor the params', async () => {
      const train = noise(90, 1);
      const before = encodeArtifact(train);
      const params = freeze(classifier.params.parse(given.params));
      const model = await classifier.fit(params, train, work());
      const kept = encodeArtifact(model);
      await predictAll(model, work());
      expect(encodeArtifact(train)).toEqual(before);
      expect(encodeArtifact(model)).toEqual(kept);
    });

    test('reports progress that never falls', async () => {
      const seen: number[] = [];
      const onProgress = (fraction: number) => seen.push(fraction);
      const model = await fitCase(given, noise(90, 1), { ...work(), onProgress });
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(seen.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
      seen.length = 0;
      await classifier.predict(model, images, { ...work(), onProgress });
      expect(seen.at(-1)).toBe(1);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    });

    test(refuses.oneClass ? 'refuses one class' : 'learns one class', async () => {
      if (refuses.oneClass) {
        await expect(fitCase(given, oneClass, work())).rejects.toThrow(refuses.oneClass);
        return;
      }
      const { labels, proba } = await expectSensible(oneClass);
      expect(new Set(labels)).toEqual(new Set([7]));
      if (proba) expect(new Set(proba.data)).toEqual(new Set([1]));
    });

    test('learns two samples', async () => {
      await expectSensible(twoSamples);
    });

    test('learns features that are the same in all samples', async () => {
      expect(new Set((await expectSensible(constantFeatures)).labels).size).toBeGreaterThan(1);
    });

    test(`${refuses.constantImages ? 'refuses' : 'learns'} images that are all the same`, async () => {
      if (refuses.constantImages) {
        await expect(fitCase(given, constantImages, work())).rejects.toThrow(refuses.constantImages);
      } else await expectSensible(constantImages);
    });

    test('learns samples that are the same and have different labels', async () => {
      await expectSensible(duplicates);
    });

    test('refuses no samples, and labels that do not belong to the images', async () => {
      const train = noise(9, 1);
      await expect(fitCase(given, head(train, 0), work())).rejects.toThrow(RangeError);
      const short = { images: train.images, labels: train.labels.subarray(1) };
      await expect(fitCase(given, short, work())).rejects.toThrow(/label.*\b(8|9)\b.*\b(8|9)\b/);
    });
  });
}

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

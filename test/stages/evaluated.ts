import type { FittedModel } from '../../estimators/classifier.js';
import type { Dataset } from '../../estimators/matrix.js';
import { accuracy } from '../../estimators/metrics/accuracy.js';
import { classificationReport } from '../../estimators/metrics/classification-report.js';
import { confusionMatrix } from '../../estimators/metrics/confusion-matrix.js';
import type { Evaluated } from '../../stages/content/compute-content.js';

// A tiny study's results: pictures of 2 x 2 pixels of the classes 1, 3 and 7.

const classes = Uint8Array.of(1, 3, 7);

export function datasetOf(labels: readonly number[]): Dataset {
  const data = Uint8Array.from(labels.flatMap((label, row) => [label, 10 * label, row, 255]));
  return { images: { data, rows: labels.length, columns: 4 }, labels: Uint8Array.from(labels) };
}

const train = datasetOf([1, 1, 3, 7, 7, 7]);
const test = datasetOf([1, 1, 3, 3, 7, 7]);

/** A model that says `predictions` of the test samples, each with its probability (the rest goes to class 1, or 3). */
export interface Said {
  readonly model: FittedModel;
  readonly predictions: readonly number[];
  readonly probabilities: readonly number[] | null;
}

export function fitted(kind: string, more: object = {}): FittedModel {
  return { kind, classes, ...more };
}

/** What is known of models that said this of the test samples, whose classes are 1 1 3 3 7 7. */
export function evaluatedOf(said: Readonly<Record<string, Said>>): Evaluated {
  const byModel = <Value>(map: (one: Said) => Value) =>
    Object.fromEntries(Object.entries(said).map(([name, one]) => [name, map(one)]));
  return {
    exploration: {
      name: 'three',
      source: 'made up',
      licence: 'none',
      featureNames: ['a', 'b', 'c', 'd'],
      target: 'class',
      nSamples: 12,
      nFeatures: 4,
      classes,
      classCounts: Uint32Array.of(4, 3, 5),
      firstImages: train.images,
      firstLabels: train.labels,
    },
    train,
    test,
    models: byModel(({ model }) => model),
    predictions: byModel(({ predictions }) => Uint8Array.from(predictions)),
    probabilities: byModel(({ predictions, probabilities }) => {
      if (!probabilities) return null;
      const data = new Float64Array(3 * predictions.length);
      for (const [sample, probability] of probabilities.entries()) {
        const column = classes.indexOf(predictions[sample]!);
        data[3 * sample + column] = probability;
        data[3 * sample + (column === 0 ? 1 : 0)] = 1 - probability;
      }
      return { data, rows: predictions.length, columns: 3 };
    }),
    scores: byModel(({ predictions }) => {
      const labels = Uint8Array.from(predictions);
      return {
        ...accuracy(test.labels, labels),
        total: labels.length,
        report: classificationReport(test.labels, labels),
        confusionMatrix: confusionMatrix(test.labels, labels, classes),
      };
    }),
    grids: {},
  };
}

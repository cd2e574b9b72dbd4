import { setImmediate } from 'node:timers/promises';
import { type Classifier, encodeLabels, type FittedModel, type Matrix, type Work } from 'restudy/estimators';
import * as z from 'zod';

/** How often to go through the samples. */
export const perceptronParams = z.strictObject({ epochs: z.int().min(1).default(3) });

export interface PerceptronModel extends FittedModel {
  readonly kind: 'perceptron';
  /** n_classes x n_features, row-major. Whole numbers, so that they are the same on any machine. */
  readonly weights: Float64Array;
}

/** Rosenblatt's perceptron for several classes: a wrong guess moves the weights of two classes by the image. */
export const perceptron: Classifier<z.output<typeof perceptronParams>, PerceptronModel> = {
  name: 'perceptron',
  module: import.meta.url,
  params: perceptronParams,
  async fit({ epochs }, { images, labels }, work) {
    const { classes, codes } = encodeLabels(labels);
    const weights = new Float64Array(classes.length * images.columns);
    for (let seen = 0; seen < epochs * images.rows; seen++) {
      const row = seen % images.rows;
      const [guess, truth] = [mostLikely(weights, images, row), codes[row]!];
      if (guess !== truth) {
        for (let i = 0; i < images.columns; i++) {
          const pixel = images.data[row * images.columns + i]!;
          weights[truth * images.columns + i]! += pixel;
          weights[guess * images.columns + i]! -= pixel;
        }
      }
      if (seen % 500 === 0) await pause(work, seen / (epochs * images.rows));
    }
    return { kind: 'perceptron', classes, weights };
  },
  async predict({ weights, classes }, images) {
    return Uint8Array.from({ length: images.rows }, (_, row) => classes[mostLikely(weights, images, row)]!);
  },
  async predictProba() {
    throw new Error('A perceptron has no probabilities.');
  },
  hasProba: () => false,
};

/** The class whose weights agree best with an image, the first of equals. */
function mostLikely(weights: Float64Array, { data, columns }: Matrix, row: number): number {
  let [best, highest] = [0, Number.NEGATIVE_INFINITY];
  for (let code = 0; code * columns < weights.length; code++) {
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += weights[code * columns + i]! * data[row * columns + i]!;
    if (sum > highest) [best, highest] = [code, sum];
  }
  return best;
}

/** Lets the program say how far this is, or end it. */
async function pause({ signal, onProgress }: Work, fraction: number): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
  onProgress?.(fraction);
}

import type { Dataset, Matrix } from '../matrix.js';

/** The features of a tree's nodes are kept in 16 bits. */
const MAX_FEATURES = 32_767;
/** Up to here the squares of weights, up to n_samples^2, are exact in float64. */
const MAX_SAMPLES = 94_906_265;

/** Throws a RangeError if a tree cannot be grown on this data set. */
export function checkTrain({ images, labels }: Dataset): void {
  checkShape(images);
  if (images.rows < 1 || images.rows > MAX_SAMPLES) {
    throw new RangeError(`A tree needs 1 to ${MAX_SAMPLES} samples to train on; got ${images.rows}.`);
  }
  if (images.columns < 1 || images.columns > MAX_FEATURES) {
    throw new RangeError(`A tree needs images of 1 to ${MAX_FEATURES} pixels; got ${images.columns}.`);
  }
  if (labels.length !== images.rows) {
    throw new RangeError(
      `Every image needs one label; got ${images.rows} images and ${labels.length} labels.`,
    );
  }
}

/** Throws a RangeError if a tree that was fitted on images of `features` pixels cannot take these. */
export function checkImages(images: Matrix, features: number): void {
  checkShape(images);
  if (images.columns !== features) {
    throw new RangeError(
      `The model was fitted on images of ${features} pixels; these have ${images.columns}. Give images of the same size.`,
    );
  }
}

function checkShape({ data, rows, columns }: Matrix): void {
  if (data.length !== rows * columns) {
    throw new RangeError(`A matrix of ${rows} x ${columns} has ${rows * columns} bytes; got ${data.length}.`);
  }
}

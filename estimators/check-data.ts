import type { Dataset, Matrix } from './matrix.js';

/** Throws a RangeError unless there are images of at least one pixel, and one label for each. */
export function checkTrain({ images, labels }: Dataset): void {
  checkShape(images);
  if (images.rows < 1) throw new RangeError('At least one sample is needed to train on; got none.');
  if (images.columns < 1) throw new RangeError('Images must have at least one pixel; got 0.');
  checkLabelled({ images, labels });
}

/** Throws a RangeError unless there is one label for each image. */
export function checkLabelled({ images, labels }: Dataset): void {
  if (labels.length !== images.rows) {
    throw new RangeError(
      `Every image needs one label; got ${images.rows} images and ${labels.length} labels.`,
    );
  }
}

/** Throws a RangeError if a model that was fitted on images of `features` pixels cannot take these. */
export function checkImages(images: Matrix, features: number): void {
  checkShape(images);
  if (images.columns !== features) {
    throw new RangeError(
      `The model was fitted on images of ${features} pixels; these have ${images.columns}. Give images of the same size.`,
    );
  }
}

/** Throws a RangeError unless a matrix has as many bytes as its shape says. */
export function checkShape({ data, rows, columns }: Matrix): void {
  if (data.length !== rows * columns) {
    throw new RangeError(`A matrix of ${rows} x ${columns} has ${rows * columns} bytes; got ${data.length}.`);
  }
}

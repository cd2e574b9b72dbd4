import { type Dataset, isPixels, type Matrix, type PixelMatrix } from './matrix.js';

/** Throws a RangeError unless there are samples of at least one feature, and one label for each. */
export function checkTrain({ images, labels }: Dataset): void {
  checkMatrix(images);
  if (images.rows < 1) throw new RangeError('At least one sample is needed to train on; got none.');
  if (images.columns < 1) throw new RangeError('Samples must have at least one feature; got 0.');
  checkLabelled({ images, labels });
}

/** Throws a RangeError unless there is one label for each sample. */
export function checkLabelled({ images, labels }: Dataset): void {
  if (labels.length !== images.rows) {
    throw new RangeError(
      `Every sample needs one label; got ${images.rows} samples and ${labels.length} labels.`,
    );
  }
}

/** Throws a RangeError if a model that was fitted on samples of so many features cannot take these. */
export function checkFeatures(samples: Matrix, features: number): void {
  checkMatrix(samples);
  if (samples.columns !== features) {
    throw new RangeError(
      `The model was fitted on samples of ${features} features; these have ${samples.columns}. Give samples with as many.`,
    );
  }
}

/** Throws a RangeError unless a matrix has as many values as its shape says, and all of them are finite. */
export function checkMatrix({ data, rows, columns }: Matrix): void {
  if (data.length !== rows * columns) {
    throw new RangeError(
      `A matrix of ${rows} x ${columns} has ${rows * columns} values; got ${data.length}.`,
    );
  }
  if (data instanceof Uint8Array) return;
  // `findIndex` takes ten times as long.
  let place = 0;
  while (place < data.length && Number.isFinite(data[place])) place++;
  if (place === data.length) return;
  throw new RangeError(
    `Features must be finite numbers; feature ${place % columns} of sample ${Math.floor(place / columns)} is ${data[place]}.`,
  );
}

/** The matrix, if its values are whole numbers from 0 to 255 in bytes. Throws a RangeError if they are doubles. */
export function pixelsOf(matrix: Matrix): PixelMatrix {
  if (isPixels(matrix)) return matrix;
  throw new RangeError(
    'Images must have pixels (whole numbers from 0 to 255, in bytes); these have doubles.',
  );
}

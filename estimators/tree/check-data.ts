import { checkLabelled, checkMatrix, checkFeatures as checkShape } from '../check-data.js';
import type { Dataset, Matrix } from '../matrix.js';

/** The features of a tree's nodes are kept in 16 bits. */
const MAX_FEATURES = 32_767;
/** Up to here the squares of weights, up to n_samples^2, are exact in float64. */
const MAX_SAMPLES = 94_906_265;

/** Throws a RangeError if a tree cannot be grown on this data set. */
export function checkTrain(train: Dataset): void {
  const { images } = train;
  checkMatrix(images);
  if (images.rows < 1 || images.rows > MAX_SAMPLES) {
    throw new RangeError(`A tree needs 1 to ${MAX_SAMPLES} samples to train on; got ${images.rows}.`);
  }
  if (images.columns < 1 || images.columns > MAX_FEATURES) {
    throw new RangeError(`A tree needs samples of 1 to ${MAX_FEATURES} features; got ${images.columns}.`);
  }
  checkLabelled(train);
  checkRange(images);
}

/** Throws a RangeError if a model that was fitted on samples of so many features cannot take these. */
export function checkFeatures(samples: Matrix, features: number): void {
  checkShape(samples, features);
  checkRange(samples);
}

/** Throws a RangeError if a value has no place among 32-bit floats, which are what trees see of doubles. */
function checkRange({ data, columns }: Matrix): void {
  if (data instanceof Uint8Array) return;
  let place = 0;
  while (place < data.length && Number.isFinite(Math.fround(data[place]!))) place++;
  if (place === data.length) return;
  throw new RangeError(
    `Trees see features as 32-bit floats, which end at 3.4e38; feature ${place % columns} of sample ${Math.floor(place / columns)} is ${data[place]}. Scale that feature.`,
  );
}

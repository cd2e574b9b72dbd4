import { checkLabelled, checkMatrix } from '../check-data.js';
import type { Dataset } from '../matrix.js';

export { checkImages } from '../check-data.js';

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
    throw new RangeError(`A tree needs images of 1 to ${MAX_FEATURES} pixels; got ${images.columns}.`);
  }
  checkLabelled(train);
}

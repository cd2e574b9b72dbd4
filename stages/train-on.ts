import { type Dataset, head } from '../estimators/matrix.js';
import { integer } from '../estimators/params.js';

/** How many samples to train on: the first so many, as many as there are if fewer, or all (null). */
export const trainOn = integer(
  'trainOn',
  1,
  Number.MAX_SAFE_INTEGER,
  'a positive number of samples, or null for all of them',
)
  .nullable()
  .default(null);

/**
 * The samples that a stage with the param `trainOn` works on. All of them as they came in, so that what refers to that data
 * set need not store it again.
 */
export function firstSamples(dataset: Dataset, count: number | null): Dataset {
  return count === null ? dataset : head(dataset, count);
}

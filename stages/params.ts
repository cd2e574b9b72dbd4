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

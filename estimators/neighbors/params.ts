import * as z from 'zod';
import { integer, must } from '../params.js';

/** Params of the k-nearest neighbors classifier: scikit-learn's names in camelCase, meanings and defaults. */
export const kNeighborsParams = z.strictObject({
  /** How many neighbors vote. */
  nNeighbors: integer('nNeighbors', 1, 0xffffffff, 'an integer of at least 1').default(5),
  /** 'uniform': all neighbors count the same; 'distance': each by the inverse of its distance. */
  weights: z.enum(['uniform', 'distance'], must('weights', '"uniform" or "distance"')).default('uniform'),
});

/** Checked params: what `kNeighborsParams` returns. */
export type KNeighborsParams = z.output<typeof kNeighborsParams>;

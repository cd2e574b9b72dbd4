import * as z from 'zod';
import { must } from '../params.js';

const SMOOTHING = must('varSmoothing', 'a number of at least 0');

/** Params of Gaussian naive Bayes: scikit-learn's names in camelCase, meanings and defaults. */
export const gaussianNbParams = z.strictObject({
  /** The share of the largest variance of a feature that is added to all variances. */
  varSmoothing: z.number(SMOOTHING).min(0, SMOOTHING).default(1e-9),
});

/** Checked params: what `gaussianNbParams` returns. */
export type GaussianNbParams = z.output<typeof gaussianNbParams>;

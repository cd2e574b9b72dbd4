import * as z from 'zod';
import { integer, must, positive, seed } from '../params.js';

const GAMMA = must('gamma', '"scale", "auto" or a number above 0');

/** Params of the support vector classifier: scikit-learn's names in camelCase, meanings and defaults. */
export const svcParams = z
  .strictObject({
    /** The upper bound of the dual coefficients: the larger, the less regularised. */
    C: positive('C').default(1),
    kernel: z.enum(['rbf', 'linear', 'poly'], must('kernel', '"rbf", "linear" or "poly"')).default('rbf'),
    /** Of the polynomial kernel. */
    degree: integer('degree', 0, 2147483647, 'an integer of at least 0').default(3),
    /** 'scale': 1 / (n_features * variance of all features' values); 'auto': 1 / n_features. Not used by 'linear'. */
    gamma: z.union([z.enum(['scale', 'auto']), z.number(GAMMA).positive(GAMMA)], GAMMA).default('scale'),
    /** Of the polynomial kernel. */
    coef0: z.number(must('coef0', 'a number')).default(0),
    /** Whether to fit what `predictProba` needs: five more solves a pair of classes. */
    probability: z.boolean(must('probability', 'true or false')).default(false),
    /** Tolerance of the stopping criterion. */
    tol: positive('tol').default(1e-3),
    /** Seed of the permutations behind the probabilities. */
    randomState: seed('randomState').nullable().default(null),
  })
  .refine(({ probability, randomState }) => !probability || randomState !== null, {
    path: ['randomState'],
    message:
      'randomState must be an integer from 0 to 4294967295 where probability is true; got null. ' +
      'Probabilities are cross-validated over a random permutation, and randomness comes only from seeds.',
  });

/** Checked params: what `svcParams` returns. */
export type SvcParams = z.output<typeof svcParams>;

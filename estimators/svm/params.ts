import { z } from 'zod';

/** Params of the support vector classifier: scikit-learn's names in camelCase, meanings and defaults. */
export const svcParams = z
  .strictObject({
    /** The upper bound of the dual coefficients: the larger, the less regularised. */
    C: z.number().positive().default(1),
    kernel: z.enum(['rbf', 'linear', 'poly']).default('rbf'),
    /** Of the polynomial kernel. */
    degree: z.int().min(0).max(2147483647).default(3),
    /** 'scale': 1 / (n_features * variance of all pixels); 'auto': 1 / n_features. Not used by 'linear'. */
    gamma: z.union([z.enum(['scale', 'auto']), z.number().positive()]).default('scale'),
    /** Of the polynomial kernel. */
    coef0: z.number().default(0),
    /** Whether to fit what `predictProba` needs: five more solves a pair of classes. */
    probability: z.boolean().default(false),
    /** Tolerance of the stopping criterion. */
    tol: z.number().positive().default(1e-3),
    /** Seed of the permutations behind the probabilities. */
    randomState: z.int().min(0).max(4294967295).nullable().default(null),
  })
  .refine(({ probability, randomState }) => !probability || randomState !== null, {
    path: ['randomState'],
    message:
      'randomState must be an integer from 0 to 4294967295 where probability is true; got null. ' +
      'Probabilities are cross-validated over a random permutation, and randomness comes only from seeds.',
  });

/** Checked params: what `svcParams` returns. */
export type SvcParams = z.output<typeof svcParams>;

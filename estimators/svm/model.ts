import type { FittedModel } from '../classifier.js';
import type { Matrix } from '../matrix.js';
import type { SvcParams } from './params.js';

/**
 * A fitted support vector classifier, under scikit-learn's attribute names. With k classes there are
 * k (k - 1) / 2 pairs of classes (i, j), i < j, in the order (0, 1), (0, 2) ... (k - 2, k - 1).
 */
export interface SvcModel extends FittedModel {
  readonly kind: 'svc';
  readonly kernel: SvcParams['kernel'];
  readonly degree: number;
  /** The number, also where the params said 'scale' or 'auto'. */
  readonly gamma: number;
  readonly coef0: number;
  /** Rows of the support vectors in the training set, grouped by class. */
  readonly support: Uint32Array;
  readonly supportVectors: Matrix;
  /** Support vectors of each class. */
  readonly nSupport: Uint32Array;
  /**
   * (k - 1) x n_support, row-major: a support vector of class c has its coefficient against class d in row d,
   * or d - 1 where d > c. For two classes the sign is scikit-learn's, the opposite of libsvm's.
   */
  readonly dualCoef: Float64Array;
  /** One a pair. For two classes the sign is scikit-learn's, the opposite of libsvm's. */
  readonly intercept: Float64Array;
  /** The sigmoid of each pair, 1 / (1 + exp(A d + B)); empty if fitted without probabilities. */
  readonly probA: Float64Array;
  readonly probB: Float64Array;
  /** Solver iterations of each pair. */
  readonly nIter: Uint32Array;
}

/** Number of pairs of `classes` classes. */
export function pairCount(classes: number): number {
  return (classes * (classes - 1)) / 2;
}

/** The error of a fit whose kernel values were too large for there to be a model. */
export function notFinite(): RangeError {
  return new RangeError(
    'The dual coefficients or intercepts are not finite: the kernel values are too large. ' +
      'Scale the features, or choose a smaller degree, gamma or coef0.',
  );
}

/**
 * How much each support vector weighs in all decisions that it is part of: the sum of |alpha| over its class's pairs
 * (`np.abs(dual_coef_).sum(axis=0)`), one number for each support vector. Source: the decision of a pair of classes is
 * sum alpha_i y_i K(x_i, x) + b, so |alpha_i| is what x_i counts for beside its equals.
 */
export function supportWeights({ dualCoef, support }: Pick<SvcModel, 'dualCoef' | 'support'>): Float64Array {
  const weights = new Float64Array(support.length);
  for (const [index, coefficient] of dualCoef.entries())
    weights[index % support.length]! += Math.abs(coefficient);
  return weights;
}

import type { FittedModel } from '../classifier.js';

/** A fitted Gaussian naive Bayes classifier, under scikit-learn's attribute names. */
export interface GaussianNbModel extends FittedModel {
  readonly kind: 'gaussian-nb';
  readonly features: number;
  /** Training samples of each class. */
  readonly classCount: Uint32Array;
  /** Each class's share of the training samples. */
  readonly classPrior: Float64Array;
  /** The mean of each feature in each class: n_classes x n_features, row-major. */
  readonly theta: Float64Array;
  /** The variance of each feature in each class, `epsilon` included: n_classes x n_features (`var_`). */
  readonly variance: Float64Array;
  /** What was added to the variances. */
  readonly epsilon: number;
}

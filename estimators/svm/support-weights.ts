import type { SvcModel } from './model.js';

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

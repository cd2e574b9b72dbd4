import type { Labels } from '../matrix.js';
import { labelsPresent } from './check-labels.js';
import { confusionMatrix } from './confusion-matrix.js';
import { pairwiseSum } from './pairwise-sum.js';

/**
 * The mean, over the classes of the true labels, of the share of a class's samples that are predicted right:
 * scikit-learn 1.2.1's `balanced_accuracy_score`, bit for bit.
 *
 * Throws a RangeError if the lengths differ or there are no samples.
 */
export function balancedAccuracy(labelsTrue: Labels, labelsPred: Labels): number {
  const classes = labelsPresent(labelsTrue, labelsPred);
  const n = classes.length;
  const counts = confusionMatrix(labelsTrue, labelsPred, classes);
  const recalls = Array.from(classes, (_, code) => {
    const support = counts.subarray(code * n, (code + 1) * n).reduce((sum, count) => sum + count, 0);
    return counts[code * n + code]! / support;
  }).filter((recall) => !Number.isNaN(recall));
  return pairwiseSum(recalls) / recalls.length;
}

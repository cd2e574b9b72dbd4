import type { Probabilities } from '../classifier.js';
import type { Labels } from '../matrix.js';
import { classCodes } from './check-labels.js';
import { naturalLog } from './natural-log.js';
import { pairwiseSum } from './pairwise-sum.js';

/**
 * The mean of -log(probability of the true class), probabilities kept from 0 and 1 by one epsilon and made to
 * sum to 1 again: scikit-learn 1.2.1's `log_loss(labelsTrue, probabilities, labels=classes)`.
 *
 * Throws a RangeError unless there are two classes or more, a column for each, and a row for each of at least
 * one sample; or for a label that is not among `classes`.
 */
export function logLoss(labelsTrue: Labels, probabilities: Probabilities, classes: Labels): number {
  const { data, rows, columns } = probabilities;
  if (classes.length < 2)
    throw new RangeError(`The log loss needs two classes or more; got ${classes.length}.`);
  if (columns !== classes.length || rows !== labelsTrue.length || rows === 0) {
    throw new RangeError(
      `The probabilities must have a row for each of ${labelsTrue.length} samples (at least one) and a column for each of ${classes.length} classes; got ${rows} x ${columns}.`,
    );
  }
  const codes = classCodes(labelsTrue, classes, 'True labels');
  const losses = Float64Array.from(codes, (code, row) => {
    const clipped = data.subarray(row * columns, (row + 1) * columns).map(clip);
    return -naturalLog(clipped[code]! / pairwiseSum(clipped));
  });
  return pairwiseSum(losses) / rows;
}

function clip(probability: number): number {
  return Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON);
}

import type { Labels } from '../matrix.js';
import { checkSameLength, classCodes } from './check-labels.js';

/**
 * How many samples of each true class (row) were predicted as each class (column): n_classes x n_classes,
 * row-major, both in the order of `classes` (scikit-learn's `confusion_matrix(…, labels=classes)`).
 *
 * Throws a RangeError if the lengths differ, there are no samples, or a label is not among `classes`.
 */
export function confusionMatrix(labelsTrue: Labels, labelsPred: Labels, classes: Labels): Uint32Array {
  checkSameLength(labelsTrue, labelsPred);
  const rows = classCodes(labelsTrue, classes, 'True labels');
  const columns = classCodes(labelsPred, classes, 'Predicted labels');
  const counts = new Uint32Array(classes.length * classes.length);
  for (const [sample, row] of rows.entries()) counts[row * classes.length + columns[sample]!]!++;
  return counts;
}

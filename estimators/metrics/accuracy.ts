import type { Labels } from '../matrix.js';
import { checkSameLength } from './check-labels.js';

/** How many predictions are right, and their share of all (0 to 1). */
export interface Accuracy {
  readonly correct: number;
  readonly accuracy: number;
}

/**
 * Compares predictions with the true labels (scikit-learn's `accuracy_score`).
 * Throws a RangeError if the lengths differ or there are no samples.
 */
export function accuracy(labelsTrue: Labels, labelsPred: Labels): Accuracy {
  checkSameLength(labelsTrue, labelsPred);
  let correct = 0;
  for (const [i, label] of labelsTrue.entries()) if (label === labelsPred[i]) correct++;
  return { correct, accuracy: correct / labelsTrue.length };
}

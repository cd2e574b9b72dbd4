import type { Labels } from '../matrix.js';
import { classificationReport } from './classification-report.js';

/**
 * The mean of the F1 scores of all classes that occur in either list: scikit-learn 1.2.1's
 * `f1_score(…, average='macro')`, bit for bit; a division by zero gives 0.
 *
 * Throws a RangeError if the lengths differ or there are no samples.
 */
export function f1Macro(labelsTrue: Labels, labelsPred: Labels): number {
  return classificationReport(labelsTrue, labelsPred).macroAvg.f1Score;
}

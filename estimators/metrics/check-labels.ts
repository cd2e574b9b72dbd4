import type { Labels } from '../matrix.js';

/** Throws a RangeError unless there is one prediction for each of at least one sample. */
export function checkSameLength(labelsTrue: Labels, labelsPred: Labels): void {
  if (labelsTrue.length !== labelsPred.length) {
    throw new RangeError(
      `There must be one prediction for each true label; got ${labelsPred.length} predictions for ${labelsTrue.length} labels.`,
    );
  }
  if (labelsTrue.length === 0) throw new RangeError('At least one sample is needed; got none.');
}

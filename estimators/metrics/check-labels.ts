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

/**
 * Each label's class as an index into `classes`, which are distinct and in any order.
 * Throws a RangeError for a label that is not among them; `what` says whose it is.
 */
export function classCodes(labels: Labels, classes: Labels, what: string): Uint8Array {
  const codeOf = new Int16Array(256).fill(-1);
  for (const [code, label] of classes.entries()) codeOf[label] = code;
  return labels.map((label, sample) => {
    const code = codeOf[label]!;
    if (code < 0) {
      throw new RangeError(
        `${what} must be among the classes ${classes.join(', ')}; sample ${sample} has ${label}. Add it to the classes.`,
      );
    }
    return code;
  });
}

/** All labels that occur in either list, ascending (scikit-learn's `unique_labels`). */
export function labelsPresent(labelsTrue: Labels, labelsPred: Labels): Labels {
  return Uint8Array.from(new Set([...labelsTrue, ...labelsPred])).sort();
}

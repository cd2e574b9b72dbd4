import type { Split } from '../matrix.js';
import { RandomState } from '../random/random-state.js';

/** How `trainTestSplit` divides the samples, in scikit-learn's terms. */
export interface SplitOptions {
  /**
   * A share of the samples (0 < share < 1, rounded up) or a number of samples (an integer from 1). What
   * `trainSize` leaves if only that is given; 0.25 if neither is.
   */
  readonly testSize?: number | undefined;
  /** A share (rounded down) or a number of samples. What `testSize` leaves, unless given. */
  readonly trainSize?: number | undefined;
  /** The seed of the shuffle: an integer, 0 to 2^32 - 1. */
  readonly randomState: number;
}

/**
 * Shuffles `nSamples` samples and parts them: the very indices of scikit-learn's `train_test_split`
 * (`shuffle=True`, unstratified). The test samples are the first of the permutation, the training samples
 * those that follow. Source: scikit-learn 1.2.1, `_validate_shuffle_split` and `ShuffleSplit`.
 *
 * Throws a RangeError for sizes that are out of range, that do not fit together or that leave no training
 * samples. Where Python tells 1.0 (refused) from 1 (one sample), here 1 is one sample.
 */
export function trainTestSplit(nSamples: number, options: SplitOptions): Split {
  const { nTrain, nTest } = countSamples(nSamples, options);
  const permutation = new RandomState(options.randomState).permutation(nSamples);
  return { train: permutation.slice(nTest, nTest + nTrain), test: permutation.slice(0, nTest) };
}

function countSamples(nSamples: number, options: SplitOptions): { nTrain: number; nTest: number } {
  const { trainSize } = options;
  const testSize = options.testSize ?? (trainSize === undefined ? 0.25 : undefined);
  checkSize('testSize', testSize, nSamples);
  checkSize('trainSize', trainSize, nSamples);
  if (testSize !== undefined && trainSize !== undefined && isShare(testSize) && isShare(trainSize)) {
    if (testSize + trainSize > 1) {
      throw new RangeError(
        `testSize + trainSize must be at most 1; got ${testSize} + ${trainSize}. Reduce one of them.`,
      );
    }
  }
  let nTest = testSize !== undefined && isShare(testSize) ? Math.ceil(testSize * nSamples) : testSize;
  let nTrain = trainSize !== undefined && isShare(trainSize) ? Math.floor(trainSize * nSamples) : trainSize;
  nTrain ??= nSamples - nTest!;
  nTest ??= nSamples - nTrain;
  if (nTrain + nTest > nSamples) {
    throw new RangeError(
      `testSize and trainSize ask for ${nTest} + ${nTrain} samples, but there are only ${nSamples}. Reduce one of them.`,
    );
  }
  if (nTrain === 0) {
    throw new RangeError(
      `The training part must not be empty: of ${nSamples} samples, testSize ${testSize} and trainSize ${trainSize} leave none. Reduce testSize, raise trainSize or give more samples.`,
    );
  }
  return { nTrain, nTest };
}

function isShare(size: number): boolean {
  return !Number.isInteger(size);
}

function checkSize(name: string, size: number | undefined, nSamples: number): void {
  if (size === undefined) return;
  const fits = isShare(size) ? size > 0 && size < 1 : size > 0 && size < nSamples;
  if (!fits) {
    throw new RangeError(
      `${name} must be a share between 0 and 1, or a positive number of samples below ${nSamples}; got ${size}.`,
    );
  }
}

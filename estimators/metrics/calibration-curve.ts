/** How often what a classifier says with some probability is so, bin by bin; bins without samples are left out. */
export interface CalibrationCurve {
  /** The mean predicted probability of each bin's samples. */
  readonly probPred: Float64Array;
  /** The share of them that is positive. */
  readonly probTrue: Float64Array;
  /** How many they are. */
  readonly counts: Uint32Array;
}

/**
 * scikit-learn 1.2.1's `calibration_curve(isPositive, probabilities, n_bins=nBins)`, bit for bit: bins of equal width
 * over 0 to 1, each without its lower bound (the first has it).
 *
 * @param isPositive 1 for each positive sample, 0 for the others.
 * @param probabilities of each sample to be positive, 0 to 1.
 * Throws a RangeError if the lengths differ, there are no samples, a probability is not from 0 to 1, or `nBins` is no
 * integer of at least 1.
 */
export function calibrationCurve(
  isPositive: Uint8Array,
  probabilities: Float64Array,
  nBins = 5,
): CalibrationCurve {
  if (!Number.isSafeInteger(nBins) || nBins < 1) {
    throw new RangeError(`nBins must be an integer of at least 1; got ${nBins}.`);
  }
  if (isPositive.length !== probabilities.length || isPositive.length === 0) {
    throw new RangeError(
      `There must be a probability for each of at least one sample; got ${probabilities.length} for ${isPositive.length} samples.`,
    );
  }
  const width = 1 / nBins;
  const counts = new Uint32Array(nBins);
  const positives = new Uint32Array(nBins);
  const sums = new Float64Array(nBins);
  for (const [sample, probability] of probabilities.entries()) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`Probabilities must be from 0 to 1; sample ${sample} has ${probability}.`);
    }
    let bin = 0;
    while (bin < nBins - 1 && (bin + 1) * width < probability) bin++;
    counts[bin]!++;
    positives[bin]! += isPositive[sample]!;
    sums[bin]! += probability;
  }
  const filled = [...counts.keys()].filter((bin) => counts[bin]! > 0);
  return {
    probPred: Float64Array.from(filled, (bin) => sums[bin]! / counts[bin]!),
    probTrue: Float64Array.from(filled, (bin) => positives[bin]! / counts[bin]!),
    counts: Uint32Array.from(filled, (bin) => counts[bin]!),
  };
}

/** The two-sided 95 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/** Bounds of a share, from 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % confidence interval of a share of which `successes` of `trials` were seen, by Wilson's score method: it
 * keeps its level near 0 and 1, where accuracies are and the normal approximation fails.
 * Source: E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22;
 * as in SciPy 1.10's `binomtest(…).proportion_ci(method='wilson')`.
 *
 * Throws a RangeError unless there is at least one trial, and 0 to `trials` successes, in whole numbers.
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (!Number.isSafeInteger(trials) || trials < 1) {
    throw new RangeError(`trials must be an integer of at least 1; got ${trials}.`);
  }
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > trials) {
    throw new RangeError(`successes must be an integer from 0 to the ${trials} trials; got ${successes}.`);
  }
  const share = successes / trials;
  const scale = 1 + (Z * Z) / trials;
  const centre = (share + (Z * Z) / (2 * trials)) / scale;
  const variance = (share * (1 - share)) / trials + (Z * Z) / (4 * trials * trials);
  const half = (Z * Math.sqrt(variance)) / scale;
  return {
    low: successes === 0 ? 0 : centre - half,
    high: successes === trials ? 1 : centre + half,
  };
}

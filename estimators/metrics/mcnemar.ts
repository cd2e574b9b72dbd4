import type { Labels } from '../matrix.js';
import { checkSameLength } from './check-labels.js';

/** Two classifiers on the same samples: where they differ, and how likely so much of it is by chance. */
export interface McNemarTest {
  /** Samples that only the first has right, and only the second. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** The probability of counts at least as unequal if both were equally good; 0 to 1. */
  readonly pValue: number;
}

/**
 * McNemar's test that two classifiers are equally good, in its exact form: of the samples that one alone has right,
 * the first's share is held against a fair coin (statsmodels' `mcnemar(…, exact=True)`). The exact form holds for any
 * counts, also the small ones where the chi-squared approximation does not.
 * Source: Q. McNemar (1947), "Note on the sampling error of the difference between correlated proportions or
 * percentages", Psychometrika 12.
 *
 * Throws a RangeError if the lengths differ or there are no samples.
 */
export function mcNemarTest(labelsTrue: Labels, first: Labels, second: Labels): McNemarTest {
  checkSameLength(labelsTrue, first);
  checkSameLength(labelsTrue, second);
  let onlyFirst = 0;
  let onlySecond = 0;
  for (const [i, label] of labelsTrue.entries()) {
    if (first[i] === second[i]) continue;
    if (first[i] === label) onlyFirst++;
    else if (second[i] === label) onlySecond++;
  }
  return { onlyFirst, onlySecond, pValue: fairCoin(onlyFirst, onlySecond) };
}

/**
 * The two-sided probability of a fair coin to fall at least as unequally as `heads` to `tails`:
 * 2 sum_{k <= min} C(n, k) / 2^n, at most 1. Counted in whole numbers, so that nothing is lost and the bits are the
 * same everywhere.
 */
function fairCoin(heads: number, tails: number): number {
  const tosses = heads + tails;
  if (heads === tails) return 1;
  let ways = 1n;
  let sum = 1n;
  for (let k = 0; k < Math.min(heads, tails); k++) {
    ways = (ways * BigInt(tosses - k)) / BigInt(k + 1);
    sum += ways;
  }
  return overPowerOfTwo(2n * sum, tosses);
}

/** numerator / 2^exponent, of at most 1. */
function overPowerOfTwo(numerator: bigint, exponent: number): number {
  const dropped = Math.max(0, 4 * numerator.toString(16).length - 128);
  let value = Number(numerator >> BigInt(dropped));
  for (let halvings = exponent - dropped; halvings > 0; halvings--) value /= 2;
  return value;
}

import type { Interval } from '../../../estimators/metrics/wilson-interval.js';
import { duration } from '../../words/words.js';

/** The bounds of a share in percent: `98.02–98.45 %`. */
export function intervalText({ low, high }: Interval): string {
  return `${(100 * low).toFixed(2)}–${(100 * high).toFixed(2)} %`;
}

/** A probability of chance: `0.80`, `0.012`, `3.6e-37`. */
export function pValueText(p: number): string {
  if (p === 0) return '< 1e-300';
  return p >= 0.1 ? p.toFixed(2) : p >= 0.001 ? p.toFixed(3) : p.toExponential(1);
}

/** Seconds, or a dash where they are not recorded. */
export function secondsText(seconds: number | null): string {
  return seconds === null ? '–' : duration(seconds);
}

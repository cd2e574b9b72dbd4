import type { SolvedPair } from './solve-pairs.js';

/** Throws a RangeError if kernel values were too large for there to be a model. */
export function checkFinite(pairs: readonly SolvedPair[]): void {
  if (pairs.every(({ rho, coefficients }) => Number.isFinite(rho) && coefficients.every(Number.isFinite))) {
    return;
  }
  throw new RangeError(
    'The dual coefficients or intercepts are not finite: the kernel values are too large. ' +
      'Choose a smaller degree, gamma or coef0.',
  );
}

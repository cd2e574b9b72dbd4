/** The error of a fit whose kernel values were too large for there to be a model. */
export function notFinite(): RangeError {
  return new RangeError(
    'The dual coefficients or intercepts are not finite: the kernel values are too large. ' +
      'Scale the features, or choose a smaller degree, gamma or coef0.',
  );
}

import type { Labels } from '../../estimators/matrix.js';
import { type CalibrationCurve, calibrationCurve } from '../../estimators/metrics/calibration-curve.js';
import { type Predicted, probabilityOf } from './mistakes.js';

const BINS = 10;

/**
 * How often the predicted labels are right, by the probability that the model gives them (a reliability diagram, as
 * for many classes); null for a model without probabilities.
 */
export function confidenceCurve(labelsTrue: Labels, predicted: Predicted): CalibrationCurve | null {
  if (!predicted.probabilities) return null;
  const { predictions } = predicted;
  const isRight = predictions.map((label, sample) => (label === labelsTrue[sample] ? 1 : 0));
  // A sum of shares may be above 1 by its last bit.
  const confidences = Float64Array.from(predictions, (label, sample) =>
    Math.min(1, probabilityOf(predicted, sample, label) ?? 0),
  );
  return calibrationCurve(isRight, confidences, BINS);
}

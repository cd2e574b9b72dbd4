import type { Probabilities } from '../classifier.js';
import type { Labels } from '../matrix.js';
import { accuracy } from '../metrics/accuracy.js';
import { balancedAccuracy } from '../metrics/balanced-accuracy.js';
import { f1Macro } from '../metrics/classification-report.js';
import { logLoss } from '../metrics/log-loss.js';
import type { Scoring } from './scoring.js';

/** How predictions on a fold become a score; greater is better. */
export type Scorer =
  | { readonly needs: 'labels'; score(labelsTrue: Labels, predicted: Labels): number }
  | {
      readonly needs: 'probabilities';
      score(labelsTrue: Labels, predicted: Probabilities, classes: Labels): number;
    };

/** scikit-learn's scorers of these names. Source: scikit-learn 1.2.1, metrics/_scorer.py. */
export const scorers: Readonly<Record<Scoring, Scorer>> = {
  accuracy: {
    needs: 'labels',
    score: (labelsTrue, predicted) => accuracy(labelsTrue, predicted).accuracy,
  },
  balanced_accuracy: { needs: 'labels', score: balancedAccuracy },
  f1_macro: { needs: 'labels', score: f1Macro },
  neg_log_loss: { needs: 'probabilities', score: negLogLoss },
};

/**
 * -log_loss. Where scikit-learn scores NaN, since the fold's test part lacks a class, the model's classes are taken.
 * Of two classes it looks at the second one's probability alone, and takes the first one's to be the rest.
 */
function negLogLoss(labelsTrue: Labels, predicted: Probabilities, classes: Labels): number {
  if (predicted.columns !== 2) return -logLoss(labelsTrue, predicted, classes);
  const data = predicted.data.map((_, i) => {
    const second = Math.min(Math.max(predicted.data[i | 1]!, Number.EPSILON), 1 - Number.EPSILON);
    return i % 2 === 1 ? second : 1 - second;
  });
  return -logLoss(labelsTrue, { ...predicted, data }, classes);
}

import type { Probabilities } from '../../estimators/classifier.js';
import { type Dataset, type Labels, take } from '../../estimators/matrix.js';
import type { Gallery, Mistake } from './report-content.js';

/** What a model said of the test samples. */
export interface Predicted {
  readonly classes: Labels;
  readonly predictions: Labels;
  readonly probabilities: Probabilities | null;
}

/**
 * The mistakes that a model was surest of: those whose predicted label has the greatest probability, that first; equals,
 * and all mistakes of a model without probabilities, in the samples' order.
 */
export function mostConfidentMistakes(test: Dataset, predicted: Predicted, limit: number): Gallery<Mistake> {
  const all = [...predicted.predictions.entries()]
    .filter(([sample, label]) => label !== test.labels[sample])
    .map(([sample, label]): Mistake => {
      const truth = test.labels[sample]!;
      return {
        sample,
        truth,
        predicted: label,
        probability: probabilityOf(predicted, sample, label),
        truthProbability: probabilityOf(predicted, sample, truth),
      };
    });
  const samples = all
    .toSorted((first, second) => (second.probability ?? 0) - (first.probability ?? 0))
    .slice(0, limit);
  return galleryOf(test, samples, all.length);
}

/** Samples with their pictures. */
export function galleryOf<Sample extends { readonly sample: number }>(
  test: Dataset,
  samples: readonly Sample[],
  total: number,
): Gallery<Sample> {
  const { images } = take(
    test,
    Uint32Array.from(samples, ({ sample }) => sample),
  );
  return { total, samples, images };
}

/** Null without probabilities; 0 for a label that the model does not know. */
export function probabilityOf(
  { classes, probabilities }: Predicted,
  sample: number,
  label: number,
): number | null {
  if (!probabilities) return null;
  const column = classes.indexOf(label);
  return column < 0 ? 0 : probabilities.data[sample * probabilities.columns + column]!;
}

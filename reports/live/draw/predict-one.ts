import type { Classifier, FittedModel, Work } from '../../../estimators/classifier.js';
import type { Matrix } from '../../../estimators/matrix.js';
import type { PredictionView } from './wire.js';

/** What a model predicts for one image: the very label and probabilities that its evaluation would record. */
export async function predictOne(
  classifier: Classifier,
  model: FittedModel,
  image: Matrix,
  work: Work,
): Promise<PredictionView> {
  const classes = [...model.classes];
  if (classifier.hasProba(model) && classifier.predictWithProba) {
    const { labels, probabilities } = await classifier.predictWithProba(model, image, work);
    return { label: labels[0]!, classes, probabilities: [...probabilities.data] };
  }
  const [label] = await classifier.predict(model, image, work);
  const proba = classifier.hasProba(model) ? await classifier.predictProba(model, image, work) : null;
  return { label: label!, classes, probabilities: proba && [...proba.data] };
}

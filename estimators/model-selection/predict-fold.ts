import type { Classifier, FittedModel, Work } from '../classifier.js';
import { phase } from '../compute/phase.js';
import { type Dataset, type Labels, type Matrix, take } from '../matrix.js';
import type { Split } from './train-test-split.js';

/** How much of the time of fitting and predicting is taken to be fitting. It only shapes the progress. */
const FITTING_SHARE = 0.8;

/**
 * Fits candidates on one part of a data set and predicts another with each, all together as far as the classifier
 * can do that: by its `fitCandidates`, and its `predictCandidates`. `onLabels` is told the labels of the candidate
 * at a place as soon as they are known.
 */
export async function predictFold(
  classifier: Classifier,
  candidates: readonly unknown[],
  dataset: Dataset,
  split: Split,
  work: Work,
  onLabels: (place: number, labels: Labels) => void,
): Promise<void> {
  const train = take(dataset, split.train);
  const test = take(dataset, split.test);
  const places = [...candidates.keys()];
  const groups = classifier.fitCandidates ? [places] : places.map((place) => [place]);
  for (const [g, group] of groups.entries()) {
    const groupWork = phase(work, g / groups.length, (g + 1) / groups.length);
    const params = group.map((place) => candidates[place]);
    const models = await fitGroup(classifier, params, train, phase(groupWork, 0, FITTING_SHARE));
    const predicted = await predictGroup(classifier, models, test.images, phase(groupWork, FITTING_SHARE, 1));
    for (const [i, place] of group.entries()) onLabels(place, predicted[i]!);
    groupWork.onProgress?.(1);
  }
}

async function fitGroup(
  classifier: Classifier,
  params: readonly unknown[],
  train: Dataset,
  work: Work,
): Promise<FittedModel[]> {
  if (classifier.fitCandidates) return classifier.fitCandidates(params, train, work);
  return [await classifier.fit(params[0], train, work)];
}

async function predictGroup(
  classifier: Classifier,
  models: readonly FittedModel[],
  images: Matrix,
  work: Work,
): Promise<Labels[]> {
  if (classifier.predictCandidates) return classifier.predictCandidates(models, images, work);
  const predicted: Labels[] = [];
  for (const [i, model] of models.entries()) {
    const part = phase(work, i / models.length, (i + 1) / models.length);
    predicted.push(await classifier.predict(model, images, part));
  }
  return predicted;
}

import type { Classifier, FittedModel, Probabilities } from '../classifier.js';
import { phase, type Work } from '../compute/work.js';
import { type Dataset, type Labels, type Matrix, type Split, take } from '../matrix.js';

/** How much of the time of fitting and predicting is taken to be fitting. It only shapes the progress. */
const FITTING_SHARE = 0.8;

/**
 * Fits candidates on one part of a data set and predicts another with each, all together as far as the classifier
 * can do that: by its `fitCandidates`, and its `predictCandidates`. `onLabels` is told the labels of the candidate
 * at a place as soon as they are known.
 */
export function predictFold(
  classifier: Classifier,
  candidates: readonly unknown[],
  dataset: Dataset,
  split: Split,
  work: Work,
  onLabels: (place: number, labels: Labels) => void,
): Promise<void> {
  return forFold(classifier, candidates, dataset, split, work, predictGroup, onLabels);
}

/** What a model gives for samples, and the classes that its columns belong to. */
export interface FoldProbabilities {
  readonly probabilities: Probabilities;
  readonly classes: Labels;
}

/**
 * The same for probabilities.
 * Rejects with a RangeError if a candidate's model gives none.
 */
export function predictProbaFold(
  classifier: Classifier,
  candidates: readonly unknown[],
  dataset: Dataset,
  split: Split,
  work: Work,
  onProbabilities: (place: number, predicted: FoldProbabilities) => void,
): Promise<void> {
  return forFold(classifier, candidates, dataset, split, work, predictProbaGroup, onProbabilities);
}

async function forFold<Output>(
  classifier: Classifier,
  candidates: readonly unknown[],
  dataset: Dataset,
  split: Split,
  work: Work,
  predict: (
    classifier: Classifier,
    models: readonly FittedModel[],
    samples: Matrix,
    work: Work,
  ) => Promise<Output[]>,
  onOutput: (place: number, output: Output) => void,
): Promise<void> {
  const train = take(dataset, split.train);
  const test = take(dataset, split.test);
  const places = [...candidates.keys()];
  const groups = classifier.fitCandidates ? [places] : places.map((place) => [place]);
  for (const [g, group] of groups.entries()) {
    const groupWork = phase(work, g / groups.length, (g + 1) / groups.length);
    const params = group.map((place) => candidates[place]);
    const models = await fitGroup(classifier, params, train, phase(groupWork, 0, FITTING_SHARE));
    const predicted = await predict(classifier, models, test.images, phase(groupWork, FITTING_SHARE, 1));
    for (const [i, place] of group.entries()) onOutput(place, predicted[i]!);
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
  samples: Matrix,
  work: Work,
): Promise<Labels[]> {
  if (classifier.predictCandidates) return classifier.predictCandidates(models, samples, work);
  const predicted: Labels[] = [];
  for (const [i, model] of models.entries()) {
    const part = phase(work, i / models.length, (i + 1) / models.length);
    predicted.push(await classifier.predict(model, samples, part));
  }
  return predicted;
}

async function predictProbaGroup(
  classifier: Classifier,
  models: readonly FittedModel[],
  samples: Matrix,
  work: Work,
): Promise<FoldProbabilities[]> {
  const predicted: FoldProbabilities[] = [];
  for (const [i, model] of models.entries()) {
    if (!classifier.hasProba(model)) {
      throw new RangeError(
        `This scoring needs probabilities, but ${classifier.name} with these params gives none. Set its param that turns them on (SVC: probability), or score by labels.`,
      );
    }
    const part = phase(work, i / models.length, (i + 1) / models.length);
    const probabilities = await classifier.predictProba(model, samples, part);
    predicted.push({ probabilities, classes: model.classes });
  }
  return predicted;
}

import type { FittedModel, Probabilities } from '../../estimators/classifier.js';
import { type Dataset, encodeLabels, type Labels } from '../../estimators/matrix.js';
import { type CalibrationCurve, calibrationCurve } from '../../estimators/metrics/calibration-curve.js';
import { mcNemarTest } from '../../estimators/metrics/mcnemar.js';
import { wilsonInterval } from '../../estimators/metrics/wilson-interval.js';
import type { GridResult } from '../../estimators/model-selection/grid-result.js';
import type { Exploration, Scores } from '../facts.js';
import { insideOf } from './inside.js';
import { meanImages } from './mean-images.js';
import { mostConfidentMistakes, type Predicted, probabilityOf } from './mistakes.js';
import type { ClassContent, ConfusedPair, ModelContent, ReportContent } from './report-content.js';
import { voteContent } from './votes.js';

const PAIRS = 8;
const BINS = 10;
const PICTURES = 12;

type ByModel<Value> = Readonly<Record<string, Value>>;

export interface Evaluated {
  readonly exploration: Exploration;
  readonly train: Dataset;
  readonly test: Dataset;
  readonly models: ByModel<FittedModel>;
  /** How each model did on the test samples, and what it said of them. */
  readonly scores: ByModel<Scores>;
  readonly predictions: ByModel<Labels>;
  readonly probabilities: ByModel<Probabilities | null>;
  readonly grids: Readonly<Record<string, GridResult>>;
}

/** All that the report tells. Throws a RangeError unless all that is known of a model has the same name. */
export function computeContent(evaluated: Evaluated): ReportContent {
  const { exploration, train, test, scores, grids } = evaluated;
  checkNames(evaluated);
  const best = bestOf(scores);
  return {
    data: exploration,
    classes: classContent(train, test),
    models: Object.fromEntries(
      Object.keys(scores).map((name) => [name, modelContent(name, best, evaluated)]),
    ),
    grids,
  };
}

function checkNames({ models, scores, predictions, probabilities }: Evaluated): void {
  for (const [input, given] of Object.entries({ models, predictions, probabilities })) {
    const [one] = Object.keys(scores).filter((name) => !Object.hasOwn(given, name));
    if (one === undefined) continue;
    throw new RangeError(
      `The report has scores of "${one}", but not its ${input}; wire them under that name.`,
    );
  }
}

/** The model with the most correct predictions, the first by name of equals; '' if there is none. */
function bestOf(scores: ByModel<Scores>): string {
  const [first = '', ...others] = Object.keys(scores);
  return others.reduce((best, name) => (scores[name]!.correct > scores[best]!.correct ? name : best), first);
}

function modelContent(name: string, best: string, evaluated: Evaluated): ModelContent {
  const { test, models, scores, predictions, probabilities } = evaluated;
  const model = models[name]!;
  const own = scores[name]!;
  const { classes, kind } = model;
  const predicted = { classes, predictions: predictions[name]!, probabilities: probabilities[name]! };
  const members = new Map(
    Object.entries(predictions).map(([member, labels]) => [
      models[member]!,
      { name: member, predictions: labels },
    ]),
  );
  const against = name === best ? null : mcNemarTest(test.labels, predicted.predictions, predictions[best]!);
  return {
    ...own,
    kind,
    classes,
    interval: wilsonInterval(own.correct, own.total),
    againstBest: against && { best, ...against },
    confusedPairs: confusedPairs({ ...own, classes }, PAIRS),
    mistakes: mostConfidentMistakes(test, predicted, PICTURES),
    calibration: confidenceCurve(test.labels, predicted),
    votes: voteContent(model, predicted.predictions, members, test, PICTURES),
    ...insideOf(model),
  };
}

function classContent(train: Dataset, test: Dataset): ClassContent {
  const { classes } = encodeLabels(Uint8Array.from([...train.labels, ...test.labels]));
  const countsIn = (labels: Labels) => {
    const counts = new Uint32Array(256);
    for (const label of labels) counts[label]!++;
    return Uint32Array.from(classes, (label) => counts[label]!);
  };
  return {
    labels: classes,
    trainCounts: countsIn(train.labels),
    testCounts: countsIn(test.labels),
    meanImages: meanImages([train, test], classes),
  };
}

/**
 * How often the predicted labels are right, by the probability that the model gives them (a reliability diagram, as
 * for many classes); null for a model without probabilities.
 */
function confidenceCurve(labelsTrue: Labels, predicted: Predicted): CalibrationCurve | null {
  if (!predicted.probabilities) return null;
  const { predictions } = predicted;
  const isRight = predictions.map((label, sample) => (label === labelsTrue[sample] ? 1 : 0));
  // A sum of shares may be above 1 by its last bit.
  const confidences = Float64Array.from(predictions, (label, sample) =>
    Math.min(1, probabilityOf(predicted, sample, label) ?? 0),
  );
  return calibrationCurve(isRight, confidences, BINS);
}

/** The pairs of classes that are most often confused, the most frequent first; equals in the matrix's order. */
export function confusedPairs(
  { confusionMatrix, classes }: Pick<ModelContent, 'confusionMatrix' | 'classes'>,
  limit: number,
): ConfusedPair[] {
  const n = classes.length;
  return [...confusionMatrix.entries()]
    .filter(([cell, count]) => count > 0 && cell % (n + 1) !== 0)
    .sort(([, first], [, second]) => second - first)
    .slice(0, limit)
    .map(([cell, count]) => {
      const row = Math.floor(cell / n);
      const support = confusionMatrix.subarray(row * n, (row + 1) * n).reduce((sum, one) => sum + one, 0);
      return { truth: classes[row]!, predicted: classes[cell % n]!, count, share: count / support };
    });
}

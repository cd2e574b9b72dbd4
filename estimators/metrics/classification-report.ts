import type { Labels } from '../matrix.js';
import { labelsPresent } from './check-labels.js';
import { confusionMatrix } from './confusion-matrix.js';
import { pairwiseSum } from './pairwise-sum.js';

/** How well one class is found, or the average over classes. Shares from 0 to 1. */
export interface ClassScores {
  /** Of the samples predicted as the class, the share that is of it; 0 if none was. */
  readonly precision: number;
  /** Of the samples of the class, the share that was predicted so; 0 if there are none. */
  readonly recall: number;
  /** The harmonic mean of both; 0 if both are 0. */
  readonly f1Score: number;
  /** The number of samples of the class. */
  readonly support: number;
}

/** scikit-learn's `classification_report`, as data. */
export interface ClassificationReport {
  readonly classes: readonly (ClassScores & { readonly label: number })[];
  /** The share of samples predicted right. */
  readonly accuracy: number;
  /**
   * The same for all samples at once, where `classes` lists some that occur in neither labels nor predictions;
   * scikit-learn then shows it in the place of the accuracy. Otherwise null.
   */
  readonly microAvg: ClassScores | null;
  /** The mean over the classes. */
  readonly macroAvg: ClassScores;
  /** The mean over the classes, each weighed by its support. */
  readonly weightedAvg: ClassScores;
}

/**
 * Scores of each class, with scikit-learn's bits (`classification_report(…, output_dict=True)`, a division by
 * zero giving 0). Source: scikit-learn 1.2.1, `precision_recall_fscore_support`.
 *
 * @param classes the classes to report, in this order; those that occur in either list, unless given.
 * Throws a RangeError if the lengths differ, there are no samples, or a label is not among `classes`.
 */
export function classificationReport(
  labelsTrue: Labels,
  labelsPred: Labels,
  classes?: Labels,
): ClassificationReport {
  const present = labelsPresent(labelsTrue, labelsPred);
  const reported = classes ?? present;
  const n = reported.length;
  const counts = confusionMatrix(labelsTrue, labelsPred, reported);
  const scores = Array.from(reported, (label, code) => {
    const row = counts.subarray(code * n, (code + 1) * n);
    const predicted = row.map((_, other) => counts[other * n + code]!);
    return { label, ...classScores(row[code]!, sum(predicted), sum(row)) };
  });
  const total = labelsTrue.length;
  const correct = sum(counts.filter((_, cell) => cell % (n + 1) === 0));
  const micro = classScores(correct, total, total);
  return {
    classes: scores,
    accuracy: micro.precision,
    microAvg: n === present.length ? null : micro,
    macroAvg: average(
      scores,
      scores.map(() => 1),
    ),
    weightedAvg: average(
      scores,
      scores.map(({ support }) => support),
    ),
  };
}

function classScores(hits: number, predicted: number, support: number): ClassScores {
  const precision = predicted === 0 ? 0 : hits / predicted;
  const recall = support === 0 ? 0 : hits / support;
  const divisor = precision + recall;
  return { precision, recall, f1Score: divisor === 0 ? 0 : (2 * precision * recall) / divisor, support };
}

/** NumPy's `average(values, weights=weights)` of each score. */
function average(scores: readonly ClassScores[], weights: readonly number[]): ClassScores {
  const of = (name: 'precision' | 'recall' | 'f1Score') =>
    pairwiseSum(scores.map((score, i) => score[name] * weights[i]!)) / pairwiseSum(weights);
  return {
    precision: of('precision'),
    recall: of('recall'),
    f1Score: of('f1Score'),
    support: scores.reduce((total, { support }) => total + support, 0),
  };
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}

/**
 * The mean of the F1 scores of all classes that occur in either list: scikit-learn 1.2.1's
 * `f1_score(…, average='macro')`, bit for bit; a division by zero gives 0.
 *
 * Throws a RangeError if the lengths differ or there are no samples.
 */
export function f1Macro(labelsTrue: Labels, labelsPred: Labels): number {
  return classificationReport(labelsTrue, labelsPred).macroAvg.f1Score;
}

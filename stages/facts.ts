import type { Labels, Matrix } from '../estimators/matrix.js';
import type { ClassificationReport } from '../estimators/metrics/classification-report.js';

// What the study finds out, as plain values.

/** Where data comes from and what it is: the facts that scikit-learn's `fetch_openml` keeps beside the data. */
export interface DataDescription {
  readonly name: string;
  readonly source: string;
  readonly licence: string;
  readonly featureNames: readonly string[];
  readonly target: string;
  /** What the labels stand for, in their order, where the data has names for them. */
  readonly classNames?: readonly string[];
}

/** A first look at the data. */
export interface Exploration extends DataDescription {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly classes: Labels;
  /** Samples of each class, in the order of `classes`. */
  readonly classCounts: Uint32Array;
  readonly firstImages: Matrix;
  readonly firstLabels: Labels;
}

/** How well a model does on samples it has not seen. */
export interface Scores {
  readonly accuracy: number;
  readonly correct: number;
  readonly total: number;
  readonly report: ClassificationReport;
  /** n_classes x n_classes, row-major: rows are true classes, columns predicted ones. */
  readonly confusionMatrix: Uint32Array;
}
